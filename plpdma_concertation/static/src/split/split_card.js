import {Component} from "@odoo/owl";
import {SplitPick} from "./split_pick";
import {_t} from "@web/core/l10n/translation";

const EXTRACT = 160;

/** One point of a letter: its number, its passage, and what is said of it. */
export class SplitCard extends Component {
    static template = "plpdma_concertation.SplitCard";
    static components = {SplitPick};
    static props = {
        part: Object,
        letter: Object,
        isCurrent: Boolean,
        say: Function,
        show: Function,
        remove: Function,
        onDone: Function,
    };

    get extract() {
        const {start, stop} = this.props.part;
        const words = this.props.letter.text.slice(start, stop).replace(/\s+/g, " ");
        const characters = [...words];
        return characters.length > EXTRACT
            ? `${characters.slice(0, EXTRACT).join("")}…`
            : words;
    }

    get title() {
        return this.props.part.reference || _t("New observation");
    }

    get place() {
        const {territory_id} = this.props.part;
        return territory_id ? [territory_id] : [];
    }

    /** Enter in a field goes back to the text. */
    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            this.props.onDone();
        }
    }
}
