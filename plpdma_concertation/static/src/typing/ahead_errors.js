import {RPCError} from "@web/core/network/rpc";
import {describeMissing} from "../conflict/missing_dialog";
import {registry} from "@web/core/registry";

// Those in which one may be typing on.
const aheads = new Set();
const OURS = "odoo.exceptions.";
// It offers where to go, which a notice does not.
const LEADING = "odoo.exceptions.RedirectWarning";
// What was said last: it is not said twice where one tries again.
let last = null;

/**
 * Tell where one types ahead, as long as it is there.
 * @param {TypedAhead} ahead
 * @returns {Function} to be called once it is there no more
 */
export function watchTyping(ahead) {
    aheads.add(ahead);
    return () => aheads.delete(ahead);
}

/**
 * What the server refuses while one types on is said beside: a dialog would take the
 * letters, and a space its button, before anybody has read it.
 */
function tellBeside(env, error, original) {
    const name = original instanceof RPCError ? original.exceptionName : "";
    const isRefusal = name?.startsWith(OURS) && name !== LEADING;
    const isTyping = [...aheads].some((ahead) => ahead.isWaiting || ahead.isWriting);
    if (!isRefusal || !isTyping) {
        return false;
    }
    error.unhandledRejectionEvent?.preventDefault();
    const message = describeMissing(original.data?.message || original.message);
    if (last?.message === message) {
        last.close();
    }
    const close = env.services.notification.add(message, {
        type: "danger",
        sticky: true,
    });
    last = {message, close};
    return true;
}

registry.category("error_handlers").add("plpdma_typing", tellBeside, {sequence: 1});
