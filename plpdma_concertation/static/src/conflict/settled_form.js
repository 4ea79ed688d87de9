import {Deferred} from "@web/core/utils/concurrency";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useExternalListener} from "@odoo/owl";

/** Asked of what a form holds, before another page takes its place: ``{waits}``. */
export const WILL_LEAVE = "PLPDMA_WILL_LEAVE";

/** Asked of what a page holds, before it is closed: ``{isWaiting}``. */
export const WILL_UNLOAD = "PLPDMA_WILL_UNLOAD";

/** Said as a button of a form begins to act, after which it is read again: ``{done}``. */
export const ACTING = "PLPDMA_ACTING";

/**
 * A form that one leaves once what was just chosen in it is known: core looks at once,
 * and leaves behind a tag whose name is still being read.
 */
export class SettledFormController extends FormController {
    /** Resolved once the button that acts is done. */
    acting = null;

    setup() {
        super.setup();
        useExternalListener(window, "keydown", (ev) => this.onKeyHeld(ev), {
            capture: true,
        });
    }

    /** A key that is kept pressed is pressed once: the button may be that of the next
     * record by then. */
    onKeyHeld(ev) {
        const isHeld = ev.repeat && ev.key === "Enter";
        const el = this.env.inDialog
            ? this.rootRef.el?.closest(".modal")
            : this.rootRef.el;
        if (isHeld && ev.target.tagName === "BUTTON" && el?.contains(ev.target)) {
            ev.preventDefault();
        }
    }

    /** Whether there is nothing to keep of what is open. */
    get isUntouched() {
        return false;
    }

    /**
     * @override What is being saved is not sent a second time, as core does, and what is
     * typed and not written yet is not lost: whoever leaves is asked first.
     */
    async beforeUnload(ev) {
        const {root, bus} = this.model;
        // What the server did not take, it does not take from a page that closes either.
        const isUntaken = Boolean(root.isUntaken && root.dirty);
        const detail = {isWaiting: isUntaken || Boolean(root.isSaving)};
        bus.trigger(WILL_UNLOAD, detail);
        if (detail.isWaiting) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        } else if (!this.isUntouched) {
            await super.beforeUnload(ev);
        }
    }

    /** @override What is typed while it acts waits, for the form is read again. */
    async beforeExecuteActionButton() {
        const acted = new Deferred();
        this.model.bus.trigger(ACTING, {done: acted});
        this.acting = acted;
        if (this.env.inDialog) {
            this.rest(acted);
        }
        let isGoingOn = false;
        try {
            isGoingOn = await super.beforeExecuteActionButton(...arguments);
        } finally {
            if (isGoingOn === false) {
                acted.resolve();
            }
        }
        return isGoingOn;
    }

    /**
     * A dialog takes no key while its button acts: what would be typed in it would go
     * with it, unread.
     * @param {Promise} acted resolved once the button is done
     */
    async rest(acted) {
        const {el} = this.rootRef;
        el.inert = true;
        await acted;
        el.inert = false;
    }

    /** @override */
    async afterExecuteActionButton() {
        this.acting?.resolve();
        return super.afterExecuteActionButton(...arguments);
    }

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
