import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

const REFRESH_DELAY = 10000;

/** Shows people arrive: the list is read again while nobody writes or chooses in it. */
export class PlpdmaAttendanceController extends ListController {
    setup() {
        super.setup();
        let timer = null;
        onMounted(() => {
            timer = browser.setInterval(() => this.refresh(), REFRESH_DELAY);
        });
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async refresh() {
        const {editedRecord, selection} = this.model.root;
        if (!editedRecord && !selection.length && !document.hidden) {
            await this.model.root.load();
        }
    }
}

registry.category("views").add("plpdma_attendance_list", {
    ...listView,
    Controller: PlpdmaAttendanceController,
});
