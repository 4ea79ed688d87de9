import {addTour} from "./tour_steps";

const LIST = ".o_field_widget[name=contribution_ids]";
const PARTICIPANTS = ".o_field_widget[name=participation_ids]";
const TEXT = "[name=verbatim] textarea:focus";

let gestures = 0;

const row = (number) => `${LIST} .o_data_row:nth-child(${number}).o_selected_row`;

/** One key, one click, or one word: each is a gesture. */
function gesture(content, trigger, run) {
    return {
        content,
        trigger,
        run: async (helpers) => {
            gestures += 1;
            await (typeof run === "string" ? helpers.press(run) : run(helpers));
        },
    };
}

const click = (content, trigger) =>
    gesture(content, trigger, (helpers) => helpers.click());
const press = (key, trigger) => gesture(`press ${key}`, trigger, key);
const word = (letters, trigger) =>
    gesture(`type ${letters}`, trigger, (helpers) => helpers.edit(letters));

/** The text itself is what one counts besides. */
const say = (number, text) => ({
    content: `say ${text}`,
    trigger: `${row(number)} ${TEXT}`,
    run: (helpers) => helpers.edit(text),
});

function count(most) {
    return {
        content: `at most ${most} gestures`,
        trigger: "body",
        run: () => {
            console.log(`gestures: ${gestures}`);
            if (gestures > most || !gestures) {
                throw new Error(`${gestures} gestures, at most ${most}`);
            }
            gestures = 0;
        },
    };
}

const page = (name) => ({
    content: `open ${name}`,
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});

/** Who speaks, to which question, and what kind it is. */
const name = (number, who, kind) => [
    word(who, `${row(number)} [name=stakeholder_id] input:focus`),
    press("Tab", `${row(number)} [name=stakeholder_id] input`),
    press("Tab", `${row(number)} [name=question_id] input:focus`),
    word(kind, `${row(number)} [name=kind] input:focus`),
    press("Tab", `${row(number)} [name=kind] input`),
];

const holds = (number, who, kind) => [
    {trigger: `${row(number)} [name=stakeholder_id] input:value(${who})`},
    {trigger: `${row(number)} [name=kind] input:value(${kind})`},
];

