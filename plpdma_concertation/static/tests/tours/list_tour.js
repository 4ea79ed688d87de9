import {addTour, see} from "./tour_steps";

const PREVIEW = ".o_plpdma_preview .o_plpdma_preview_form";
const ROW = ".o_list_view .o_data_row";
// The text to moderate that holds a telephone number.
const NAMED = 5;

let gestures = 0;

/** One click, counted. */
function click(trigger, content = `click ${trigger}`) {
    return {
        content,
        trigger,
        run: (helpers) => {
            gestures += 1;
            return helpers.click();
        },
    };
}

/** A click into a rich text, then the text itself. */
function write(name, text) {
    return {
        content: `write ${name}`,
        trigger: `.o_field_widget[name=${name}] .odoo-editor-editable`,
        run: (helpers) => {
            gestures += 1;
            return helpers.editor(text);
        },
    };
}

/** One key, counted. */
function press(key, trigger, content = `press ${key}`) {
    return {
        content,
        trigger,
        run: (helpers) => {
            gestures += 1;
            return helpers.press(key);
        },
    };
}

function atMost(number) {
    return {
        content: `at most ${number} gestures`,
        trigger: "body",
        run: () => {
            if (!gestures || gestures > number) {
                throw new Error(`${gestures} gestures, not ${number} at most`);
            }
        },
    };
}

function hold(isHeld) {
    const type = isHeld ? "keydown" : "keyup";
    return {
        content: `${type} Shift`,
        trigger: "body",
        run: () => {
            gestures += isHeld ? 1 : 0;
            window.dispatchEvent(
                new KeyboardEvent(type, {key: "Shift", shiftKey: isHeld, bubbles: true})
            );
        },
    };
}

/** The number as it stands in the texts, by which a longer one is not taken for it. */
function say(number) {
    return `:contains(Texte n° ${number} !)`;
}

/** One that was read; the text that names somebody, elsewhere, and asked about. */
function accept(number) {
    const shown = `${PREVIEW}${say(number)}`;
    const button = "button[name=action_accept_knowingly]:enabled";
    if (number !== NAMED) {
        return [click(`${shown} .o_statusbar_buttons ${button}`, `accept ${number}`)];
    }
    return [
        see(
            `${shown}:not(:has(.o_statusbar_buttons ${button}))`,
            "not one after another"
        ),
        click(`${shown} .alert ${button}`, `accept ${number}, which names somebody`),
        click(".modal .modal-footer .btn-primary:contains(Publier quand même)"),
    ];
}

addTour("plpdma_gestures_moderate", {
    steps: () => [
        click("button:contains(À modérer)", "what is to moderate, in the programme"),
        ...Array.from({length: 20}, (_item, index) => accept(index + 1)).flat(),
        see(".o_list_view:not(:has(.o_data_row))", "all are read"),
        atMost(22),
    ],
});

addTour("plpdma_gestures_assign", {
    steps: () => [
        see(`${ROW}:nth-child(80)`, "a full page"),
        click("thead .o_list_record_selector input", "the page"),
        click(".o_select_domain", "all hundred"),
        click(".o_control_panel button[name=action_assign]"),
        see(".modal .o_field_widget[name=preview] li:nth-child(3)", "three share them"),
        click(".modal-footer button[name=action_assign]"),
        see("body:not(:has(.modal)) .o_group_header:nth-child(3)", "by agent"),
        atMost(4),
    ],
});

addTour("plpdma_gestures_answer", {
    steps: () => [
        click(`${ROW}:nth-child(1) .o_list_record_selector input`),
        hold(true),
        click(
            `${ROW}:nth-child(10) .o_list_record_selector input`,
            "down to the tenth"
        ),
        hold(false),
        see(".o_selection_box:contains(10)"),
        click(".o_control_panel button[name=action_answer]"),
        click(
            ".o_field_widget[name=decision] .o_radio_item:contains(Non retenue) input"
        ),
        write("motivation", "Le budget est voté jusqu'en 2027."),
        click("button[name=action_open_release]:enabled", "decide and send"),
        see(".modal [name=preview_body]:contains(Le budget est voté)", "as it is read"),
        click(".modal-footer button[name=action_decide_and_send]:visible"),
        see(
            "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current:contains(Rendue)"
        ),
        atMost(9),
    ],
});

