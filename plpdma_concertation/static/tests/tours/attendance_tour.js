import {addTour} from "./tour_steps";

const SUBMIT = ".o_plpdma_sign_in_form button[type=submit]";
const CANVAS = ".o_plpdma_sign_in_form canvas";

addTour("plpdma_sign_in", {
    steps: () => [
        {
            content: "somebody who is expected",
            trigger: ".o_plpdma_sign_in_form:has(canvas) input#name",
            run: "edit Émilie Lefèvre",
        },
        {
            content: "a stroke with the finger",
            trigger: CANVAS,
            run({anchor}) {
                const {left, top} = anchor.getBoundingClientRect();
                const move = (type, x, buttons = 1) =>
                    anchor.dispatchEvent(
                        new window.PointerEvent(type, {
                            bubbles: true,
                            buttons,
                            clientX: left + x,
                            clientY: top + 30 + x / 4,
                            isPrimary: true,
                            pointerId: 1,
                        })
                    );
                move("pointerdown", 20);
                [60, 100, 140].forEach((x) => move("pointermove", x));
                move("pointerup", 160, 0);
            },
        },
        {
            content: "the signature leaves with the form",
            trigger: "input[name=signature]:hidden[value^='data:image/png']",
        },
        {content: "sign", trigger: SUBMIT, run: "click", expectUnloadPage: true},
        {
            content: "the next person, on the same tablet",
            trigger: ".alert-success:contains(Émilie Lefèvre) ~ p a",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "whoever cannot draw writes their name",
            trigger: ".o_plpdma_sign_in_form:has(canvas) input#name",
            run: "edit Camille Nouvelle",
        },
        {content: "instead of drawing", trigger: ".o_plpdma_sign_name", run: "click"},
        {
            content: "it leaves with the form, once it is drawn",
            trigger: "input[name=signature]:hidden[value^='data:image/png']",
        },
        {content: "it shows", trigger: CANVAS, run: "canvasNotEmpty"},
        {content: "sign", trigger: SUBMIT, run: "click", expectUnloadPage: true},
        {
            content: "noted",
            trigger: ".alert-success[role=status]:contains(Camille Nouvelle)",
        },
    ],
});

addTour("plpdma_recognise_signers", {
    steps: () => [
        {
            content: "who signed",
            trigger: "button.oe_stat_button:has([name=signature_count])",
            run: "click",
        },
        {
            content: "somebody new",
            trigger:
                ".o_data_row:contains(Sacha Nouveau) button[name=action_add_participant]",
            run: "click",
        },
        {
            content: "is a participant",
            trigger:
                ".o_data_row:contains(Sacha Nouveau) [name=participation_id]:contains(Sacha)",
        },
        {
            content: "who is this?",
            trigger: ".o_data_row:contains(Camille) [name=participation_id]",
            run: "click",
        },
        {
            content: "their first letters",
            trigger: ".o_selected_row [name=participation_id] input",
            run: "edit Émilie",
        },
        {
            content: "the participant",
            trigger: ".o-autocomplete--dropdown-item:contains(Émilie)",
            run: "click",
        },
        {content: "done", trigger: ".o_list_button_save", run: "click"},
        {
            content: "they are recognised",
            trigger:
                ".o_data_row:contains(Camille) [name=participation_id]:contains(Émilie)",
        },
        {content: "and saved", trigger: "body:not(:has(.o_selected_row))"},
    ],
});
