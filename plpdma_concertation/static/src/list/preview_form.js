import {ConflictModel} from "@plpdma_concertation/conflict/conflict_form";
import {Layout} from "@web/search/layout";
import {SettledFormController} from "@plpdma_concertation/conflict/settled_form";
import {formView} from "@web/views/form/form_view";
import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Beside the list, which is the main part of the page. */
class PreviewLayout extends Layout {
    static template = "plpdma_concertation.PreviewLayout";
}

/** A form beside a list: what is done in it, the list shows at once. */
export class PlpdmaPreviewFormController extends SettledFormController {
    static components = {...SettledFormController.components, Layout: PreviewLayout};

    setup() {
        // The first load comes before anything is done.
        this.isLoaded = false;
        this.acted = null;
        super.setup();
        onMounted(() => this.goOn());
    }

    /** The key that did something to the one before does the same to this one, unless
     * this one is done knowingly. */
    goOn() {
        const acted = this.env.plpdmaPreview?.acted;
        if (acted && document.activeElement === document.body) {
            const same = `button[name=${acted}]:not(.o_plpdma_knowingly)`;
            this.rootRef.el.querySelector(same)?.focus();
        }
    }

    /** @override */
    onWillLoadRoot() {
        super.onWillLoadRoot(...arguments);
        if (this.isLoaded) {
            const {acted} = this;
            this.acted = null;
            this.follow(acted);
        }
        this.isLoaded = true;
    }

    /** What is being left takes no click any more: another button may have slid under
     * the pointer. */
    async follow(acted) {
        const {el} = this.rootRef;
        let isLeft = false;
        el.inert = Boolean(acted);
        try {
            isLeft = await this.env.plpdmaPreview?.onChanged(acted);
        } finally {
            el.inert = Boolean(isLeft);
        }
    }

    /** @override */
    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        if (!this.acted) {
            this.env.plpdmaPreview?.onChanged(null);
        }
    }

    /** @override */
    async beforeExecuteActionButton(clickParams) {
        this.acted = clickParams.name;
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("plpdma_preview_form", {
    ...formView,
    Controller: PlpdmaPreviewFormController,
    Model: ConflictModel,
});
