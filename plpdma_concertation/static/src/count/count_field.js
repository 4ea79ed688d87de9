import {
    StatInfoField,
    statInfoField,
} from "@web/views/fields/stat_info/stat_info_field";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/* A count on a button, with its noun: in the singular for what the reader's language
   calls one, which for French is none as well. */
export class CountField extends StatInfoField {
    static props = {
        ...StatInfoField.props,
        singular: {type: String, optional: true},
    };

    get label() {
        const value = this.props.record.data[this.props.name] || 0;
        const locale = (user.lang || "en").replaceAll("_", "-");
        const isOne = new Intl.PluralRules(locale).select(value) === "one";
        return (isOne && this.props.singular) || super.label;
    }
}

export const countField = {
    ...statInfoField,
    // Laid out as core's.
    additionalClasses: ["o_field_statinfo"],
    component: CountField,
    extractProps: (fieldInfo) => ({
        ...statInfoField.extractProps(fieldInfo),
        singular: fieldInfo.attrs.label,
    }),
};

registry.category("fields").add("plpdma_count", countField);
