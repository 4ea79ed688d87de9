import {DateTimeField} from "@web/views/fields/datetime/datetime_field";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;

/* In our forms, a period tells its years, unless it has both its ends in the same one:
   core leaves out the current year, on one end alone. */
patch(DateTimeField.prototype, {
    getFormattedValue(valueIndex, ...args) {
        const [start, stop] = this.values;
        const value = this.values[valueIndex];
        const isOurs = this.props.record.resModel.startsWith("plpdma.");
        const isWithinYear = start && stop && start.year === stop.year;
        if (!isOurs || !this.relatedField || !value || isWithinYear) {
            return super.getFormattedValue(valueIndex, ...args);
        }
        return value.toLocaleString(
            this.field.type === "date" ? DateTime.DATE_MED : DateTime.DATETIME_MED
        );
    },
});