addTour("plpdma_preview_keys", {
    steps: () => [
        see(`${ROW}:nth-child(3)`),
        see("body:not(:has(.o_plpdma_preview))", "nobody asked for it"),
        see(
            `${ROW}:first-child${say(1)}:contains(En retard)`,
            "what is late comes first"
        ),
        see("table:not(:has(th[data-name=theme_ids]))", "no theme, no column"),
        see("th[data-name=user_id]", "who handles them"),
        click(".o_plpdma_toggle_preview"),
        see(`${PREVIEW}${say(1)}`, "the first"),
        press("ArrowDown", "body", "the next"),
        see(`${PREVIEW}${say(2)}`),
        see(`${ROW}.o_plpdma_shown${say(2)}`),
        press("ArrowUp", "body", "the one before"),
        see(`${PREVIEW}${say(1)}`),
        click(
            `${ROW}:nth-child(3) td[name=verbatim]`,
            "a line shows, it does not open"
        ),
        see(`${PREVIEW}${say(3)}`),
        click(
            `${PREVIEW} .o_plpdma_theme_proposals button:contains(Essai de compost)`,
            "take the theme"
        ),
        see(`${PREVIEW} .o_field_widget[name=theme_ids] .o_tag`),
        press("ArrowUp", "body", "what was chosen is kept"),
        see(`${PREVIEW}${say(2)}`),
        see(`${ROW}:nth-child(3)`, "the list is read again"),
        click(`${PREVIEW} button[name=action_open_refusal]`),
        click(".modal .modal-footer .btn-secondary", "not after all"),
        see(`body:not(:has(.modal)) ${PREVIEW}${say(2)}`, "one is where one was"),
        click(".o_plpdma_preview_open"),
        see(".o_form_view .o_form_statusbar .o_statusbar_status", "the form itself"),
        click(".breadcrumb-item a, .o_back_button", "and back"),
        see(`${PREVIEW}${say(2)}`, "where one was"),
        click(".o_plpdma_toggle_tall"),
        see(".o_list_view.o_plpdma_tall"),
        click(".o_pager_value"),
        {content: "two a page", trigger: "input.o_pager_value", run: "edit 1-2"},
        press("Enter", "input.o_pager_value"),
        see(`body:not(:has(${ROW}:nth-child(3))) ${ROW}:nth-child(2)`),
        see(".o_plpdma_preview_bar:contains(2 / 3)", "of all the pages"),
        press("ArrowDown", "body", "to the next page"),
        see(`${PREVIEW}${say(3)}`),
        see(".o_plpdma_preview_bar:contains(3 / 3)"),
        see(".o_plpdma_preview_next:disabled", "there is no other"),
        press("ArrowUp", "body", "and back"),
        see(`${PREVIEW}${say(2)}`),
    ],
});

addTour("plpdma_preview_elu", {
    steps: () => [
        click(".o_plpdma_toggle_preview"),
        see(`${PREVIEW}:contains(Texte n°)`),
        see(`${PREVIEW}:not(:has(.o_statusbar_buttons button))`, "nothing to press"),
        see(`${PREVIEW}:not(:has([name=verbatim] textarea))`, "nothing to write"),
    ],
});

addTour("plpdma_list_found_and_cards", {
    steps: () => [
        see(`${ROW}:first-child${say(1)}`, "what is late comes first"),
        {
            content: "look for a word",
            trigger: ".o_searchview_input",
            run: "edit composteur",
        },
        click(
            ".o_searchview_autocomplete .o-dropdown-item:first:contains(composteur)",
            "in the texts"
        ),
        see(`${ROW}:first-child${say(2)}`, "what answers best comes first"),
        click(".o_searchview_facet:contains(composteur) .o_facet_remove", "no more"),
        see(`${ROW}:first-child${say(1)}`, "and again what is late"),
        click(".o_switch_view.o_kanban"),
        see(".o_kanban_group:not(.o_column_folded):contains(Reçue)", "open"),
        see(".o_kanban_group.o_column_folded:contains(Répondue)", "empty, and folded"),
    ],
});
