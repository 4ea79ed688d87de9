import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";

/** What is not saved yet, before the screen is left. */
export class SplitLeaveDialog extends Component {
    static template = "plpdma_concertation.SplitLeaveDialog";
    static components = {Dialog};
    static props = {
        reference: String,
        save: Function,
        discard: Function,
        close: Function,
    };

    get message() {
        return _t("What you made of %s is not saved.", this.props.reference);
    }

    async save() {
        // What the server refuses is told, and stays on the screen.
        try {
            await this.props.save();
        } finally {
            this.props.close();
        }
    }

    async discard() {
        await this.props.discard();
        this.props.close();
    }
}

/**
 * Ask whether what was done is saved, given up, or gone on with.
 *
 * @param {Object} dialog the service
 * @param {Object} props of the dialog: `reference`, `save` and `discard`
 * @returns {Promise<Boolean>} whether the screen may be left
 */
export function askToLeave(dialog, {reference, save, discard}) {
    return new Promise((resolve) => {
        const then = (act) => async () => {
            await act();
            resolve(true);
        };
        dialog.add(
            SplitLeaveDialog,
            {reference, save: then(save), discard: then(discard)},
            {onClose: () => resolve(false)}
        );
    });
}
