import {x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {useEffect} from "@odoo/owl";
import {AheadLines} from "./ahead_lines";
import {ClickedRenderer} from "./ahead_clicks";
import {Deferred} from "@web/core/utils/concurrency";
import {WILL_UNLOAD} from "../conflict/settled_form";
import {makeContext} from "@web/core/context";
import {registry} from "@web/core/registry";
import {serializeDate} from "@web/core/l10n/dates";
import {useBus, useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";
import {uuid} from "@web/core/utils/strings";

const {DateTime} = luxon;
const TEXT = "verbatim";
const KEY = "typed_key";
// What the next line of the same person takes over.
const KEPT = ["stakeholder_id", "contributor_name", "role_id", "question_id", "kind"];

/** By which a new line is known again, where it was saved and no answer came. */
function makeKey() {
    return {[`default_${KEY}`]: uuid()};
}

/**
 * Whether what is pasted is rows of cells, and no text of several lines.
 * @param {String} text
 * @param {String} source HTML
 * @returns {Boolean}
 */
export function isRows(text, source) {
    const cells = source.match(/<t[dh][\s>]/gi) || [];
    return cells.length > 1 || (!cells.length && /\S.*\t|\t.*\S/.test(text));
}

/** Lines whose text is typed one after the other, and saved one by one. */
export class TypedLinesRenderer extends ClickedRenderer {
    static props = [...ClickedRenderer.props, "addLine?"];

    /** @override */
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        const onPaste = this.onPaste.bind(this);
        // Also in the box where one writes while a line is saved.
        useEffect(
            (root) => {
                root?.addEventListener("paste", onPaste);
                return () => root?.removeEventListener("paste", onPaste);
            },
            () => [this.rootRef.el]
        );
        // When one writes again in a line that was put aside for something else.
        this.opened = null;
        // Whether the server did not take the line that is written.
        this.isUntaken = false;
        useEffect(() => {
            if (!this.root.dirty) {
                this.ahead.closeEmpty();
            }
        });
        useBus(this.props.list.model.bus, WILL_UNLOAD, ({detail}) => {
            const isThere = this.props.list.records.some((record) => record.isNew);
            detail.isWaiting = detail.isWaiting || (this.isUntaken && isThere);
        });
    }

    get root() {
        return this.props.list.model.root;
    }

    /** @override Coming back to a text goes on writing it: one key erased it all. */
    focus(el) {
        super.focus(el);
        if (el?.tagName === "TEXTAREA") {
            el.setSelectionRange(el.value.length, el.value.length);
        }
    }

    /** @override It goes into a text, not where the line begins. */
    setKeptAside() {
        return this.ahead.setAside();
    }

    /** @override One goes back to the text, which is what is refused. */
    findAsked() {
        return this.tableRef.el.querySelector(
            `.o_selected_row [name=${TEXT}] textarea`
        );
    }

    /** @override */
    onCellKeydown(ev, group = null, record = null) {
        const hotkey = getActiveHotkey(ev);
        const isValidated = ["enter", "control+enter"].includes(hotkey);
        if (ev.target.tagName !== "TEXTAREA" || !isValidated || !record) {
            return super.onCellKeydown(ev, group, record);
        }
        if (ev.isComposing) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (!this.ahead.isHeld && ev.target.value.trim()) {
            this.writeNext(record, hotkey === "enter", ev.target);
        }
    }

    /**
     * Save a line and open the next one. What is typed meanwhile is written in it then; if
     * the line is refused, it stays there with what was typed since.
     * @param {Object} record
     * @param {Boolean} isSame whether the same person goes on
     * @param {HTMLElement} text
     */
    async writeNext(record, isSame, text) {
        this.ahead.hold();
        const typed = text.value;
        let isOpened = false;
        try {
            await this.props.list.model._askChanges();
            if ((record.data[TEXT] || "").trim() !== text.value.trim()) {
                // The server did not answer when it was told: it is told again.
                await record.update({[TEXT]: text.value});
            }
            const context = isSame ? this.getKept(record) : {};
            if (this.root.isNew || (await this.root.save())) {
                isOpened = await this.openNext(
                    isSame ? TEXT : this.columns[0].name,
                    context
                );
            }
        } finally {
            this.isUntaken = !isOpened;
            if (isOpened) {
                this.ahead.release();
            } else {
                this.keepTyped(text, typed);
                this.keepNext(record, isSame);
            }
        }
    }

    /** What one types from now on is of the next line, and not of this one. */
    keepNext(record, isSame) {
        const {resId} = record;
        const key = record.data[KEY];
        const find = () =>
            this.props.list.records.find((one) =>
                resId ? one.resId === resId : one.data[KEY] === key
            );
        this.ahead.stop(this.findAsked(), null, {
            save: () => this.saveAgain(find, isSame),
            correct: () => this.correct(find),
        });
    }

    /** What waits follows once the line is saved, or at once if it is there no more. */
    async saveAgain(find, isSame) {
        const {again} = this.ahead;
        const record = find();
        this.ahead.hold();
        let isThere = false;
        try {
            isThere = record
                ? await this.enterLine(record, TEXT)
                : await this.openNext(TEXT, {});
        } finally {
            if (!isThere) {
                this.ahead.stop(this.findRefused(), null, again);
            } else if (!record) {
                this.ahead.release();
            }
        }
        if (record && isThere) {
            await this.writeNext(record, isSame, this.findAsked());
        }
    }

    /** One goes back to the line, to what is wrong in it, or to its end. */
    async correct(find) {
        const record = find();
        if (record && !record.isInEdition) {
            await this.goAside(find, TEXT);
        } else {
            this.focus(this.findRefused() || this.findAsked());
        }
    }

    /** Core forgets what the server did not answer to: it stays, and is told again. */
    keepTyped(text, typed) {
        if (text.isConnected && text.value !== typed) {
            text.value = typed;
            text.dispatchEvent(new window.InputEvent("input", {bubbles: true}));
        }
    }

    /**
     * @param {String} name of the field where one writes then
     * @param {Object} context
     * @returns {Promise<Boolean>} whether one writes in the next line, once one does
     */
    openNext(name, context) {
        const opened = this.awaitNext(name);
        this.props.onAdd({context});
        return opened;
    }

    getKept(record) {
        return this.getDefaults(record, KEPT);
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

    // ------------------------------------------------------------------
    // Beside the lines
    // ------------------------------------------------------------------
    /**
     * What each row of a table becomes is shown before any is noted, once what was typed
     * before is.
     */
    async onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain");
        const source = ev.clipboardData.getData("text/html");
        if (!this.canCreate || this.root.isNew || !isRows(text, source)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const show = () => this.actBeside("action_paste", [text, source]);
        if (this.ahead.isHeld) {
            this.ahead.takeClick(show);
        } else {
            await show();
        }
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

export class TypedLines extends AheadLines {
    static components = {...AheadLines.components, ListRenderer: TypedLinesRenderer};

    /** @override */
    get rendererProps() {
        const props = super.rendererProps;
        if (this.props.viewMode === "list") {
            const {onAdd} = props;
            props.onAdd = ({context, ...params} = {}) =>
                onAdd({...params, context: {...makeKey(), ...context}});
            props.addLine = (context, mode) =>
                this.list.addNewRecord({
                    context: makeContext([this.props.context, makeKey(), context]),
                    mode,
                    position: "bottom",
                });
        }
        return props;
    }
}

registry.category("fields").add("plpdma_typed_lines", {
    ...x2ManyField,
    component: TypedLines,
    additionalClasses: ["o_field_one2many"],
});
