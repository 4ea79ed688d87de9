import {addTour} from "./tour_steps";
import {inputFiles} from "@web/../tests/utils";

/** The file that the test serves under this address, as the user would pick it. */
async function chooseFile(url, name) {
    const response = await fetch(url);
    const file = new File([await response.blob()], name, {type: "text/csv"});
    await inputFiles(".o_file_input input", [file]);
}

addTour("plpdma_import_contributions", {
    steps: () => [
        {
            trigger: ".o_cp_action_menus .dropdown-toggle",
            run: "click",
        },
        {
            trigger: ".o_import_menu",
            run: "click",
        },
        {
            content: "a template file is offered, then ours is chosen",
            trigger: "a[href$='contributions.xlsx']",
            run: () => chooseFile("/plpdma_test/contributions_bad.csv", "erreurs.csv"),
        },
        {
            trigger: ".o_import_data_content tbody tr",
        },
        {
            content: "a file with bad rows",
            trigger: ".o_control_panel button:contains(Importer)",
            run: "click",
        },
        {
            content: "is refused, with the reason",
            trigger: ".modal .o_plpdma_import_errors:contains(Ligne)",
        },
        {
            content: "a word that is in no list is asked about there too",
            trigger: ".modal select[aria-label='Compostage au clair de lune']",
        },
        {
            trigger: ".modal button:contains(Ne rien importer)",
            run: "click",
        },
        {
            trigger: ".o_import_data_content .alert-danger:contains(Ligne)",
        },
        {
            content: "the right file",
            trigger: ".o_control_panel button:contains(Charger)",
            run: () =>
                chooseFile("/plpdma_test/contributions.csv", "contributions.csv"),
        },
        {
            trigger: ".o_import_data_sidepanel .truncate:contains(/^contributions$/)",
        },
        {
            trigger: ".o_control_panel button:contains(Importer)",
            run: "click",
        },
        {
            content: "back to the list, with what was imported",
            trigger: ".o_list_table .o_data_row",
        },
    ],
});

addTour("plpdma_import_updates", {
    steps: () => [
        {
            trigger: ".o_cp_action_menus .dropdown-toggle",
            run: "click",
        },
        {
            trigger: ".o_import_menu",
            run: "click",
        },
        {
            content: "a file that names what exists, under a title",
            trigger: "a[href$='contributions.xlsx']",
            run: () => chooseFile("/plpdma_test/updates.csv", "reprise.csv"),
        },
        {
            content: "the headings are found by themselves, and may be chosen",
            trigger: ".o_import_data_sidepanel #plpdma_heading_row",
        },
        {
            trigger: ".o_control_panel button:contains(Tester)",
            run: "click",
        },
        {
            content: "the test says what will be modified",
            trigger:
                ".o_import_data_content .alert-warning:contains(1 contribution existante)",
        },
        {
            trigger: ".o_control_panel button:contains(Importer)",
            run: "click",
        },
        {
            content: "and nothing is before one agrees",
            trigger:
                ".modal:contains(1 contribution existante) .btn:contains(Les modifier)",
            run: "click",
        },
        {
            content: "one is not several",
            trigger: ".o_notification:contains(/1 enregistrement a été importé/)",
        },
        {
            trigger: ".o_list_table .o_data_row",
        },
    ],
});
