import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {PlpdmaContributionModel} from "@plpdma_concertation/list/contribution_order";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Cards; a column in which there is nothing opens folded. */
export class PlpdmaCardsRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        onWillStart(() => this.foldEmpty());
    }

    async foldEmpty() {
        const {list} = this.props;
        if (!list.isGrouped) {
            return;
        }
        const empty = list.groups.filter((group) => !group.count && !group.isFolded);
        if (empty.length < list.groups.length) {
            await Promise.all(empty.map((group) => group.toggle()));
        }
    }
}

const NO_TEXT = {"*": null};

/** Contributions: a card shows the summary or the first lines, hence no text that could
 * be published unread. */
export class PlpdmaContributionCardsController extends KanbanController {
    /** @override */
    get actionMenuProps() {
        const props = super.actionMenuProps;
        return {...props, context: {...props.context, plpdma_seen_texts: NO_TEXT}};
    }
}

registry.category("views").add("plpdma_cards", {
    ...kanbanView,
    Renderer: PlpdmaCardsRenderer,
});

registry.category("views").add("plpdma_contribution_kanban", {
    ...kanbanView,
    Controller: PlpdmaContributionCardsController,
    Model: PlpdmaContributionModel,
    Renderer: PlpdmaCardsRenderer,
});
