import {countKeys, decide, openFirst, press} from "./by_keyboard";
import {addTour} from "./tour_steps";

const TEXT = ".o_plpdma_split_text";
const THEMES = ["colle", "compost", "dechet", "atelier", "prix", "réemp"];
const MOTIVATIONS = [1, 2, 3, 4, 5, 6].map((number) => `Réponse numéro ${number}.`);
// By their places: not retained, out of the subject, for information.
const DECISIONS = [4, 5, 6];
/** Fewer keys than these, besides the themes. */
const MOST = 40;

/** The next sentence becomes an observation, and its theme is typed. */
function observe(theme, number) {
    const card = `.o_plpdma_split_card:has(.o_plpdma_mark:contains(/^${number}$/))`;
    const input = `${card} .o_plpdma_pick[data-name=theme] input`;
    return [
        press("ArrowRight", `${TEXT}:focus`),
        press("Enter", `${TEXT}:focus:has(.o_plpdma_chosen)`),
        {
            content: `type the theme of ${number}`,
            trigger: `${input}:focus`,
            run: `edit ${theme}`,
        },
        {
            content: "the first letters find it",
            trigger: `${card} .o_plpdma_pick_list .active`,
            run: (helpers) => helpers.press("Enter"),
        },
        {
            content: "it is chosen",
            trigger: `${card} .o_plpdma_picked .badge`,
        },
        press("Enter", `${input}:focus`, "back to the text"),
    ];
}

/** However it is cut into passages, the text reads as it was written. */
const inOrder = {
    content: "the text is in its order",
    trigger: TEXT,
    run: () => {
        const fragments = [...document.querySelectorAll(`${TEXT} [data-start]`)];
        let length = 0;
        for (const fragment of fragments) {
            if (Number(fragment.dataset.start) !== length) {
                throw new Error(`${fragment.textContent} is not in its place`);
            }
            length += fragment.textContent.length;
        }
        if (fragments.length < 2 || !fragments.at(-1).textContent.endsWith("ment")) {
            throw new Error("the end of the text is not there");
        }
    },
};

function split() {
    return [
        press("Alt+d", "button[name=action_split]:visible", "open it by one key"),
        press("ArrowRight", `${TEXT}:focus`, "the salutation"),
        press("s", `${TEXT}:focus .o_plpdma_chosen`, "asks for nothing"),
        {
            content: "it is told",
            trigger: `${TEXT} .o_plpdma_aside:contains(Bonjour)`,
        },
        ...THEMES.flatMap((theme, index) => [...observe(theme, index + 1), inOrder]),
        {
            content: "what is left is told",
            trigger: ".o_plpdma_uncovered:contains(/^[1-9] % du texte/)",
        },
        press("n", `${TEXT}:focus`, "to what is left"),
        press("s", `${TEXT}:focus .o_plpdma_chosen:contains(Cordialement)`),
        {
            content: "nothing is",
            trigger: ".o_plpdma_uncovered:contains(/^0 % du texte/)",
        },
        press("Control+Enter", `${TEXT}:focus`, "save all of it"),
        {
            content: "the form shows its points",
            trigger: ".o_field_widget[name=part_ids] .o_data_row:nth-child(6)",
            run: () => {
                if (countKeys() >= MOST) {
                    throw new Error(`${countKeys()} keys`);
                }
            },
        },
    ];
}

addTour("plpdma_split_by_keyboard", {steps: split});

/** Each point of the list gets a response of its own, and the next one is opened. */
function answer(motivation, index) {
    return [
        press("Alt+a", "button[name=action_answer]:visible", "answer this point"),
        ...decide(DECISIONS[index % DECISIONS.length], motivation),
        press("Alt+b", ".o_back_button", "back to the point"),
        press("Alt+n", "button[name=action_open_response]:visible", "the next point"),
    ];
}

addTour("plpdma_letter_by_keyboard", {
    steps: () => [
        ...split(),
        press("Alt+b", ".o_back_button", "to the list"),
        {
            content: "its six points are listed",
            trigger: ".o_list_view .o_data_row:nth-child(6)",
        },
        ...openFirst(),
        ...MOTIVATIONS.flatMap(answer),
    ],
});

/** Choose some words with the mouse. */
function choose(first, last) {
    return {
        content: `choose from ${first} to ${last}`,
        trigger: TEXT,
        run: () => {
            const text = document.querySelector(TEXT);
            const walker = document.createTreeWalker(text, 4);
            const range = document.createRange();
            let node = walker.nextNode();
            while (node) {
                if (node.data.includes(first)) {
                    range.setStart(node, node.data.indexOf(first));
                }
                if (node.data.includes(last)) {
                    range.setEnd(node, node.data.indexOf(last) + last.length);
                }
                node = walker.nextNode();
            }
            const selection = document.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            text.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
        },
    };
}

