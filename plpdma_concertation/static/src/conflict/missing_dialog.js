import {WarningDialog} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const OURS = /\bplpdma\./;

/**
 * @param {String} message of a MissingError
 * @returns {String} what is said instead, of a record of ours
 */
export function describeMissing(message) {
    return OURS.test(message)
        ? _t("Somebody has deleted this in the meantime.")
        : message;
}

/**
 * A record of ours that somebody deleted while it was on the screen: core says so in
 * English, with what it calls the record.
 */
export class MissingDialog extends WarningDialog {
    /** @override */
    setup() {
        super.setup();
        this.message = describeMissing(this.message);
    }
}

registry
    .category("error_dialogs")
    .add("odoo.exceptions.MissingError", MissingDialog, {force: true});
