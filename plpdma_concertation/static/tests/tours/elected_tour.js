import {addTour} from "./tour_steps";
import {stepUtils} from "@web_tour/tour_utils";

const APP = ".o_app[data-menu-xmlid='plpdma_concertation.menu_plpdma_root']";
const AWAITING = ".o_field_widget[name=submitted_response_ids] .o_data_row";

addTour("plpdma_elected_arbitrates", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "the app opens on the dashboard",
            trigger: APP,
            run: "click",
        },
        {
            content: "and their mandate is a click away",
            trigger: ".o_plpdma_dashboard .o_plpdma_open_mandate",
            run: "click",
        },
        {
            content: "first click",
            trigger: `${AWAITING}:contains(To validate) button[name=action_open_validate]`,
            run: "click",
        },
        {
            content: "one reads what was said, from the top",
            trigger: ".modal [role=region]:has(.o_field_widget[name=preview]):focus",
        },
        {
            content: "a note, which is optional",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Good work.",
        },
        {
            content: "second click",
            trigger: ".modal button[name=action_validate]",
            run: "click",
        },
        {
            content: "it awaits no more",
            trigger: `.o_form_view:not(:has(${AWAITING}:contains(To validate)))`,
        },
        {
            content: "read the other one as a page",
            trigger: `${AWAITING}:contains(To return) .o_data_cell[name=answered_text]`,
            run: "click",
        },
        {
            trigger: ".o_form_statusbar button[name=action_open_validate]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Say when.",
        },
        {
            trigger: ".modal button[name=action_return]",
            run: "click",
        },
        {
            content: "back to the mandate, where nothing awaits",
            trigger:
                ".o_form_view [name=to_arbitrate]:not(:has(.o_field_widget[name=submitted_response_ids]))",
        },
    ],
});

addTour("plpdma_employee_sees_nothing", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "other apps are there, not this one",
            trigger: `body:has(.o_app):not(:has(${APP}))`,
        },
    ],
});

addTour("plpdma_manager_ends_a_mandate", {
    steps: () => [
        {
            content: "the mandates, and who holds them",
            trigger:
                ".o_data_row:contains(Test facilitator) .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            trigger: ".o_form_statusbar button[name=action_end]",
            run: "click",
        },
        {
            content: "it gives access to nothing from now on: confirm",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "it is not in force any more",
            trigger: ".o_form_view:not(:has(button[name=action_end]))",
        },
    ],
});
