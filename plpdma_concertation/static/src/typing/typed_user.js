import {
    Many2OneAvatarUser,
    Many2OneAvatarUserField,
    many2OneAvatarUserField,
} from "@mail/views/web/fields/many2one_avatar_user_field/many2one_avatar_user_field";
import {makeTyped} from "./typed_name";
import {registry} from "@web/core/registry";
import {useUnsettled} from "./typed_unsettled";

class TypedMany2OneUser extends Many2OneAvatarUser {
    static components = {
        ...Many2OneAvatarUser.components,
        Many2XAutocomplete: makeTyped(Many2OneAvatarUser.components.Many2XAutocomplete),
    };
}

/** Somebody of the house, who is chosen by typing the first letters of their name. */
export class TypedUser extends Many2OneAvatarUserField {
    static template = "plpdma_concertation.TypedUser";
    static components = {
        ...Many2OneAvatarUserField.components,
        Many2OneAvatarUser: TypedMany2OneUser,
    };

    setup() {
        super.setup();
        this.typed = useUnsettled(this);
    }
}

registry.category("fields").add("plpdma_typed_user", {
    ...many2OneAvatarUserField,
    component: TypedUser,
    additionalClasses: [
        ...many2OneAvatarUserField.additionalClasses,
        "o_field_many2one_avatar_user",
    ],
});
