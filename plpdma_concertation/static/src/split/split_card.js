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
        const {reference, isProposed, is_common} = this.props.part;
        if (isProposed) {
            return is_common
                ? _t("Proposed: what all of the campaign say")
                : _t("Proposed: what this author added");
        }
        return reference || _t("New observation");
    }

    /** What is proposed still, each theme with the words that made it. */
    get themeProposals() {
        const {theme_ids, theme_proposals} = this.props.part;
        return theme_proposals.filter(({id}) => !theme_ids.includes(id));
    }

    get proposedThemes() {
        return this.themeProposals.map(({id}) => id);
    }

    takeTheme({id}) {
        this.props.say({theme_ids: [...this.props.part.theme_ids, id]});
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
