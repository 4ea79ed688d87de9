import {OPEN, chooseFile} from "./import_choices_tour";
import {addTour, click, see} from "./tour_steps";

const TYPES = {
    csv: "text/csv",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What the sheet does not say, or says in other words: as it is proposed. */
const AGREE = click(".modal button:contains(Importer avec ces choix)");

/** Nothing in the file says by which channel it came: one chooses before it comes in. */
const CHOOSE_CHANNEL = [
    see(".modal .o_plpdma_import_take[disabled]", "nothing is proposed"),
    {
        content: "by which channel they came",
        trigger: ".modal select[aria-label^='Canal']",
        run: "select take:email",
    },
];

/** A sheet, untouched, at the import screen; then « Importer ». */
function importSheet(name, heading) {
    return [
        {
            content: `the sheet ${name}`,
            trigger: ".o_import_file",
            run: () => chooseFile(name, TYPES[name.split(".").at(-1)]),
        },
        see(`.o_import_data_content tbody tr:contains(${heading})`),
        click(".o_control_panel button:contains(Importer)"),
    ];
}

/** Some of its rows are wrong: the others come in. */
function takeGoodRows(wrong) {
    return [
        see(`.modal .o_plpdma_import_errors:contains(${wrong})`),
        click(".modal button:contains(récupérer les autres)"),
    ];
}

/** So many rows, this one among them. */
function seeList(count, words) {
    return see(
        `.o_list_view:has(.o_pager_limit:contains(/^${count}$/)) .o_data_row:contains(${words})`,
        `${count} in the list, “${words}” among them`
    );
}

/** From what a sheet brought to the whole list, from which the next one is imported. */
function goBack(list) {
    return [
        click(`.breadcrumb a:contains(${list})`, "the whole list"),
        see("body:not(:has(.breadcrumb a:contains(Importer))) .o_list_view"),
    ];
}

/** Who sits in the commission, from where its members are chosen. */
export const IMPORT_MEMBERS = [
    ...importSheet("cces_membres.xlsx", "Collège"),
    see(
        ".modal select[aria-label='Associations']",
        "each unclear word once, with what is probably meant"
    ),
    AGREE,
    seeList(3, "Jo EXEMPLE"),
];

/** What the State knows of those who are elected. */
addTour("plpdma_story_elected", {
    steps: () => [
        seeList(3, "Jo EXEMPLE"),
        ...OPEN,
        ...importSheet("rne_conseillers_communautaires.csv", "Libellé de la fonction"),
        see(
            ".modal select[aria-label^='Déjà dans la liste']:has([value='take:complete']:checked)",
            "they are there already"
        ),
        AGREE,
        seeList(2, "Alix FICTIF"),
    ],
});

/** The grouping and its towns, then a spreadsheet that lost a zero. */
addTour("plpdma_story_places", {
    steps: () => [
        ...OPEN,
        ...importSheet("dgcl_epci_membres.csv", "Code INSEE"),
        seeList(3, "Bourg-Fictif"),
        ...goBack("Territoires"),
        ...OPEN,
        ...importSheet("insee_excel_zero_perdu.csv", "Code INSEE"),
        see(
            ".modal select[aria-label='1901']:has([value='take:01901']:checked)",
            "the zero is proposed back"
        ),
        AGREE,
        seeList(2, "Abergement-Fictif"),
    ],
});

/** All that came in otherwise, beside what was said. */
addTour("plpdma_story_import", {
    steps: () => [
        seeList(2, "Un broyeur par quartier"),
        ...OPEN,
        ...importSheet("registre_papier_cp1252.csv", "Observation"),
        ...takeGoodRows("mars 2026"),
        see(".o_notification:contains(lignes refusées)"),
        seeList(2, "débordent"),
        ...goBack("Contributions"),
        seeList(4, "Un broyeur par quartier"),
        ...OPEN,
        ...importSheet("contributions_excel_fr_cp1252.csv", "Texte reçu"),
        ...takeGoodRows("31/12/2026"),
        seeList(1, "débordent"),
        ...goBack("Contributions"),
        seeList(5, "Un broyeur par quartier"),
        ...OPEN,
        ...importSheet("ms_forms_avis_1.csv", "Texte reçu"),
        ...CHOOSE_CHANNEL,
        AGREE,
        seeList(2, "Moins de plastique"),
        ...goBack("Contributions"),
        seeList(7, "Un broyeur par quartier"),
        ...OPEN,
        ...importSheet("ms_forms_avis_2.csv", "Texte reçu"),
        ...CHOOSE_CHANNEL,
        AGREE,
        seeList(2, "du réemploi"),
        ...goBack("Contributions"),
        seeList(9, "Un broyeur par quartier"),
    ],
});
