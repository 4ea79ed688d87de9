import {addTour} from "./tour_steps";

const HELP = ".o_nocontent_help";

/** An agent looks for what is not there, then sees the list again. */
addTour("plpdma_nothing_found", {
    steps: () => [
        {trigger: ".o_data_row"},
        {
            trigger: ".o_searchview_input",
            run: "edit introuvable",
        },
        {
            trigger:
                ".o_searchview_autocomplete .o-dropdown-item:first:contains(introuvable)",
            run: "click",
        },
        {
            content: "it says so, and does not tell to begin",
            trigger: `${HELP}:contains(Rien ne correspond):not(:contains(première))`,
        },
        {trigger: `${HELP} .o_plpdma_clear_search`, run: "click"},
        {
            content: "what is there is there again",
            trigger: `body:not(:has(${HELP})) .o_data_row`,
        },
    ],
});

/** Who only reads is not told to begin what they may not. */
addTour("plpdma_nothing_for_others", {
    steps: () => [{trigger: `${HELP}:contains(Rien ici):not(:contains(Préparez))`}],
});

/** Where nothing is at all, a search does not hide how to begin. */
addTour("plpdma_nothing_at_all", {
    steps: () => [
        {trigger: `${HELP}:not(:contains(Rien ne correspond))`},
        {trigger: ".o_searchview_input", run: "edit introuvable"},
        {
            trigger:
                ".o_searchview_autocomplete .o-dropdown-item:first:contains(introuvable)",
            run: "click",
        },
        {trigger: ".o_facet_values:contains(introuvable)"},
        {trigger: `${HELP}:not(:contains(Rien ne correspond))`},
    ],
});
