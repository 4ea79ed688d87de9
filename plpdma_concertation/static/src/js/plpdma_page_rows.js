import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {registry} from "@web/core/registry";

/** Rows that open as pages of their own: the breadcrumb is the way back. */
export class PlpdmaPageRows extends X2ManyField {
    /** @override */
    async openRecord(record) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: record.resModel,
            res_id: record.resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("plpdma_page_rows", {
    ...x2ManyField,
    component: PlpdmaPageRows,
});
