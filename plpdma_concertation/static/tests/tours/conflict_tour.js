import {addTour} from "./tour_steps";
import {rpc} from "@web/core/network/rpc";

/** Write into the motivation of the response. */
function write(text) {
    return {
        content: `write ${text}`,
        trigger: ".o_field_widget[name=motivation] .odoo-editor-editable",
        run: `editor ${text}`,
    };
}

/** What the other tab saves meanwhile, on the record of this one. */
function saveElsewhere(text) {
    return {
        content: `the other tab saves ${text}`,
        trigger: ".o_form_view",
        run: async () => {
            const id = Number(window.location.pathname.split("/").pop());
            await rpc("/web/dataset/call_kw/plpdma.response/write", {
                model: "plpdma.response",
                method: "write",
                args: [[id], {motivation: `<p>${text}</p>`}],
                kwargs: {},
            });
        },
    };
}

const save = {
    content: "save",
    trigger: ".o_form_button_save:visible",
    run: "click",
};

/** Both texts are shown; the button is chosen. */
function choose(mine, theirs, button) {
    return [
        {
            content: "mine is shown",
            trigger: `.modal .o_plpdma_mine:contains(${mine})`,
        },
        {
            content: "and the other one beside it",
            trigger: `.modal .o_plpdma_theirs:contains(${theirs})`,
        },
        {
            content: button,
            trigger: `.modal-footer button:contains(${button})`,
            run: "click",
        },
        {
            content: "back to the form",
            trigger: "body:not(:has(.modal))",
        },
    ];
}

/** The text that the form shows. */
function shows(text) {
    return {
        content: `the form shows ${text}`,
        trigger: `.o_field_widget[name=motivation] .odoo-editor-editable:contains(${text})`,
    };
}

addTour("plpdma_two_tabs", {
    steps: () => [
        write("Premiers mots ici."),
        saveElsewhere("Premiers mots de là-bas."),
        save,
        ...choose("Premiers mots ici", "Premiers mots de là-bas", "Continuer à écrire"),
        shows("Premiers mots ici"),
        save,
        ...choose("Premiers mots ici", "Premiers mots de là-bas", "Reprendre"),
        shows("Premiers mots de là-bas"),
        write("Seconds mots ici."),
        saveElsewhere("Seconds mots de là-bas."),
        {
            content: "a button saves as well",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        ...choose("Seconds mots ici", "Seconds mots de là-bas", "Garder le mien"),
        {
            content: "it is submitted with the text that was chosen",
            trigger: "button[name=action_take_back]",
        },
        {
            content: "which does not change meanwhile",
            trigger:
                ".o_field_widget[name=motivation].o_readonly_modifier:contains(Seconds mots ici)",
        },
    ],
});
