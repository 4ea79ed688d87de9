import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";
import {Many2XAutocomplete} from "@web/views/fields/relational_utils";
import {makeTyped} from "./typed_name";
import {registry} from "@web/core/registry";
import {useUnsettled} from "./typed_unsettled";

/** Tags that are chosen by typing their first letters, one after the other. */
export class TypedTags extends Many2ManyTagsField {
    static template = "plpdma_concertation.TypedTags";
    static components = {
        ...Many2ManyTagsField.components,
        Many2XAutocomplete: makeTyped(Many2XAutocomplete),
    };

    setup() {
        super.setup();
        this.typed = useUnsettled(this);
    }
}

registry.category("fields").add("plpdma_typed_tags", {
    ...many2ManyTagsField,
    component: TypedTags,
    additionalClasses: ["o_field_many2many_tags"],
});
