import {addTour} from "./tour_steps";

/** Write into a rich text field of the response's form. */
function write(name, text) {
    return {
        content: `write ${name}`,
        trigger: `.o_field_widget[name=${name}] .odoo-editor-editable`,
        run: `editor ${text}`,
    };
}

addTour("plpdma_answer_together", {
    steps: () => [
        {
            content: "all the contributions to answer",
            trigger: ".o_list_table thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_answer]",
            run: "click",
        },
        {
            content: "what becomes of them",
            trigger:
                ".o_field_widget[name=decision] .o_radio_item:contains(Partiellement retenue) input",
            run: "click",
        },
        write("motivation", "Le budget est voté jusqu'en 2027."),
        write("effect", "Dix composteurs de plus en 2027."),
        {
            content: "submit to arbitration",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "it now awaits, and whoever prepared it takes it back",
            trigger: "button[name=action_take_back]",
        },
        {
            content: "back to the contributions",
            trigger: ".breadcrumb-item a:contains(Contributions)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row",
        },
    ],
});

addTour("plpdma_validate_and_send", {
    steps: () => [
        {
            content: "open the response that awaits",
            trigger: ".o_data_row:contains(En attente) .o_data_cell[name=reference]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_open_validate]",
            run: "click",
        },
        {
            content: "the note is optional",
            trigger: ".modal button[name=action_validate]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Validée)",
        },
        {
            trigger: "button[name=action_open_send]",
            run: "click",
        },
        {
            content: "what its author will read is shown before it leaves",
            trigger: ".modal [name=preview_body]:contains(Le budget est voté)",
        },
        {
            trigger: ".modal-footer button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Rendue)",
        },
    ],
});

addTour("plpdma_read_register", {
    steps: () => [
        {
            content: "each contribution with what was answered",
            trigger:
                ".o_data_row:contains(rue 1):contains(Partiellement retenue):contains(Le budget est voté)",
        },
    ],
});
