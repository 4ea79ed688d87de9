import {addTour} from "./tour_steps";

/** Write one of the missing texts of the frame, from its link in the list. */
export function writeFrame(label, field, text) {
    return [
        {
            content: `what is missing is a link: ${label}`,
            trigger: `.alert button.btn-link:contains(${label})`,
            run: "click",
        },
        {
            trigger: `.modal .o_field_widget[name=${field}] .odoo-editor-editable`,
            run: `editor ${text}`,
        },
        {
            trigger: ".modal footer .btn-primary:contains(Enregistrer)",
            run: "click",
        },
        {
            content: "it is not missing any more",
            trigger: `body:not(:has(.modal)):not(:has(.alert button.btn-link:contains(${label})))`,
        },
    ];
}

export function openTab(label) {
    return {
        content: `open the tab ${label}`,
        trigger: `.o_notebook .nav-link:contains(${label})`,
        run: "click",
    };
}

export function addLine(list) {
    return {
        content: `add a line to ${list}`,
        trigger: `.o_field_widget[name=${list}] .o_field_x2many_list_row_add a`,
        run: "click",
    };
}

/** Choose a date far enough to be in the future whenever the tour runs. */
export function pickDate(date) {
    return [
        {
            trigger: ".o_field_widget[name=date_start] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_start] input",
            run: `edit ${date}`,
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "click",
        },
    ];
}

export function askQuestion(question) {
    return [
        openTab("Questions"),
        addLine("question_ids"),
        {
            trigger:
                ".o_field_widget[name=question_ids] .o_selected_row [name=name] input",
            run: `edit ${question}`,
        },
    ];
}

const plan = [
    {
        content: "plan it",
        trigger: "button[name=action_open_plan]",
        run: "click",
    },
    {
        trigger: ".o_statusbar_status .o_arrow_button_current:contains(Planifié)",
    },
];

addTour("plpdma_first_programme", {
    steps: () => [
        {
            content: "the screen is empty: it says what it is for",
            trigger: ".o_view_nocontent_smiling_face",
        },
        {
            trigger: ".o_control_panel button:contains(Nouveau)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit PLPDMA de la première fois",
        },
        ...writeFrame("Objectif", "objective", "Réduire nos déchets de 15 %."),
        ...writeFrame(
            "Ce qui est négociable",
            "negotiable",
            "Les actions, leur ordre."
        ),
        ...writeFrame("pas négociable", "non_negotiable", "Le budget voté."),
        ...writeFrame("Rôle des élus", "elected_role", "Ils écoutent, puis décident."),
        ...writeFrame(
            "Modalités de suivi",
            "follow_up_terms",
            "Une réponse écrite sous 30 jours."
        ),
        {
            content: "the frame is written: the screen says to open",
            trigger: ".alert:contains(ouvrez le programme)",
        },
        {
            trigger: "button[name=action_open]:contains(Ouvrir)",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Ouvert)",
        },
        {
            content: "what is missing now: a CCES",
            trigger: ".alert:contains(pas encore de CCES)",
        },
        openTab("Instances"),
        addLine("body_ids"),
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit CCES de la première fois",
        },
        {
            trigger: ".modal footer .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=body_ids] .o_data_row:contains(CCES)",
        },
        {
            content: "the sessions of the programme",
            trigger: ".oe_stat_button:has([name=session_count])",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_control_panel button:contains(Nouveau)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit World café des composteurs",
        },
        ...pickDate("14/06/2040 18:00"),
        ...askQuestion("Où installer les composteurs ?"),
        openTab("Organisation"),
        {
            content: "it takes place in the CCES by default",
            trigger: ".o_field_widget[name=body_id] input:value(CCES)",
        },
        {
            trigger: ".o_field_widget[name=technique_id] input",
            run: "edit World",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(World café)",
            run: "click",
        },
        ...plan,
        {
            content: "the retailer",
            trigger: ".o_menu_sections button:contains(Acteurs)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item:contains(Tous les acteurs)",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains(Acteurs)",
        },
        {
            trigger: ".o_control_panel button:contains(Nouveau)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Supermarché de la première fois",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Créer)",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "the next step is proposed, with its reason",
            trigger: "button[name=action_prepare_meeting]",
            run: "click",
        },
        {
            content: "the format and the participant are already there",
            trigger:
                ".o_field_widget[name=participation_ids] .o_data_row:contains(Supermarché)",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit Rencontre au supermarché",
        },
        ...pickDate("15/06/2040 09:00"),
        ...askQuestion("Que deviennent vos invendus ?"),
        ...plan,
    ],
});
