import {ImportDataContent} from "@base_import/import_data_content/import_data_content";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

const MORE = "plpdma_more";

/** The fields that sheets hold are offered; the others stand behind « More », or are
 * found by their name. */
export class PlpdmaFieldMenu extends SelectMenu {
    filterOptions(searchString = "", groups = null) {
        const all = groups || [
            {choices: this.props.choices, section: ""},
            ...this.props.groups,
        ];
        const choices = all.flatMap((group) => group.choices || []);
        const useful = choices.filter(
            (choice) => choice.isUseful || choice.value === this.props.value
        );
        if (searchString || this.showsAll || !useful.some((c) => c.isUseful)) {
            return super.filterOptions(searchString, all);
        }
        return super.filterOptions("", [
            {choices: useful},
            {choices: [{iconClass: "d-none", label: _t("More…"), value: MORE}]},
        ]);
    }

    onItemSelected(value) {
        if (value !== MORE) {
            return super.onItemSelected(value);
        }
        this.showsAll = true;
        setTimeout(() => this.dropdownState.open());
    }
}

ImportDataContent.components = {
    ...ImportDataContent.components,
    SelectMenu: PlpdmaFieldMenu,
};

patch(ImportDataContent.prototype, {
    /** The columns that hold something and that no field takes; of several that have
     * one heading, which: « Date (2) ». */
    get plpdmaLeft() {
        const {columns} = this.props;
        const tell = (column) => {
            const twins = columns.filter(({name}) => name === column.name);
            const rank = twins.length > 1 ? ` (${twins.indexOf(column) + 1})` : "";
            return (column.name || _t("a column without a heading")) + rank;
        };
        return columns
            .filter((column) => column.plpdmaFilled && !column.fieldInfo)
            .map(tell)
            .join(", ");
    },

    makeChoices(fields) {
        return super.makeChoices(fields).map((choice, index) => ({
            ...choice,
            isUseful: Boolean(fields[index].plpdma_useful),
        }));
    },
});
