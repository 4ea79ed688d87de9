import {Interaction} from "@web/public/interaction";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const PREFIX = "plpdma-draft:";
const FIELDS = "textarea, input[type=text], input[type=email]";

/** What is typed into a form is kept until it has arrived: the time to sign in again
 * loses nothing of it. It stays in this tab of this browser, and nowhere else. */
export class Draft extends Interaction {
    static selector = ".o_plpdma_portal form[method=post]:has(textarea)";
    dynamicContent = {_root: {"t-on-input": this.keep}};

    start() {
        const kept = JSON.parse(browser.sessionStorage.getItem(this.key) || "{}");
        for (const field of this.el.querySelectorAll(FIELDS)) {
            field.value ||= kept[field.name] || "";
        }
    }

    get key() {
        return PREFIX + new URL(this.el.action, browser.location.origin).pathname;
    }

    keep() {
        const typed = {};
        for (const field of this.el.querySelectorAll(FIELDS)) {
            typed[field.name] = field.value;
        }
        browser.sessionStorage.setItem(this.key, JSON.stringify(typed));
    }
}

/** What was sent has arrived: nothing is kept of it. */
export class Arrived extends Interaction {
    static selector = ".o_plpdma_portal:has(.alert-success)";

    start() {
        for (const key of Object.keys(browser.sessionStorage)) {
            if (key.startsWith(PREFIX)) {
                browser.sessionStorage.removeItem(key);
            }
        }
    }
}

const interactions = registry.category("public.interactions");
interactions.add("plpdma_concertation.arrived", Arrived, {sequence: 1});
interactions.add("plpdma_concertation.draft", Draft);
