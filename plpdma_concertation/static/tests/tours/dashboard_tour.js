import {addTour} from "./tour_steps";

const BOARD = ".o_plpdma_dashboard";
const SECTION = (key) => `${BOARD} [data-section=${key}]`;
const FILTER = `${BOARD} .o_plpdma_filters [name=theme_id]`;

let counted = 0;

/** Remember a number, then open what it counts. */
function openFigure(trigger, content) {
    return {
        content,
        trigger,
        run: async ({anchor, click}) => {
            counted = Number(anchor.textContent);
            if (!counted) {
                throw new Error(`No number: ${anchor.textContent}`);
            }
            await click();
        },
    };
}

/** The list has as many records. */
const checkList = {
    content: "the list has as many records as the figure said",
    trigger: ".o_list_view .o_data_row",
    run: () => {
        const total = document.querySelector(".o_pager_limit");
        if (Number(total.textContent) !== counted) {
            throw new Error(`${total.textContent} records, ${counted} were told`);
        }
    },
};

const back = {
    content: "back to the dashboard",
    trigger: ".o_back_button a",
    run: "click",
};

addTour("plpdma_dashboard", {
    steps: () => [
        {
            content: "from the programme",
            trigger: ".o_form_view button[name=action_dashboard]",
            run: "click",
        },
        {
            content: "a plot is drawn",
            trigger: `${SECTION("heard")} canvas[role=img][aria-label]`,
        },
        openFigure(`${SECTION("heard")} dl > div:nth-child(5) button`, "observations"),
        checkList,
        back,
        {
            content: "narrow to a theme",
            trigger: FILTER,
            run: "selectByLabel Biodéchets T",
        },
        {
            content: "the figures follow",
            trigger: `${SECTION("heard")} dl > div:nth-child(5) button:contains("2")`,
        },
        openFigure(
            `${SECTION("heard")} dl > div:nth-child(5) button`,
            "observations on a theme"
        ),
        checkList,
        back,
        {
            content: "the filter is still there",
            trigger: `${BOARD} .o_plpdma_clear`,
        },
        {
            content: "the table of a plot",
            trigger: `${SECTION("flow")} [data-table=stages] summary`,
            run: "click",
        },
        openFigure(
            `${SECTION("flow")} [data-table=stages] td button:first`,
            "a cell of a table"
        ),
        checkList,
        back,
        {
            content: "all of it again",
            trigger: `${BOARD} .o_plpdma_clear`,
            run: "click",
        },
        {
            content: "done",
            trigger: `${BOARD}:not(:has(.o_plpdma_clear))`,
        },
    ],
});
