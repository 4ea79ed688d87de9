import {ClickedRenderer} from "./ahead_clicks";
import {Deferred} from "@web/core/utils/concurrency";
import {serializeDate} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

const {DateTime} = luxon;
export const TEXT = "verbatim";
export const KEY = "typed_key";

/** Lines beside which buttons act in the session, while one of them is typed. */
export class BesideRenderer extends ClickedRenderer {
    /** @override */
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        // When one writes again in a line that was put aside for something else.
        this.opened = null;
    }

    get root() {
        return this.props.list.model.root;
    }

    getDefaults(record, names) {
        const kept = names.filter((name) => record.data[name]);
        return Object.fromEntries(
            kept.map((name) => {
                const value = record.data[name];
                const plain = DateTime.isDateTime(value) ? serializeDate(value) : value;
                return [`default_${name}`, plain.currentIds || plain.id || plain];
            })
        );
    }

    /** @override One goes on typing after it. */
    onClickBeside(ev, button) {
        if (!this.canCreate || this.root.isNew) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.actBeside(button.name);
    }

    /**
     * Do something else in the session, once however often one clicks: what is typed
     * meanwhile waits, for the lines are read again in between.
     * @param {String} name of the action
     * @param {Array} [args]
     */
    async actBeside(name, args = []) {
        if (this.isActing) {
            return;
        }
        const acted = new Deferred();
        this.isActing = true;
        this.ahead.holdWhile(acted);
        try {
            await this.actAside(name, args);
        } finally {
            this.isActing = false;
            acted.resolve();
        }
    }

    /**
     * Do it, and go on typing in a line. Lines that are being typed are neither saved nor
     * refused for what they still lack: they stay as they are.
     */
    async actAside(name, args) {
        const {resModel, resId} = this.root;
        // What is shown before the page is read again.
        const context = {plpdma_seen_noted: this.root.data.last_noted_id};
        await this.askServer(resModel, resId);
        let action = null;
        await this.setAside(async () => {
            if (!(await this.root.save())) {
                return false;
            }
            action = await this.orm.call(resModel, name, [[resId], ...args], {context});
            return action.target !== "new" && this.tellDone(action);
        });
        if (action?.target === "new") {
            await this.opened;
            const onClose = () => this.setAside(() => this.readAgain());
            const additionalContext = user.context;
            await this.action.doAction(action, {additionalContext, onClose});
        }
        await this.opened;
    }

    /** Lines that are put aside are made again by the server: it has to be there. */
    async askServer(resModel, resId) {
        const text = this.findAsked();
        this.ahead.hold();
        try {
            await this.orm.searchCount(resModel, [["id", "=", resId]]);
        } catch (error) {
            text?.focus();
            throw error;
        }
    }

    /** What is told, without the reading of the page, which forgets the lines. */
    async tellDone(action) {
        const params = {...action.params, next: null};
        await this.action.doAction({...action, params});
        return this.readAgain();
    }

    async readAgain() {
        await this.root.load();
        return true;
    }

    /**
     * @param {Function} act what is done without the lines that are being typed; it gives
     * whether one goes on in a new line, if there is none
     */
    async setAside(act) {
        const putBack = this.ahead.setAside();
        this.ahead.hold();
        const lines = await this.takeLines();
        let isGoingOn = false;
        try {
            isGoingOn = await act();
        } finally {
            if (isGoingOn && !lines.length) {
                lines.push({context: {}});
            }
            const {opened} = await this.putLinesBack(lines);
            this.opened = opened;
            // Not waited for: it may be a dialog that closes first.
            opened.then(() => {
                this.ahead.release();
                putBack(document.activeElement);
            });
        }
    }

    /** Take away the lines that are being typed, and give what they say. */
    async takeLines() {
        const {list} = this.props;
        await list.model._askChanges();
        const lines = [];
        for (const record of list.records.filter((one) => one.isNew)) {
            const line = this.readLine(record);
            // The one where one writes is still empty.
            if (line.isDirty || line.text || record.isInEdition) {
                lines.push(line);
            }
            await list.delete(record);
        }
        return lines;
    }

    /** @returns {Promise<Object>} ``opened`` resolves once one writes in the last one */
    async putLinesBack(lines) {
        let last = null;
        try {
            while (lines.length) {
                last = await this.putBack(lines[0], lines.length === 1);
                lines.shift();
            }
        } catch (error) {
            // The server is gone: their texts stay in sight, and follow in a line.
            Promise.reject(error);
            const texts = lines.map(({text}) => text).filter(Boolean);
            this.ahead.state.pieces.unshift(...texts.map((text) => ({text})));
            last = null;
        }
        return {opened: last ? this.goOnIn(last) : Promise.resolve()};
    }

    /** Write in a line once it says all that it said: nothing is typed into it before. */
    goOnIn(record) {
        const opened = this.awaitLine(TEXT, (one) => one.id === record.id);
        this.awaitShown().then(() => this.focusNext());
        return opened;
    }

    readLine(record) {
        const names = this.columns
            .filter((column) => column.type === "field")
            .filter((column) => !this.isCellReadonly(column, record))
            .map((column) => column.name);
        const shown = names.filter((name) => name !== TEXT);
        const context = this.getDefaults(record, [...shown, TEXT, KEY]);
        const {dirty: isDirty, firstSent} = record;
        return {isDirty, text: record.data[TEXT], context, firstSent};
    }

    async putBack({isDirty, text, context, firstSent}, isLast) {
        const mode = isLast ? "edit" : "readonly";
        const record = await this.props.addLine(context, mode);
        record.firstSent = firstSent;
        if (isDirty) {
            // It is saved as what somebody typed.
            await record.update({[TEXT]: text});
        }
        return record;
    }
}
