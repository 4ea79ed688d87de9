import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
const THIS_YEAR = {day: "numeric", month: "short"};
const ANOTHER = {day: "2-digit", month: "2-digit", year: "2-digit"};

/** A day in as few characters as tell it: the year only where it is another. */
export class PlpdmaShortDate extends Component {
    static template = "plpdma_concertation.ShortDate";
    static props = {
        ...standardFieldProps,
        // The field that tells whether the day is past.
        late: {type: String, optional: true},
    };

    get date() {
        return this.props.record.data[this.props.name];
    }

    get isLate() {
        return Boolean(this.props.late && this.props.record.data[this.props.late]);
    }

    get words() {
        const isThisYear = this.date.year === DateTime.local().year;
        return this.date.toLocaleString(isThisYear ? THIS_YEAR : ANOTHER);
    }

    get title() {
        const date = this.date.toLocaleString(DateTime.DATE_FULL);
        return this.isLate ? _t("Overdue since %s", date) : date;
    }
}

registry.category("fields").add("plpdma_short_date", {
    component: PlpdmaShortDate,
    supportedTypes: ["date"],
    extractProps: ({options}) => ({late: options.late}),
});
