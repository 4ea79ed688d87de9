import {addTour} from "./tour_steps";

const MESSAGE = ".o-mail-Message:contains(Un composteur)";

/** An agent notes what a message brings. */
addTour("plpdma_note_message", {
    steps: () => [
        {
            trigger: MESSAGE,
            run: `hover && click ${MESSAGE} [title='Déplier']`,
        },
        {
            trigger:
                ".o-mail-Message-moreMenu .o-mail-ActionList-button:contains(Noter une contribution)",
            run: "click",
        },
        {
            content: "the form opens with the words of the message",
            trigger: ".o_form_view .o_field_widget[name=verbatim]",
            run() {
                const field = this.anchor.querySelector("textarea");
                if (!field.value.includes("Un composteur")) {
                    throw new Error(field.value);
                }
            },
        },
        {
            content: "the channel is asked: a note does not tell it",
            trigger: ".o_field_widget[name=channel] input:value(/^$/)",
            run: "click",
        },
        {
            trigger: ".o_select_menu_menu .o_select_menu_item:contains(Téléphone)",
            run: "click",
        },
        {trigger: ".o_field_widget[name=channel] input:value(Téléphone)"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_view .o_form_saved"},
    ],
});

/** Whoever is not of the staff has no such action. */
addTour("plpdma_note_message_not", {
    steps: () => [
        {
            trigger: MESSAGE,
            run: `hover && click ${MESSAGE} [title='Déplier']`,
        },
        {
            trigger:
                ".o-mail-Message-moreMenu:not(:contains(Noter une contribution)) .o-mail-ActionList-button",
        },
    ],
});
