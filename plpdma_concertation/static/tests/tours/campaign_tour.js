import {decide, openFirst, press} from "./by_keyboard";
import {addTour} from "./tour_steps";

const SEARCH = ".o_searchview_input:focus";

addTour("plpdma_campaign_by_keyboard", {
    steps: () => [
        ...openFirst(),
        press("Alt+q", "button[name=action_confirm]:visible", "they are the same"),
        {
            content: "it is confirmed",
            trigger: "button[name=action_answer]:visible",
        },
        press("Alt+m", "button[name=action_view_messages]:visible", "its messages"),
        {
            content: "look for what one of them added",
            trigger: `.o_list_view:has(.o_back_button) ${SEARCH}`,
            run: "edit ascenseur",
        },
        press(
            "Enter",
            `body:has(.o_searchview_autocomplete:contains(ascenseur)) ${SEARCH}`
        ),
        {
            content: "one is found",
            trigger:
                ".o_list_view:has(.o_searchview_facet:contains(ascenseur)) .o_pager_limit:contains(/^1$/)",
        },
        ...openFirst(),
        press("Alt+d", "button[name=action_split]:visible", "split it"),
        {
            content: "what it shares, and what was added",
            trigger: ".o_plpdma_split_card:eq(1):contains(ascenseur)",
        },
        press("Control+Enter", ".o_plpdma_split_text:focus", "that is right"),
        {
            content: "two points are made",
            trigger: ".o_field_widget[name=part_ids] .o_data_row:nth-child(2)",
        },
        press("Alt+b", ".o_form_view .o_back_button", "to the messages"),
        press("Alt+b", ".o_list_view .o_back_button", "to the campaign"),
        press("Alt+a", "button[name=action_answer]:visible", "answer them all"),
        ...decide(6, "Votre demande à tous est étudiée."),
    ],
});
