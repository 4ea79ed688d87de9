import {inputFiles} from "@web/../tests/utils";
import {addTour} from "./tour_steps";

/** The file that the test serves, as the user would pick it. */
export async function chooseFile(name, type) {
    const response = await fetch(`/plpdma_test/${name}`);
    const file = new File([await response.blob()], name, {type});
    await inputFiles(".o_file_input input", [file]);
}

/** How many times the user clicked or chose something since the file is there. */
let count = 0;

function startCounting() {
    count = 0;
    const note = (event) => {
        if (event.target.closest("button, select, .o_select_menu, input")) {
            count += 1;
        }
    };
    document.addEventListener("click", note, {capture: true});
    document.addEventListener("change", note, {capture: true});
}

function assertCount(expected) {
    if (count !== expected || count > 3) {
        throw new Error(`${count} choices, not ${expected}`);
    }
}

export const OPEN = [
    {trigger: ".o_cp_action_menus .dropdown-toggle", run: "click"},
    {trigger: ".o_import_menu", run: "click"},
];

addTour("plpdma_import_choices", {
    steps: () => [
        ...OPEN,
        {
            content: "the members of a commission, untouched",
            trigger: "a[href$='actors.xlsx']",
            run: async () => {
                await chooseFile(
                    "cces_membres.xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                );
                startCounting();
            },
        },
        {trigger: ".o_import_data_content tbody tr:contains(Collège)"},
        {
            trigger: ".o_control_panel button:contains(Importer)",
            run: "click",
        },
        {
            content: "each unclear word once, with what is probably meant",
            trigger: ".modal select[aria-label='Associations']",
        },
        {
            trigger: ".modal button:contains(Importer avec ces choix)",
            run: "click",
        },
        {
            content: "the members, and what undoes the import",
            trigger: ".o_notification button:contains(Annuler cet import)",
            run() {
                assertCount(2);
            },
        },
        {trigger: ".o_list_table .o_data_row:contains(Alix FICTIF)"},
        {
            trigger: ".o_notification button:contains(Annuler cet import)",
            run: "click",
        },
        {
            content: "what goes is shown before it goes",
            trigger: ".modal:contains(seront supprimées) li:contains(Sam INVENTÉ)",
        },
        {
            content: "and what offered it is answered",
            trigger: "body:not(:has(.o_notification:contains(Annuler cet import)))",
        },
        {
            trigger: ".modal footer button:contains(Annuler cet import)",
            run: "click",
        },
        {trigger: ".o_notification:contains(L'import est annulé)"},
        {trigger: ".o_action_manager:not(:has(.o_data_row:contains(Alix FICTIF)))"},
    ],
});

addTour("plpdma_import_good_rows", {
    steps: () => [
        ...OPEN,
        {
            content: "a paper register, untouched",
            trigger: "a[href$='contributions.xlsx']",
            run: async () => {
                await chooseFile("registre_papier_cp1252.csv", "text/csv");
                startCounting();
            },
        },
        {trigger: ".o_import_data_content tbody tr:contains(Observation)"},
        {
            trigger: ".o_control_panel button:contains(Importer)",
            run: "click",
        },
        {
            trigger: ".modal .o_plpdma_import_errors:contains(mars 2026)",
        },
        {
            trigger: ".modal button:contains(récupérer les autres)",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(lignes refusées)",
            run() {
                assertCount(2);
            },
        },
        {
            content: "one of the records that came is looked at",
            trigger: ".o_list_table .o_data_row:contains(débordent) .o_data_cell",
            run: "click",
        },
        {trigger: ".o_form_view"},
        {
            content: "beside the notice, which the next screen does without",
            trigger: ".o_notification:contains(lignes refusées)",
        },
        {
            trigger: ".o_menu_sections button:contains(Acteurs)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item:contains(Tous les acteurs)",
            run: "click",
        },
        {trigger: ".o_breadcrumb:contains(Acteurs)"},
        {
            trigger: "body:not(:has(.o_notification:contains(lignes refusées)))",
        },
    ],
});

addTour("plpdma_import_fields", {
    steps: () => [
        ...OPEN,
        {
            trigger: "a[href$='contributions.xlsx']",
            run: () => chooseFile("autre.csv", "text/csv"),
        },
        {
            content: "what goes nowhere is told before anything is imported",
            trigger: ".o_plpdma_import_left:contains(Colonne étrange)",
        },
        {
            trigger:
                ".o_import_data_content tr:contains(Colonne étrange) .o_select_menu_toggler",
            run: "click",
        },
        {
            content: "the useful fields only",
            trigger: ".o_select_menu_menu:contains(Texte reçu):contains(Plus…)",
            run() {
                const items = document.querySelectorAll(
                    ".o_select_menu_menu .o_select_menu_item"
                );
                if (items.length > 32) {
                    throw new Error(`${items.length} fields are offered`);
                }
            },
        },
        {
            trigger: ".o_select_menu_menu .o_select_menu_item:contains(Plus…)",
            run: "click",
        },
        {
            content: "then all of them",
            trigger: ".o_select_menu_menu .o_select_menu_item:nth-child(45)",
        },
    ],
});

addTour("plpdma_import_nothing", {
    steps: () => [
        ...OPEN,
        {
            trigger: "a[href$='contributions.xlsx']",
            run: async () => {
                const file = new File([], "vide.csv", {type: "text/csv"});
                await inputFiles(".o_file_input input", [file]);
            },
        },
        {
            content: "a file that is empty is said to be so, and that is all",
            trigger: ".o_plpdma_import_nothing:contains(Le fichier est vide)",
        },
        {
            trigger:
                ".o_control_panel:not(:has(button:contains(Importer))):contains(Charger)",
        },
        {
            content: "headings without a row",
            trigger: ".o_control_panel button:contains(Charger)",
            run: () => chooseFile("titres.csv", "text/csv"),
        },
        {
            trigger: ".o_plpdma_import_nothing:contains(aucune ligne)",
        },
        {
            trigger: ".o_import_data_content:not(:contains(séparateur))",
        },
        {
            content: "then two columns of one heading, and one of several values",
            trigger: ".o_control_panel button:contains(Charger)",
            run: () => chooseFile("deux.csv", "text/csv"),
        },
        {
            trigger: ".o_plpdma_import_left:contains(Date (2))",
        },
        {
            trigger: ".o_import_data_content:contains(une barre)",
        },
        {
            trigger: ".o_control_panel button:contains(Importer)",
        },
    ],
});
