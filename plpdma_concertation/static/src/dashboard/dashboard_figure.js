import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

/** What is not told, for too few people would be told apart. */
export const HIDDEN = "•";

/** A number as it is read: with its decimal if it has one. */
export function formatFigure({value, is_hidden: isHidden}) {
    if (isHidden) {
        return HIDDEN;
    }
    if (value === null || value === undefined || value === false) {
        return "–";
    }
    return formatFloat(value, {digits: [0, Number.isInteger(value) ? 0 : 1]});
}

/** A figure, which opens its records where it has any. */
export class DashboardFigure extends Component {
    static template = "plpdma_concertation.DashboardFigure";
    static props = {
        figure: Object,
        label: String,
        open: Function,
    };

    get text() {
        return formatFigure(this.props.figure);
    }

    /** Why there is no number, for those who do not see the sign. */
    get reason() {
        return this.props.figure.is_hidden ? _t("not told apart") : "";
    }

    get title() {
        return _t("%(label)s: %(number)s. Open the list", {
            label: this.props.label,
            number: this.text,
        });
    }
}
