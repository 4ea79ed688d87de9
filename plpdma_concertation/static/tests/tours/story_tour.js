import {addTour, click, isAt, see} from "./tour_steps";
import {openTab} from "./method_tour";

const PRESENT = ".o_field_widget[name=participation_ids] .o_data_row";
const SAID = ".o_field_widget[name=contribution_ids]";
const ROW = ".o_list_view .o_data_row";

const line = (number) => `${SAID} .o_data_row:nth-child(${number}).o_selected_row`;

function key(name, trigger) {
    return {content: `press ${name}`, trigger, run: `press ${name}`};
}

function type(text, trigger) {
    return {content: `type ${text}`, trigger, run: `edit ${text}`};
}

/** Who speaks, what kind it is, and their words: from the keyboard alone. */
function note(number, who, kind, words) {
    return [
        type(who, `${line(number)} [name=stakeholder_id] input:focus`),
        key("Tab", `${line(number)} [name=stakeholder_id] input`),
        key("Tab", `${line(number)} [name=question_id] input:focus`),
        type(kind, `${line(number)} [name=kind] input:focus`),
        key("Tab", `${line(number)} [name=kind] input`),
        type(words, `${line(number)} [name=verbatim] textarea:focus`),
    ];
}

/** The day itself: who is there, and what they say. */
addTour("plpdma_story_meet", {
    steps: () => [
        openTab("Participants"),
        click("button[name=action_mark_present]:contains(Tous présents)"),
        see(`${PRESENT}:contains(Sam INVENTÉ) [name=attendance]:contains(Présent)`),
        click(`${PRESENT}:contains(Sam INVENTÉ) button[name=action_mark_absent]`),
        see(
            `${PRESENT}:contains(Sam INVENTÉ) [name=attendance]:contains(Absent)`,
            "minus one"
        ),
        openTab("Contributions"),
        click(`${SAID} .o_field_x2many_list_row_add a`),
        ...note(1, "alix", "prop", "Un broyeur par quartier."),
        key("Control+Enter", `${line(1)} [name=verbatim] textarea:focus`),
        ...note(2, "jo", "bes", "Des bacs plus grands."),
        click("button[name=action_hold]:contains(Noter comme tenu)"),
        isAt("Tenu"),
    ],
});

/** What is to be read, one after the other, beside the list. */
addTour("plpdma_story_moderate", {
    steps: () => [
        click("button:contains(À modérer)", "from the programme"),
        ...[9, 8, 7, 6, 5, 4, 3, 2, 1].map((left) =>
            click(
                `.o_plpdma_preview:has(.o_plpdma_preview_bar:contains(1 / ${left})) button[name=action_accept_knowingly]:enabled`,
                `read one of the ${left} that are left`
            )
        ),
        see(".o_list_view:not(:has(.o_data_row))", "all are read"),
    ],
});

/** Everybody may read the register, from then on. */
addTour("plpdma_story_publish", {
    steps: () => [
        openTab("Pages publiques"),
        click(".o_field_widget[name=is_published] input"),
        see(
            ".modal:contains(Des contributions deviennent publiques):contains(Registre papier 3):contains(E-mail 4)",
            "what everybody will read"
        ),
        click(".modal .modal-footer .btn-primary"),
        click("body:not(:has(.modal)) .o_form_button_save:enabled"),
        see(".o_form_view .o_form_saved"),
        see("button[name=action_view_public_page]:contains(Voir la page publique)"),
    ],
});

/** One answer to all, from the list; then everybody may read it. */
addTour("plpdma_story_answer", {
    steps: () => [
        see(`${ROW}:nth-child(9)`),
        click("thead .o_list_record_selector input", "all of them"),
        click(
            ".o_control_panel button[name=action_answer]:contains(Répondre ensemble)"
        ),
        click(
            ".o_field_widget[name=decision] .o_radio_item:contains(Non retenue) input"
        ),
        {
            content: "why",
            trigger: ".o_field_widget[name=motivation] .odoo-editor-editable",
            run: "editor Le budget est voté jusqu'en 2027.",
        },
        click("button[name=action_open_release]:contains(Valider et envoyer…)"),
        see(".modal [name=preview_body]:contains(Le budget est voté)", "as it is read"),
        click(
            ".modal-footer button[name=action_decide_and_send]:contains(Valider et envoyer)"
        ),
        isAt("Rendue"),
        click("button[name=action_publish]:contains(Publier)"),
        see("button[name=action_unpublish]"),
    ],
});

/** Those who wrote on paper get a letter, once it is posted. */
addTour("plpdma_story_post", {
    steps: () => [
        click("button:contains(À poster)", "from the programme"),
        see(`${ROW}:nth-child(2):last-child`, "two letters"),
        click("thead .o_list_record_selector input"),
        click(".o_cp_action_menus .dropdown-toggle:contains(Actions)"),
        click(".o-dropdown--menu .o_menu_item:contains(Courrier posté)"),
        see(".o_list_view:not(:has(.o_data_row))", "none is left"),
    ],
});

/** What the answers make of the figures. */
addTour("plpdma_story_figures", {
    steps: () => [
        click("button[name=action_dashboard]:contains(Tableau de bord)"),
        ...[
            ["heard", "Contributions reçues", 9],
            ["heard", "Acteurs entendus", 2],
            ["flow", "Contributions répondues", 9],
        ].map(([section, label, number]) =>
            see(
                `.o_plpdma_dashboard [data-section=${section}] dl > div:contains(${label}) dd:contains(${number})`
            )
        ),
    ],
});

/** What everybody reads. */
addTour("plpdma_story_register", {
    steps: () => [
        {...click("#wrap a[href$='/register']"), expectUnloadPage: true},
        see(
            "#wrap article:contains(Un broyeur par quartier):contains(Le budget est voté)"
        ),
        see("#wrap article:contains(débordent)"),
        see("#wrap article:contains(du réemploi)"),
        see("#wrap:not(:contains(FICTIF))", "no name"),
    ],
});
