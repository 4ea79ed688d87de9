import {registry} from "@web/core/registry";

// Milliseconds: a machine under load.
const PATIENCE = 30_000;

/**
 * A tour of which each step waits for what a server under load brings.
 * @param {String} name
 * @param {Object} tour
 */
export function addTour(name, {steps}) {
    registry.category("web_tour.tours").add(name, {
        steps: () => steps().map((step) => ({timeout: PATIENCE, ...step})),
    });
}

/** Wait for what no element shows. */
export async function until(isTrue) {
    while (!isTrue()) {
        await new Promise((resolve) => {
            window.requestAnimationFrame(resolve);
        });
    }
}

export function click(trigger, content = `click ${trigger}`) {
    return {content, trigger, run: "click"};
}

export function see(trigger, content = `see ${trigger}`) {
    return {content, trigger};
}

/** Type into a field of a form. */
export function fill(name, text) {
    return {
        content: `fill ${name}`,
        trigger: `.o_field_widget[name=${name}] :is(input, textarea)`,
        run: `edit ${text}`,
    };
}

export const isAt = (state) =>
    see(`.o_statusbar_status .o_arrow_button_current:contains(${state})`);
