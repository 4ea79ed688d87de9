import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Themes proposed for a text, each with the words that made it: a click takes one. */
export class PlpdmaThemeProposals extends Component {
    static template = "plpdma_concertation.ThemeProposals";
    static props = {...standardFieldProps};

    /** What is proposed still: what was taken, saved or not, is proposed no more. */
    get proposals() {
        const taken = this.props.record.data.theme_ids.currentIds;
        const proposals = this.props.record.data[this.props.name] || [];
        return proposals.filter(({id}) => !taken.includes(id));
    }

    take(proposal) {
        return this.props.record.data.theme_ids.addAndRemove({add: [proposal.id]});
    }
}

registry.category("fields").add("plpdma_theme_proposals", {
    component: PlpdmaThemeProposals,
    supportedTypes: ["json"],
});