addTour("plpdma_split_by_mouse", {
    steps: () => [
        {
            trigger: "button[name=action_split]:visible",
            run: "click",
        },
        choose("composteur 🌱", "immeuble"),
        {
            content: "it is shown",
            trigger: `${TEXT} .o_plpdma_chosen:contains(composteur 🌱 au pied)`,
        },
        {
            trigger: ".o_plpdma_split_add:enabled",
            run: "click",
        },
        {
            content: "its kind and its words are proposed",
            trigger:
                ".o_plpdma_split_card .o_plpdma_split_summary input:value(composteur)",
        },
        choose("Bonjour", "Bonjour"),
        {
            trigger: ".o_plpdma_split_add:enabled",
            run: "click",
        },
        inOrder,
        {
            content: "two of them",
            trigger: ".o_plpdma_split_card:eq(1)",
        },
        {
            content: "one was a mistake",
            trigger: ".o_plpdma_split_undo",
            run: "click",
        },
        {
            trigger: ".o_plpdma_split_right:not(:has(.o_plpdma_split_card:eq(1)))",
        },
        {
            content: "from the point to its passage",
            trigger: ".o_plpdma_split_card .o_plpdma_split_quote",
            run: "click",
        },
        {
            trigger: `${TEXT} .o_plpdma_chosen.o_plpdma_passage`,
        },
        {
            content: "from the text to the point",
            trigger: `${TEXT} button.o_plpdma_mark`,
            run: "click",
        },
        {
            trigger: ".o_plpdma_split_card.o_plpdma_current input:focus",
        },
        {
            trigger: ".o_plpdma_split_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=part_ids] .o_data_row",
        },
    ],
});

/** The first request becomes an observation. */
const makeOne = [
    press("ArrowRight", `${TEXT}:focus`, "the salutation"),
    press("ArrowRight", `${TEXT}:focus .o_plpdma_chosen`, "the first request"),
    press("Enter", `${TEXT}:focus:has(.o_plpdma_chosen)`),
    {
        content: "it is there",
        trigger: ".o_plpdma_split_card .o_plpdma_split_summary input:value(/./)",
    },
];

function seeProgress(progress) {
    return {
        content: `${progress} is told`,
        trigger: `.o_plpdma_split_progress:contains(${progress})`,
    };
}

addTour("plpdma_split_several", {
    steps: () => [
        {
            content: "choose all of them",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains(Découper)",
            run: "click",
        },
        seeProgress("Courrier 1 sur 3"),
        ...makeOne,
        {
            content: "save, and go on",
            trigger: ".o_plpdma_split_save:enabled:contains(suivant)",
            run: "click",
        },
        seeProgress("Courrier 2 sur 3"),
        {
            content: "nothing of the one before",
            trigger: ".o_plpdma_split_right:not(:has(.o_plpdma_split_card))",
        },
        {
            content: "pass over it",
            trigger: ".o_plpdma_split_save:enabled:contains(suivant)",
            run: "click",
        },
        seeProgress("Courrier 3 sur 3"),
        ...makeOne,
        press("Control+Enter", ".o_plpdma_split_card input:focus", "save the last one"),
        {
            content: "back to the list",
            trigger: ".o_list_view",
        },
    ],
});

/** By the way back, as Odoo's own forms are left. */
const goBack = {
    content: "go back",
    trigger:
        ".o_action_manager:has(.o_plpdma_split) .o_breadcrumb .breadcrumb-item a:last",
    run: "click",
};
const DIALOG = ".modal:has([role=alert])";

function confirmBy(label) {
    return {
        content: `“${label}”`,
        trigger: `${DIALOG} .modal-footer button:contains(${label})`,
        run: "click",
    };
}

addTour("plpdma_split_leave", {
    steps: () => [
        {
            trigger: "button[name=action_split]:visible",
            run: "click",
        },
        ...makeOne,
        goBack,
        confirmBy("Continuer"),
        {
            content: "all is there still",
            trigger: "body:not(:has(.modal)) .o_plpdma_split_card",
        },
        {
            content: "another action of the menu asks too",
            trigger: ".o_main_navbar .o_menu_brand",
            run: "click",
        },
        confirmBy("Quitter sans enregistrer"),
        {
            content: "the screen is left",
            trigger: ".o_action_manager:not(:has(.o_plpdma_split))",
        },
    ],
});

addTour("plpdma_split_leave_saving", {
    steps: () => [
        {
            trigger: "button[name=action_split]:visible",
            run: "click",
        },
        goBack,
        {
            content: "nothing is asked where nothing was done",
            trigger: "button[name=action_split]:visible",
            run: "click",
        },
        ...makeOne,
        goBack,
        confirmBy("Enregistrer"),
        {
            trigger: ".o_field_widget[name=part_ids] .o_data_row",
        },
    ],
});

/** What Odoo does once the window has another size. */
function resize(isSmall) {
    const {ui} = odoo.__WOWL_DEBUG__.root.env.services;
    ui.isSmall = isSmall;
    ui.bus.trigger("resize");
}

addTour("plpdma_split_resized", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name=action_split]",
            run: "click",
        },
        {
            content: "on a desk, all of the way is shown",
            trigger: ".o_plpdma_split",
        },
        {
            trigger: ".o_control_panel .o_breadcrumb li.breadcrumb-item",
            run: () => resize(true),
        },
        {
            content: "on a telephone, the way back alone",
            trigger: "body:not(:has(.o_control_panel li.breadcrumb-item))",
            run: () => resize(false),
        },
        {
            content: "and all of it again",
            trigger: ".o_control_panel .o_breadcrumb li.breadcrumb-item",
        },
    ],
});
