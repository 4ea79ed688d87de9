import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ClickedRenderer} from "./ahead_clicks";
import {registry} from "@web/core/registry";

/** Lines of a form, that are typed one after the other. */
export class AheadLines extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: ClickedRenderer};

    /** @override Whoever adds a line is told when it is there. */
    get rendererProps() {
        const props = super.rendererProps;
        if (this.props.viewMode === "list") {
            const {editable} = props;
            props.onAdd = (params) => this.onAdd({editable, ...params});
        }
        return props;
    }
}

registry.category("fields").add("plpdma_lines", {
    ...x2ManyField,
    component: AheadLines,
    additionalClasses: ["o_field_one2many"],
});
