import {DateTimeField} from "@web/views/fields/datetime/datetime_field";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;

/* In our forms, a period from one year to another tells both years: core leaves out the
   current one, on one end alone. */
patch(DateTimeField.prototype, {
    getFormattedValue(valueIndex, ...args) {
        const [start, stop] = this.values;
        const value = this.values[valueIndex];
        const isOurs = this.props.record.resModel.startsWith("plpdma.");
        if (!isOurs || !value || !start || !stop || start.year === stop.year) {
            return super.getFormattedValue(valueIndex, ...args);
        }
        return value.toLocaleString(
            this.field.type === "date" ? DateTime.DATE_MED : DateTime.DATETIME_MED
        );
    },
});
