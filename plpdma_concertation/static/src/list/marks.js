import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// As much of a long text as two lines may show.
const EXTRACT = 500;

function describeUnread(data) {
    return data.has_publication_warning
        ? {
              name: "unread",
              icon: "fa-id-card-o",
              label: _t("To moderate: names"),
              title: _t("Names or addresses in the text: look before you publish"),
              className: "text-bg-warning",
          }
        : {
              name: "unread",
              icon: "fa-eye",
              label: _t("To moderate"),
              title: _t("Nobody of the staff has read it yet"),
              className: "text-bg-warning",
          };
}

/**
 * What is to be known of a contribution at first sight, as far as one may read it.
 * @param {Object} data values of a contribution
 * @returns {Object[]} each an icon with its words
 */
export function describeMarks(data) {
    const marks = [];
    if (data.is_overdue) {
        marks.push({
            name: "late",
            icon: "fa-exclamation-triangle",
            label: _t("Overdue"),
            title: _t("Its answer was due before today"),
            className: "text-bg-danger",
        });
    }
    const isForPublic = data.confidentiality !== "staff" && data.state !== "split";
    if (data.moderation === "pending" && isForPublic) {
        marks.push(describeUnread(data));
    }
    if (data.moderation === "refused") {
        marks.push({
            name: "refused",
            icon: "fa-ban",
            label: _t("Not published"),
            title: _t("Refused for publication"),
            className: "text-bg-secondary",
        });
    }
    if (data.campaign_id) {
        marks.push({
            name: "campaign",
            icon: "fa-clone",
            label: _t("Campaign"),
            title: data.campaign_id.display_name,
            className: "text-bg-light border",
        });
    }
    if (data.part_number) {
        marks.push({
            name: "part",
            icon: "fa-puzzle-piece",
            label: _t("Point %s", data.part_number),
            title: _t("A passage of a letter"),
            className: "text-bg-light border",
        });
    }
    return marks;
}

/** Badges, each an icon and its words. */
export class PlpdmaMarks extends Component {
    static template = "plpdma_concertation.Marks";
    static props = {...standardWidgetProps};

    get marks() {
        return describeMarks(this.props.record.data);
    }
}

/** The first words of a text, after its badges, in one line or two. */
export class PlpdmaWords extends Component {
    static template = "plpdma_concertation.Words";
    static components = {PlpdmaMarks};
    static props = {...standardFieldProps};

    get words() {
        return (this.props.record.data[this.props.name] || "").slice(0, EXTRACT);
    }
}

registry.category("view_widgets").add("plpdma_marks", {component: PlpdmaMarks});
registry.category("fields").add("plpdma_words", {
    component: PlpdmaWords,
    supportedTypes: ["text"],
});
