import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {HIDDEN, formatFigure} from "./dashboard_figure";
import {loadBundle} from "@web/core/assets";
import {makeFills} from "./dashboard_fills";

const ROW = 30;
const MOST_ROWS = 15;
// Characters of a line of a label.
const WIDEST_LABEL = 30;
const NARROWEST = 16;
const MOST_LINES = 3;
const FONT = 13;
const DIGIT = 9;

/** A label on a few lines, the last of which may be cut: the table says it in full. */
export function wrapLabel(text, width) {
    const lines = [""];
    for (const word of text.split(" ")) {
        const line = lines.at(-1);
        if (line && line.length + word.length >= width) {
            lines.push(word);
        } else {
            lines[lines.length - 1] = line ? `${line} ${word}` : word;
        }
    }
    return lines.length > MOST_LINES
        ? [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]}…`]
        : lines;
}

/** Horizontal bars with their numbers; its table says the same beside it. */
export class DashboardChart extends Component {
    static template = "plpdma_concertation.DashboardChart";
    static props = {table: Object, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.draw();
                return () => this.chart?.destroy();
            },
            () => [this.props.table]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    // ------------------------------------------------------------------
    // What is drawn
    // ------------------------------------------------------------------
    get isStacked() {
        return this.props.table.chart === "stacked";
    }

    /** The rows that may be drawn: all, or those that have something to draw. */
    get drawable() {
        const {rows, drops_empty: dropsEmpty} = this.props.table;
        if (this.isStacked) {
            return rows;
        }
        return rows.filter(
            ({cells: [{value, is_hidden: isHidden}]}) =>
                isHidden || (dropsEmpty ? value : value !== null)
        );
    }

    get rows() {
        return this.drawable.slice(0, MOST_ROWS);
    }

    get isCut() {
        return this.drawable.length > MOST_ROWS;
    }

    get series() {
        const {headings} = this.props.table;
        return this.isStacked ? headings.slice(1) : headings.slice(1, 2);
    }

    get hasFigures() {
        return this.rows.some((row) =>
            row.cells.slice(0, this.series.length).some((cell) => cell.value)
        );
    }

    /** What the plot says, for those who do not see it. */
    get description() {
        const {table} = this.props;
        const rows = this.rows.map((row) => {
            const cells = row.cells.slice(0, this.series.length).map((cell, index) => {
                const number = formatFigure(cell);
                return this.isStacked ? `${this.series[index]} ${number}` : number;
            });
            return `${row.label}${_t(":")} ${cells.join(", ")}`;
        });
        return `${table.title}. ${rows.join("; ")}.`;
    }

    /** A bar that is not told apart is not one of nothing; alone, its number says so. */
    getLabel({cells, label}) {
        if (!this.isStacked) {
            return label;
        }
        const drawn = cells.slice(0, this.series.length);
        return drawn.some(({is_hidden: isHidden}) => isHidden)
            ? `${label} ${HIDDEN}`
            : label;
    }

    draw() {
        if (!this.canvas.el) {
            return;
        }
        const style = window.getComputedStyle(this.canvas.el);
        const width = this.canvas.el.parentElement.clientWidth;
        const characters = Math.max(
            NARROWEST,
            Math.min(WIDEST_LABEL, Math.floor(width / 20))
        );
        const labels = this.rows.map((row) =>
            wrapLabel(this.getLabel(row), characters)
        );
        const lines = Math.max(...labels.map((label) => label.length));
        const legend = this.isStacked ? 70 : 0;
        const row = Math.max(ROW, lines * (FONT + 4) + 6);
        this.canvas.el.parentElement.style.height = `${labels.length * row + legend}px`;
        const fills = makeFills(this.canvas.el, this.series.length);
        this.chart = new window.Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels,
                datasets: this.series.map((label, index) => ({
                    label,
                    data: this.rows.map((row) => row.cells[index].value || 0),
                    backgroundColor: fills[index],
                    borderColor: style.color,
                    borderWidth: 1,
                    maxBarThickness: 22,
                })),
            },
            options: this.getOptions(style.color),
            plugins: [this.makeNumbers(style)],
        });
    }

    /** Pixels that the longest of the numbers behind the bars takes. */
    get numberWidth() {
        const texts = this.rows.map(({cells}) => formatFigure(cells[0]));
        return 18 + DIGIT * Math.max(0, ...texts.map((text) => text.length));
    }

    getOptions(color) {
        const font = {size: FONT};
        return {
            animation: false,
            indexAxis: "y",
            maintainAspectRatio: false,
            layout: {padding: {right: this.numberWidth}},
            onClick: (_ev, [element]) => element && this.onBar(element),
            plugins: {
                legend: {
                    display: this.isStacked,
                    position: "bottom",
                    onClick: () => undefined,
                    labels: {color, font},
                },
                tooltip: {enabled: false},
            },
            scales: {
                x: {
                    beginAtZero: true,
                    stacked: this.isStacked,
                    display: false,
                },
                y: {
                    stacked: this.isStacked,
                    grid: {display: false},
                    ticks: {autoSkip: false, color, font},
                },
            },
        };
    }

    /** The number of each bar: within a part of it, else behind it. */
    makeNumbers({color, fontFamily}) {
        const draw = (chart) => {
            const {ctx} = chart;
            ctx.save();
            ctx.font = `bold ${FONT}px ${fontFamily}`;
            ctx.textBaseline = "middle";
            this.series.forEach((_label, index) => {
                chart.getDatasetMeta(index).data.forEach((bar, place) => {
                    const cell = this.rows[place].cells[index];
                    const text = formatFigure(cell);
                    const room = bar.x - bar.base;
                    if (this.isStacked && (!cell.value || room < 14)) {
                        return;
                    }
                    const x = this.isStacked ? (bar.x + bar.base) / 2 : bar.x + 6;
                    ctx.textAlign = this.isStacked ? "center" : "left";
                    if (this.isStacked) {
                        // Read on any pattern.
                        const half = ctx.measureText(text).width / 2 + 3;
                        ctx.fillStyle = "#ffffff";
                        ctx.fillRect(x - half, bar.y - 8, 2 * half, 16);
                    }
                    ctx.fillStyle = this.isStacked ? "#111827" : color;
                    ctx.fillText(text, x, bar.y);
                });
            });
            ctx.restore();
        };
        return {id: "plpdmaNumbers", afterDatasetsDraw: draw};
    }

    onBar({datasetIndex, index}) {
        const row = this.rows[index];
        const cell = row.cells[datasetIndex];
        if (cell.model) {
            this.props.open(cell, `${row.label}, ${this.series[datasetIndex]}`);
        }
    }
}
