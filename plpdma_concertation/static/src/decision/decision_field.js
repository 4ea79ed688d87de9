import {RadioField, radioField} from "@web/views/fields/radio/radio_field";
import {registry} from "@web/core/registry";

/** What is decided, by mouse or by one key: each choice has its own. */
export class PlpdmaDecision extends RadioField {
    static template = "plpdma_concertation.Decision";
}

registry.category("fields").add("plpdma_decision", {
    ...radioField,
    component: PlpdmaDecision,
    additionalClasses: ["o_field_radio"],
});
