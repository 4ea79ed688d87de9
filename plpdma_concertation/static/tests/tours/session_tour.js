import {addTour} from "./tour_steps";

/** Type into a cell of the line being edited, once it is the one meant and not the
 *  line before it, and pick the first suggestion. */
function pickInLine(list, row, name, text) {
    const line = `.o_field_widget[name=${list}] .o_data_row:nth-child(${row})`;
    return [
        {
            content: `type ${text}`,
            trigger: `${line}.o_selected_row [name=${name}] input`,
            run: `edit ${text}`,
        },
        {
            content: `pick ${text}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

function addLine(list) {
    return {
        content: `add a line to ${list}`,
        trigger: `.o_field_widget[name=${list}] .o_field_x2many_list_row_add a`,
        run: "click",
    };
}

addTour("plpdma_plan_session", {
    steps: () => [
        {
            content: "create a session",
            trigger: ".o_control_panel button:contains(Nouveau)",
            run: "click",
        },
        {
            content: "the five things: its programme is already proposed",
            trigger: ".o_field_widget[name=program_id] input:value(PLPDMA)",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit Atelier compostage",
        },
        {
            trigger: ".o_field_widget[name=date_start] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_start] input",
            run: "edit 14/06/2040 18:00",
        },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "click",
        },
        addLine("participation_ids"),
        ...pickInLine("participation_ids", 1, "stakeholder_id", "Ressourcerie"),
        addLine("participation_ids"),
        ...pickInLine("participation_ids", 2, "stakeholder_id", "Bailleur"),
        {
            content: "the question of a concertation",
            trigger: ".o_notebook .nav-link:contains(Questions)",
            run: "click",
        },
        addLine("question_ids"),
        {
            trigger:
                ".o_field_widget[name=question_ids] .o_selected_row [name=name] input",
            run: "edit Où installer les composteurs partagés ?",
        },
        {
            content: "contributions, as they are said",
            trigger: ".o_notebook .nav-link:contains(Contributions)",
            run: "click",
        },
        addLine("contribution_ids"),
        ...pickInLine("contribution_ids", 1, "stakeholder_id", "Ressourcerie"),
        {
            trigger:
                ".o_field_widget[name=contribution_ids] .o_selected_row [name=verbatim] textarea",
            run: "edit Au pied de chaque immeuble.",
        },
        addLine("contribution_ids"),
        ...pickInLine("contribution_ids", 2, "stakeholder_id", "Bailleur"),
        {
            trigger:
                ".o_field_widget[name=contribution_ids] .o_selected_row [name=verbatim] textarea",
            run: "edit Près des jardins familiaux.",
        },
        {
            content: "plan it",
            trigger: "button[name=action_open_plan]",
            run: "click",
        },
        {
            content: "what they will read comes first",
            trigger:
                ".modal .o_field_widget[name=preview_subject]:contains(Invitation)",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Planifié)",
        },
    ],
});
