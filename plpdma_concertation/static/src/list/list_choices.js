import {browser} from "@web/core/browser/browser";
import {user} from "@web/core/user";

const KEY = "plpdma_list";

function getKey() {
    return `${KEY},${user.userId}`;
}

/**
 * How a person likes their lists, as this browser remembers it, and the record that is
 * shown beside the list.
 * @param {Object} context of the list: it may ask for the preview
 * @param {Number|false} resId
 * @returns {{isShown: Boolean, isTall: Boolean, resId: Number|false}}
 */
export function readChoices(context, resId = false) {
    let known = {};
    try {
        known = JSON.parse(browser.localStorage.getItem(getKey())) || {};
    } catch {
        // Whatever else stands there is no choice.
    }
    return {
        isShown: Boolean(known.isShown || context.plpdma_preview),
        isTall: Boolean(known.isTall),
        resId,
    };
}

export function keepChoices({isShown, isTall}) {
    browser.localStorage.setItem(getKey(), JSON.stringify({isShown, isTall}));
}
