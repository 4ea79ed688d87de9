import {addTour} from "./tour_steps";
import {stepUtils} from "@web_tour/tour_utils";

addTour("plpdma_facilitator_writes", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "the app opens on the sessions they run",
            trigger: ".o_app[data-menu-xmlid='plpdma_concertation.menu_plpdma_root']",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Atelier compostage) .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: "button[name=action_write_minutes]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=minutes] .odoo-editor-editable",
            run: "editor Everybody spoke.",
        },
        {
            trigger: ".modal-footer button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_note_contribution]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=verbatim] textarea",
            run: "edit A composter in each street.",
        },
        {
            trigger: ".modal .o_field_widget[name=participation_id] input",
            run: "edit Ressourcerie",
        },
        {
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Ressourcerie)",
            run: "click",
        },
        {
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            content: "it stands in the session",
            trigger:
                "body:not(:has(.modal)) .oe_stat_button:has([name=contribution_count])",
        },
    ],
});
