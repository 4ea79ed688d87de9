import {ListRenderer} from "@web/views/list/list_renderer";
import {PlpdmaListController} from "@plpdma_concertation/list/list_header";
import {evaluateBooleanExpr} from "@web/core/py_js/py";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useExternalListener, useState} from "@odoo/owl";

// The columns that are always of use, whatever stands in them.
const KEPT = ["name", "verbatim", "user_id"];
// From this width on, a column may take its share of the screen.
const WIDE = 1600;
const ARROWS = ["ArrowDown", "ArrowUp"];

function isEmpty(value) {
    return !value || value.count === 0;
}

/** As many lines as there is room for: columns with nothing in them take none. */
export class PlpdmaDenseRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.preview = this.env.plpdmaList;
        this.choices = useState(this.preview?.choices || {});
        useExternalListener(window, "keyup", (ev) => this.onArrow(ev));
    }

    /** Whether one of the records is shown beside the list. */
    get isAside() {
        return Boolean(this.choices.isShown && this.preview?.shown);
    }

    /** @override */
    getActiveColumns() {
        const columns = super.getActiveColumns();
        return columns
            .filter((column) => this.isOfUse(column))
            .map((column) => this.widen(column));
    }

    /** On a narrow screen, or beside a preview, the text needs the room more. */
    widen(column) {
        const {innerWidth} = window;
        const share = column.options?.share;
        if (!share || innerWidth < WIDE || this.isAside) {
            return column;
        }
        const width = `${Math.round((innerWidth * share) / 100)}px`;
        return {...column, attrs: {...column.attrs, width}};
    }

    isOfUse(column) {
        if (column.type !== "field") {
            return true;
        }
        if (this.isAside && column.optional) {
            return false;
        }
        const {records, selection} = this.props.list;
        // What one asked for stays, and what can be filled in the lines that one chose.
        if (
            KEPT.includes(column.name) ||
            column.optional === "hide" ||
            !records.length ||
            (selection?.length && !evaluateBooleanExpr(column.readonly || "0", {}))
        ) {
            return true;
        }
        return records.some((record) => this.isFilled(column, record));
    }

    isFilled(column, record) {
        return (
            record.fields[column.name].type === "boolean" ||
            (!isEmpty(record.data[column.name]) &&
                !this.evalInvisible(column.invisible, record))
        );
    }

    /** @override */
    getRowClass(record) {
        const names = super.getRowClass(record);
        // The one that was chosen, which this follows; else the first.
        const isShown =
            this.isAside &&
            [this.choices.resId, this.preview.shown.resId].includes(record.resId);
        return isShown ? `${names} o_plpdma_shown` : names;
    }

    /** @override What is changed in the one that is shown is kept, though it be folded. */
    async toggleGroup() {
        if (!this.preview || (await this.preview.leave())) {
            return super.toggleGroup(...arguments);
        }
    }

    /** The line on which one comes by the arrows is the one that is shown. */
    onArrow(ev) {
        const {activeElement} = document;
        const row = ARROWS.includes(ev.key) && activeElement?.closest(".o_data_row");
        if (!row || !this.tableRef.el?.contains(row)) {
            return;
        }
        const record = this.props.list.records.find(({id}) => id === row.dataset.id);
        if (record) {
            this.preview?.show(record);
        }
    }
}

registry.category("views").add("plpdma_dense_list", {
    ...listView,
    Controller: PlpdmaListController,
    Renderer: PlpdmaDenseRenderer,
});
