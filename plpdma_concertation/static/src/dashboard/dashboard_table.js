import {Component} from "@odoo/owl";
import {DashboardChart} from "./dashboard_chart";
import {DashboardFigure} from "./dashboard_figure";
import {_t} from "@web/core/l10n/translation";

/** The figures of a table, and their plot where it has one. */
export class DashboardTable extends Component {
    static template = "plpdma_concertation.DashboardTable";
    static components = {DashboardChart, DashboardFigure};
    static props = {table: Object, open: Function};

    get isGrid() {
        return this.props.table.chart === "grid";
    }

    /** What is on screen without being asked for: what is not drawn, and not too wide. */
    get isOpen() {
        return this.isGrid && this.props.table.headings.length < 10;
    }

    get isEmpty() {
        return !this.props.table.rows.length;
    }

    get summary() {
        return _t("Table: %s", this.props.table.title);
    }

    /** What a cell counts, in words. */
    getLabel(row, index) {
        return `${row.label}, ${this.props.table.headings[index + 1]}`;
    }

    /** Nobody said anything. */
    isSilent(row) {
        return this.isGrid && row.cells.every((cell) => cell.value === 0);
    }

    /** How much a cell of a grid stands out, from 0 to 4. */
    getClass(cell) {
        if (!this.isGrid) {
            return "";
        }
        const value = cell.is_hidden ? 1 : cell.value;
        const level = value ? Math.min(4, Math.ceil(Math.log2(value + 1))) : 0;
        return `o_plpdma_level_${level}`;
    }
}
