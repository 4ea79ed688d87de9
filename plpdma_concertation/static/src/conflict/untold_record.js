import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {_t} from "@web/core/l10n/translation";
import {markRaw} from "@odoo/owl";

const MISSING = "odoo.exceptions.MissingError";
// By which a new line is known again; such a line is noted again if it is deleted.
export const KEY = "typed_key";

const isMissing = (error) =>
    error instanceof RPCError && error.exceptionName === MISSING;

/**
 * A record in which what is typed stays where the server could not be told of it: core
 * takes it back, and says nothing of it. The server is told with what is typed next, and
 * it is saved with the rest.
 */
export class UntoldRecord extends RelationalModel.Record {
    /** Names of the fields of which the server was not told. */
    untold = [];

    /** @override */
    async _getOnchangeValues(changes) {
        const untold = this.untold.map((name) => [name, this.data[name]]);
        const told = {...Object.fromEntries(untold), ...changes};
        try {
            const values = await super._getOnchangeValues(told);
            this.untold = [];
            return values;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.model.tellUntold();
                // Core says that it is cut, and looks for it.
                Promise.reject(error);
            } else if (isMissing(error) && this.isLine) {
                this.tellGone();
            } else if (!isMissing(error) || !this.changesLines(changes)) {
                throw error;
            }
            this.untold = markRaw(Object.keys(told));
            return {};
        }
    }

    get isLine() {
        return Boolean(this.config.relationField) && KEY in this.activeFields;
    }

    /** Whether nothing is changed but lines, which say themselves what became of them. */
    changesLines(changes) {
        return Object.keys(changes).every((name) =>
            this.data[name]?.records?.some((line) => line.isLine)
        );
    }

    tellGone() {
        if (!this.isGone) {
            this.isGone = true;
            const message = _t(
                "Somebody has deleted this line in the meantime. What you typed stays " +
                    "here, and is not saved yet."
            );
            this.model.notification.add(message, {type: "warning", sticky: true});
        }
    }

    /** @override */
    _setData() {
        super._setData(...arguments);
        this.untold = [];
        this.forgetTold();
    }

    /** @override */
    _discard() {
        super._discard(...arguments);
        this.untold = [];
        this.forgetTold();
    }

    /** What is saved, or given up, is not called unsaved. */
    forgetTold() {
        if (this.config.isRoot) {
            this.model.closeUntold?.();
        }
    }
}

export class UntoldModel extends RelationalModel {
    static Record = UntoldRecord;

    tellUntold() {
        this.closeUntold?.();
        const message = _t(
            "The connection was cut. What you typed stays here, and is not saved yet."
        );
        this.closeUntold = this.notification.add(message, {
            type: "warning",
            sticky: true,
        });
    }
}
