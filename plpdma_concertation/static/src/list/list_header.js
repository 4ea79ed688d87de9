import {ListController} from "@web/views/list/list_controller";
import {evaluateBooleanExpr} from "@web/core/py_js/py";

/**
 * Above a list, what can be done with the lines that one chose: a button shows where it
 * is of use for one of them, and stands in one place, the header or the menu.
 */
export class PlpdmaListController extends ListController {
    /** @override */
    evalViewModifier(modifier) {
        const {selection} = this.model.root;
        if (!modifier || !selection.length) {
            return Boolean(modifier);
        }
        return selection.every(({evalContext}) =>
            evaluateBooleanExpr(modifier, evalContext)
        );
    }

    /** @override */
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const {isAvailable} = items.archive;
        // Core offers to archive to those who only read.
        for (const key of ["archive", "unarchive"]) {
            items[key].isAvailable = () => this.activeActions.edit && isAvailable();
        }
        return items;
    }

    /** @override */
    get actionMenuItems() {
        const items = super.actionMenuItems;
        const shown = this.archInfo.headerButtons.filter(
            ({invisible}) => !this.evalViewModifier(invisible)
        );
        const names = shown.map(({string}) => string);
        return {
            ...items,
            action: items.action.filter(({name}) => !names.includes(name)),
        };
    }
}
