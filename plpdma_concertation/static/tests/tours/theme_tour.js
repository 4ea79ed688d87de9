import {addTour} from "./tour_steps";

const PROPOSAL = ".o_plpdma_theme_proposals li:contains(Essai de compost)";

/** An agent puts a contribution under the theme that is proposed for it. */
addTour("plpdma_take_theme", {
    steps: () => [
        {
            content: "search by a word, without its accent nor its plural",
            trigger: ".o_searchview_input",
            run: "edit composteur vegetal",
        },
        {
            content: "the box searches the texts first",
            trigger:
                ".o_searchview_autocomplete .o-dropdown-item:first:contains(composteur vegetal)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(COMPOSTEURS) .o_data_cell[name=reference]",
            run: "click",
        },
        {
            content: "the words that made it stand beside it",
            trigger: `${PROPOSAL}:contains(composteurs)`,
        },
        {
            content: "nothing is taken by itself",
            trigger: ".o_field_widget[name=theme_ids]:not(:has(.o_tag))",
        },
        {trigger: `${PROPOSAL} button`, run: "click"},
        {
            content: "it is taken, and proposed no more",
            trigger: `.o_form_view:not(:has(${PROPOSAL})) .o_field_widget[name=theme_ids] .o_tag:contains(Essai de compost)`,
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_view .o_form_saved"},
    ],
});
