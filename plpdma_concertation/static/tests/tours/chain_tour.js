import {addTour, until} from "./tour_steps";

/** One click leads to what comes next. */
function click(content, trigger) {
    return {content, trigger, run: "click"};
}

/** One click leads to the next page. */
function follow(content, trigger) {
    return {...click(content, trigger), expectUnloadPage: true};
}

let address = "";

/** The button of a record, which leads to another one: so many words of it show. */
function lead(content, name, words, within = ".o_form_sheet") {
    return [
        {
            content,
            trigger: `.o_form_view button[name=${name}]:visible`,
            run: (helpers) => {
                address = window.location.pathname;
                return helpers.click();
            },
        },
        {
            content: `${content}: one has left what may say the same words`,
            trigger: "body",
            run: () => until(() => window.location.pathname !== address),
        },
        {
            content: `${content}: it is there`,
            trigger: `.o_form_view ${within}:contains(${words})`,
        },
    ];
}

const SENTENCE = "Un composteur au pied du bâtiment C.";
const CHANGE = "Dix-huit composteurs la première année.";
const ACTION = "Composteurs partagés";
const FORM = ".o_form_view";
// Where a record that may be written shows its name as text.
const NAMED = ".o_breadcrumb";

addTour("plpdma_chain_public", {
    steps: () => [
        follow("what is open now", "#wrap a[href*='/contribute/']"),
        {
            content: "the words",
            trigger: "textarea[name=verbatim]",
            run: `edit ${SENTENCE} Et merci de tenir le site ouvert le samedi.`,
        },
        {
            content: "the action it is about",
            trigger: "select[name=measure_id]",
            run: "selectByIndex 1",
        },
        {
            content: "an address",
            trigger: "input[name=contributor_email]",
            run: "edit camille@chaine.example",
        },
        click("to be told what becomes of it", "input[name=follow_consent]"),
        follow("send", "form:has(textarea[name=verbatim]) button[type=submit]"),
        follow("follow it", "#wrap a.btn-primary[href*='/follow/']"),
        {content: "my own words", trigger: `#wrap:contains(${SENTENCE})`},
        follow("the action that it is about", "#wrap section a[href*='/changes/']"),
        {content: "it is under way", trigger: `#wrap h1:contains(${ACTION})`},
    ],
});

addTour("plpdma_chain_staff", {
    steps: () => [
        // From the sentence to what it changed.
        click(
            "the sentence: its observation",
            `${FORM} .o_field_widget[name=part_ids] .o_data_row:first button`
        ),
        ...lead("the observation: its response", "action_open_response", CHANGE),
        ...lead("the response: what it changes", "action_view_measures", ACTION, NAMED),
        click("it is done", `${FORM} button[name=action_done]:visible`),
        ...lead("the action: what was told", "action_view_news", "camille@chaine"),
        ...lead("the message: the sentence", "action_view_contributions", SENTENCE),
        click("the sentence: its messages", "button[name=action_view_deliveries]"),
        click(
            "the message that told it",
            ".o_list_view .o_data_row:contains(camille@chaine):first .o_data_cell"
        ),
        // And back.
        click("the message: the action", `${FORM} .o_field_widget[name=measure_id] a`),
        {
            content: "the action: what everybody reads",
            trigger: `${FORM} button[name=action_view_public_page]:visible`,
        },
        ...lead("the action: the response", "action_view_responses", CHANGE),
        ...lead(
            "the response: the observation",
            "action_view_contributions",
            "A passage of",
            ".alert"
        ),
        ...lead("the observation: the action", "action_view_measures", ACTION, NAMED),
        ...lead(
            "the action: the observation",
            "action_view_contributions",
            "A passage of",
            ".alert"
        ),
        click("the observation: the sentence", ".o_field_widget[name=whole_id] a"),
        {
            content: "where one began",
            trigger: `${FORM} .o_field_widget[name=part_ids] .o_data_row`,
        },
    ],
});

addTour("plpdma_chain_page", {
    steps: () => [
        {content: "before and after", trigger: "#wrap ins:contains(dix-huit)"},
        {content: "what it changes", trigger: `#wrap li:contains(${CHANGE})`},
        follow("the observation", "#wrap section article a[href*='/register/']"),
        {content: "the sentence", trigger: `#wrap:contains(${SENTENCE})`},
        {
            content: "the response",
            trigger: `#wrap .o_plpdma_answer:contains(${CHANGE})`,
        },
        follow("the action that it made", "#wrap section a[href*='/changes/']"),
        follow("all that changed", ".breadcrumb a[href$='/changes']"),
        {content: "in figures", trigger: "#wrap h2#figures"},
        follow("the observation", "#wrap article li a[href*='/register/']"),
        follow("back to the action", "#wrap section a[href*='/changes/']"),
        {content: "it is done", trigger: `#wrap h1:contains(${ACTION})`},
    ],
});
