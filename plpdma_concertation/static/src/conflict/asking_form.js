import {SettledFormController} from "@plpdma_concertation/conflict/settled_form";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/**
 * A dialog that asks more of a record that there already is: what is still to be filled
 * in is marked once one confirms. Core marks it as it opens, before one has begun.
 */
export class AskingFormController extends SettledFormController {
    /** @override */
    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (record) => record._invalidFields.clear();
        return params;
    }
}

registry.category("views").add("plpdma_asking_form", {
    ...formView,
    Controller: AskingFormController,
});
