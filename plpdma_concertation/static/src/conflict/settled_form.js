import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/** Asked of what a form holds, before another page takes its place: ``{waits}``. */
export const WILL_LEAVE = "PLPDMA_WILL_LEAVE";

/**
 * A form that one leaves once what was just chosen in it is known: core looks at once,
 * and leaves behind a tag whose name is still being read.
 */
export class SettledFormController extends FormController {
    /** @override */
    async beforeLeave() {
        const waits = [];
        this.model.bus.trigger(WILL_LEAVE, {waits});
        await Promise.all(waits);
        await this.model.root.isDirty();
        // What was typed is chosen by then, and a tag is still being read.
        await this.model.mutex.getUnlockedDef();
        return super.beforeLeave(...arguments);
    }
}

registry.category("views").add("plpdma_settled_form", {
    ...formView,
    Controller: SettledFormController,
});