/** The empty line that is open is left. */
const close = () => [
    {trigger: ".o_form_button_cancel", run: "click"},
    {trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible"},
];

addTour("plpdma_note_by_keyboard", {
    steps: () => [
        page("contributions"),
        click("add a line", `${LIST} .o_field_x2many_list_row_add a`),
        ...name(1, "ressour", "prop"),
        say(1, "Un broyeur par quartier."),
        count(6),
        ...holds(1, "Ressourcerie", "Proposition"),
        press("Enter", `${row(1)} ${TEXT}`),
        say(2, "Et un gardien."),
        count(6),
        ...holds(2, "Ressourcerie", "Proposition"),
        press("Control+Enter", `${row(2)} ${TEXT}`),
        ...name(3, "BAILL", "int"),
        say(3, "Nous prêtons un local."),
        count(6),
        ...holds(3, "Bailleur", "Intérêt"),
        press("Shift+Tab", `${row(3)} ${TEXT}`),
        press("Tab", `${row(3)} [name=kind] input:focus`),
        {
            content: "coming back goes on writing",
            trigger: `${row(3)} ${TEXT}`,
            run({anchor}) {
                if (anchor.selectionStart !== anchor.value.length) {
                    throw new Error("The text is selected: one key erases it.");
                }
            },
        },
        press("Enter", `${row(3)} ${TEXT}`),
        say(4, "Une erreur."),
        press("Shift+Tab", `${row(4)} ${TEXT}`),
        word("zz", `${row(4)} [name=kind] input:focus`),
        press("Tab", `${row(4)} [name=kind] input:focus`),
        {
            content: "what means nothing is said",
            trigger: `${row(4)} [name=kind] .o_plpdma_typed_reason:contains(zz » n'est aucun des choix)`,
        },
        {
            content: "and one stays there",
            trigger: `${row(4)} [name=kind] input:focus`,
        },
        word("ques", `${row(4)} [name=kind] input:focus`),
        press("Tab", `${row(4)} [name=kind] input:focus`),
        press("Enter", `${row(4)} ${TEXT}`),
        {trigger: `${row(5)} ${TEXT}`},
        {
            content: "the last one is taken back",
            trigger: "button[name=action_undo_noted]",
            run: "click",
        },
        {trigger: ".o_notification:contains(Une erreur)"},
        {
            content: "and one goes on in an empty line",
            trigger: `${LIST}:not(:has(.o_data_row:nth-child(5))) ${TEXT}`,
        },
        ...close(),
    ],
});

/** Paste what the clipboard holds: its text by kind. */
const paste =
    (texts) =>
    ({anchor}) => {
        const clipboardData = new window.DataTransfer();
        for (const [kind, text] of Object.entries(texts)) {
            clipboardData.setData(kind, text);
        }
        anchor.dispatchEvent(
            new window.ClipboardEvent("paste", {
                bubbles: true,
                cancelable: true,
                clipboardData,
            })
        );
    };

addTour("plpdma_paste_lines", {
    steps: () => [
        page("contributions"),
        {
            content: "add a line",
            trigger: `${LIST} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "rows of a spreadsheet",
            trigger: `${row(1)} [name=verbatim] textarea`,
            run: paste({
                "text/plain":
                    "Ressourcerie\tproposition\tUn broyeur\nBailleur\tbidule\tUn local\n",
            }),
        },
        {trigger: ".modal .o_data_row:nth-child(1):contains(Proposition)"},
        {
            content: "what is not understood is said beside its line",
            trigger: ".modal .o_data_row:nth-child(2):contains(bidule)",
        },
        {
            content: "note them",
            trigger: ".modal-footer button[name=action_note]",
            run: "click",
        },
        {
            content: "both are there",
            trigger: `body:not(:has(.modal)) ${LIST} .o_data_row:nth-child(2)`,
        },
        click("paste more", "button[name=action_paste]"),
        {
            content: "a table of a word processor",
            trigger: ".modal [name=content] textarea",
            run: paste({
                "text/plain": "bail\nproposition\nUn mur.\nEt un toit.",
                "text/html":
                    "<table><tr><td>bail</td><td>proposition</td>" +
                    "<td><p>Un mur.</p><p>Et un toit.</p></td></tr></table>",
            }),
        },
        {
            content: "a cell of two paragraphs is one",
            trigger: '.modal [name=content] textarea:value(bail\tproposition\t"Un mur)',
            run: "press Tab",
        },
        {
            content: "and one line",
            trigger:
                ".modal .o_data_row:not(:nth-child(2)):contains(Et un toit):contains(Proposition)",
        },
        click("note it", ".modal-footer button[name=action_note]"),
        {trigger: `body:not(:has(.modal)) ${row(4)} ${TEXT}`},
        ...close(),
    ],
});

addTour("plpdma_note_attendance", {
    steps: () => [
        page("participants"),
        click("all present", "button[name=action_mark_present]"),
        {trigger: `${PARTICIPANTS} .o_data_row:nth-child(20):contains(Présent)`},
        ...[3, 9].map((number) =>
            click(
                "absent",
                `${PARTICIPANTS} .o_data_row:nth-child(${number}) button[name=action_mark_absent]`
            )
        ),
        click(
            "excused",
            `${PARTICIPANTS} .o_data_row:nth-child(20) button[name=action_mark_excused]`
        ),
        {trigger: `${PARTICIPANTS} .o_data_row:nth-child(20):contains(Excusé)`},
        count(8),
    ],
});

addTour("plpdma_note_in_a_row", {
    steps: () => [
        {
            content: "what is said",
            trigger: "button[name=action_note_contribution]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=verbatim] textarea",
            run: "edit Une première.",
        },
        {
            trigger: ".modal .o_field_widget[name=kind] label:contains(Proposition)",
            run: "click",
        },
        {
            content: "the next one",
            trigger: ".modal-footer button[name=action_note_next]",
            run: "click",
        },
        {
            content: "of the same kind",
            trigger:
                ".modal:has(textarea:empty) .o_field_widget[name=kind] input[data-value=proposal]:checked",
        },
        {
            trigger: ".modal .o_field_widget[name=verbatim] textarea:value(/^$/)",
            run: "edit Une seconde.",
        },
        {trigger: ".modal-footer .o_form_button_save", run: "click"},
        {trigger: "body:not(:has(.modal)) .o_notebook"},
        page("contributions"),
        {
            content: "and the last is taken back",
            trigger: "body:not(:has(.modal)) button[name=action_undo_noted]",
            run: "click",
        },
        {trigger: ".o_notification:contains(Une seconde)"},
    ],
});

/** What is typed and may be several stays there, with its reason. */
const asks = (number, typed, reason) => [
    {
        content: `${typed} is kept`,
        trigger: `${row(number)} [name=stakeholder_id].o_field_invalid input:value(${typed}):focus`,
    },
    {
        content: "why is said beside it",
        trigger: `${row(number)} [name=stakeholder_id] .o_plpdma_typed_reason:contains(${reason})`,
    },
];
const WHO = "[name=stakeholder_id] input";

addTour("plpdma_note_unsure_name", {
    steps: () => [
        page("contributions"),
        click("add a line", `${LIST} .o_field_x2many_list_row_add a`),
        word("dumou", `${row(1)} ${WHO}:focus`),
        {
            content: "two keys, one right after the other",
            trigger: `${row(1)} ${WHO}`,
            async run({press: push}) {
                await push("Tab");
                await push("Tab");
            },
        },
        ...asks(1, "dumou", "Luc Dumoulin"),
        press("Tab", `${row(1)} ${WHO}:focus`),
        ...asks(1, "dumou", "Anne Dumoulin"),
        word("dumoul", `${row(1)} ${WHO}`),
        {
            content: "the page moves under the names, as it does where a list grows",
            trigger: ".o-autocomplete--dropdown-item:contains(Dumoulin)",
            run: () => document.dispatchEvent(new Event("scroll")),
        },
        press("Tab", `${row(1)} ${WHO}:focus:value(dumoul)`),
        ...asks(1, "dumoul", "Anne Dumoulin"),
        word("dumou", `${row(1)} ${WHO}`),
        press("Tab", `${row(1)} ${WHO}`),
        ...asks(1, "dumou", "Anne Dumoulin"),
        {
            content: "the line is not saved so",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_notification_bar.bg-danger, .o_notification.border-danger",
        },
        {trigger: `${row(1)} [name=stakeholder_id].o_field_invalid`},
        page("participants"),
        page("contributions"),
        {
            content: "nor forgotten once the page is left",
            trigger: `${LIST} [name=stakeholder_id].o_field_invalid input:value(dumou)`,
        },
        {
            trigger: `${LIST} [name=stakeholder_id] .o_plpdma_typed_reason:contains(Luc Dumoulin)`,
        },
        word("luc", `${row(1)} ${WHO}`),
        press("Tab", `${row(1)} ${WHO}`),
        {trigger: `${row(1)} ${WHO}:value(Luc Dumoulin)`},
        {
            trigger: `${row(1)} [name=stakeholder_id]:not(.o_field_invalid):not(:has(.o_plpdma_typed_reason))`,
        },
        {
            content: "the text",
            trigger: `${row(1)} [name=verbatim] textarea`,
            run: "edit Un broyeur.",
        },
        press("Enter", `${row(1)} [name=verbatim] textarea`),
        word("du", `${row(2)} ${WHO}`),
        {
            content: "not by the addresses that begin so",
            trigger:
                ".o-autocomplete--dropdown-item:nth-child(1):contains(Dumoulin) ~ :nth-child(2):contains(Dumoulin)",
        },
        word("ali", `${row(2)} ${WHO}`),
        press("Tab", `${row(2)} ${WHO}`),
        {trigger: `${row(2)} ${WHO}:value(Ali Seul)`},
        {
            content: "the text",
            trigger: `${row(2)} [name=verbatim] textarea`,
            run: "edit Un local.",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible"},
    ],
});
