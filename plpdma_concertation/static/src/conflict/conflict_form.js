import {KEY, UntoldModel, UntoldRecord} from "./untold_record";
import {ConflictDialog} from "./conflict_dialog";
import {RPCError} from "@web/core/network/rpc";
import {SettledFormController} from "@plpdma_concertation/conflict/settled_form";
import {formView} from "@web/views/form/form_view";
import {markRaw} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useBus} from "@web/core/utils/hooks";
import {x2ManyCommands} from "@web/core/orm_service";

const RELATIONAL = ["one2many", "many2many", "properties"];
// What is decided by a change to another field: it is told what stood then.
const DECIDED = {
    is_publishable: ["moderation", "register_text", "has_publication_warning"],
};

/**
 * A record whose texts bind: its save says what it began from, and what somebody else
 * wrote in between is shown beside what is written here. The server compares; what is
 * said here can only make it refuse.
 */
export class ConflictRecord extends UntoldRecord {
    /** What the user has seen of the other's words, and writes over. */
    standing = {};

    /** Whether the last save did not come through. */
    isUntaken = false;

    /** Whether the server refused it: what it says may have changed since it was read. */
    isRefused = false;

    /** New lines that were sent already, and may be saved: no answer came. */
    sentAgain = [];

    /** @override */
    get context() {
        if (!this.isSaving || !this.resId) {
            return super.context;
        }
        return {
            ...super.context,
            plpdma_loaded: {...this.getLoaded(), ...this.standing},
            plpdma_leaving: Boolean(this.model._urgentSave),
        };
    }

    /**
     * What was loaded of each field that is changed, as it would be saved; of lines, by
     * their id, or by their key what was sent of one that is new.
     * @returns {Object}
     */
    getLoaded() {
        const loaded = this.getLoadedOf(this);
        for (const name of Object.keys(this._changes)) {
            if (this.fields[name].type === "one2many") {
                const lines = this.data[name].records.filter((line) => line.resId);
                loaded[name] = Object.fromEntries(
                    lines.map((line) => [line.resId, this.getLoadedOfLine(line)])
                );
                for (const {firstSent} of this.sentAgain) {
                    loaded[name][firstSent[KEY]] = firstSent;
                }
            }
        }
        return loaded;
    }

    /** All that a line said, where it is changed: should it be gone, it is noted again. */
    getLoadedOfLine(line) {
        const loaded = this.getLoadedOf(line);
        const isChanged = Object.keys(line._changes).length > 0;
        const names = isChanged && line.isLine ? Object.keys(line._values) : [];
        for (const name of names.filter((one) => !line.fields[one].readonly)) {
            const {type} = line.fields[name];
            const value = line._values[name];
            if (type === "many2many") {
                loaded[name] = [x2ManyCommands.set(value.currentIds)];
            } else if (type !== "one2many") {
                loaded[name] = line._formatServerValue(type, value);
            }
        }
        return loaded;
    }

    getLoadedOf(record) {
        const changed = Object.keys(record._changes);
        const decided = changed.flatMap((name) => DECIDED[name] || []);
        const names = [...changed, ...decided].filter(
            (name) =>
                name in record._values && !RELATIONAL.includes(record.fields[name].type)
        );
        return Object.fromEntries(
            names.map((name) => [
                name,
                record._formatServerValue(
                    record.fields[name].type,
                    record._values[name]
                ),
            ])
        );
    }

    /** @override */
    _setData() {
        super._setData(...arguments);
        this.standing = {};
        this.isRefused = false;
    }

    /** @override One sees what stands now, and may write it again. */
    async discard() {
        const {isRefused} = this;
        await super.discard();
        this.isUntaken = false;
        if (isRefused && this.resId) {
            await this.load();
        }
    }

    /** Remember what is said first of a new line: it may be saved, and no answer come. */
    keepSent() {
        const lines = Object.values(this.data)
            .flatMap((value) => value?.records || [])
            .filter((line) => line.isNew && line.data[KEY]);
        this.sentAgain = lines.filter((line) => line.firstSent);
        for (const line of lines) {
            line.firstSent ??= markRaw(line._getChanges());
        }
    }

    /** @override */
    async _save(options = {}) {
        const onError = (error, actions) => {
            this.isRefused = error instanceof RPCError;
            const conflicts = error.data?.context?.plpdma_conflicts;
            if (conflicts?.length) {
                return this.solve(error.data.message, conflicts, actions.retry);
            }
            if (options.onError) {
                return options.onError(error, actions);
            }
            throw error;
        };
        this.isSaving = true;
        this.isUntaken = true;
        this.keepSent();
        try {
            const isSaved = await super._save({...options, onError});
            this.isUntaken = false;
            return isSaved;
        } finally {
            this.isSaving = false;
        }
    }

    /**
     * Show both texts and do what the user chooses; by default they go on writing.
     * @returns {Promise<Boolean>} whether the record is saved
     */
    solve(message, conflicts, retry) {
        return new Promise((resolve, reject) => {
            let choice = async () => false;
            this.model.dialog.add(
                ConflictDialog,
                {
                    message,
                    conflicts,
                    keepMine: () => {
                        choice = () => this.keepMine(conflicts, retry);
                    },
                    takeTheirs: () => {
                        choice = () => this.takeTheirs(conflicts, retry);
                    },
                },
                {onClose: () => choice().then(resolve, reject)}
            );
        });
    }

    keepMine(conflicts, retry) {
        for (const {name, value} of conflicts) {
            this.standing[name] = value;
        }
        return retry();
    }

    async takeTheirs(conflicts, retry) {
        const changes = {...this._changes};
        for (const {name, changed} of conflicts) {
            delete changes[changed || name];
        }
        this._changes = markRaw(changes);
        // What else was changed is saved, and the rest is read again.
        if (Object.keys(this._getChanges()).length) {
            return retry();
        }
        await this._load();
        return true;
    }
}

export class ConflictModel extends UntoldModel {
    static Record = ConflictRecord;
}

/**
 * Core keeps a new record whose page one leaves or hides, whether anything was written in
 * it or not.
 */
export class ConflictController extends SettledFormController {
    setup() {
        super.setup();
        this.isWriting = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", ({detail}) => {
            this.isWriting = detail;
        });
    }

    /** @override */
    get isUntouched() {
        const {root} = this.model;
        return root.isNew && !root.dirty && !this.isWriting;
    }

    /** @override */
    beforeVisibilityChange() {
        return this.isUntouched ? null : super.beforeVisibilityChange();
    }
}

registry.category("views").add("plpdma_conflict_form", {
    ...formView,
    Controller: ConflictController,
    Model: ConflictModel,
});
