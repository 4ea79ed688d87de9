import {x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {useEffect} from "@odoo/owl";
import {AheadLines} from "./ahead_lines";
import {BesideRenderer, KEY, TEXT} from "./beside_lines";
import {WILL_UNLOAD} from "../conflict/settled_form";
import {makeContext} from "@web/core/context";
import {registry} from "@web/core/registry";
import {useBus} from "@web/core/utils/hooks";
import {uuid} from "@web/core/utils/strings";

const AUTHOR = ["stakeholder_id", "contributor_name", "role_id"];
// What the next line of the same person takes over.
const KEPT = [...AUTHOR, "question_id", "kind"];

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
export class TypedLinesRenderer extends BesideRenderer {
    static props = [...BesideRenderer.props, "addLine?"];

    /** @override */
    setup() {
        super.setup();
        const onPaste = this.onPaste.bind(this);
        // Also in the box where one writes while a line is saved.
        useEffect(
            (root) => {
                root?.addEventListener("paste", onPaste);
                return () => root?.removeEventListener("paste", onPaste);
            },
            () => [this.rootRef.el]
        );
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
        const putBack = this.isOfAnother(record) ? this.setKeptAside() : () => null;
        this.ahead.hold();
        const typed = text.value;
        let isOpened = false;
        try {
            await this.props.list.model._askChanges();
            if ((record.data[TEXT] || "").trim() !== text.value.trim()) {
                // The server did not answer when it was told: it is told again.
                await record.update({[TEXT]: text.value});
            }
            const next = this.getNext(record, isSame);
            if (this.root.isNew || (await this.root.save())) {
                isOpened = await this.openNext(...next);
            }
        } finally {
            this.isUntaken = !isOpened;
            if (isOpened) {
                this.ahead.release();
                putBack();
            } else {
                this.keepTyped(text, typed);
                this.keepNext(record, isSame);
                putBack();
            }
        }
    }

    /** Whether what is kept in sight follows another line, or one that was given up. */
    isOfAnother(record) {
        const {again, asked, isMidway} = this.ahead;
        return again
            ? again.find()?.id !== record.id
            : isMidway && asked?.isConnected === false;
    }

    /** Who says a line, to be compared. */
    readAuthor({data}) {
        return JSON.stringify(AUTHOR.map((name) => data[name]?.id || data[name] || ""));
    }

    /** What one types from now on is of the next line, and not of this one. */
    keepNext(record, isSame) {
        const {resId} = record;
        const key = record.data[KEY];
        const author = this.readAuthor(record);
        const find = () =>
            this.props.list.records.find((one) =>
                resId ? one.resId === resId : one.data[KEY] === key
            );
        const again = {
            find,
            follows: (line) => isSame && this.readAuthor(line) === author,
            next: this.getNext(record, isSame),
            save: () => this.saveAgain(again, isSame),
            correct: () => this.correct(find),
        };
        this.ahead.stop(this.findAsked(), null, again);
    }

    /** What waits follows once the line is saved, or at once if it is there no more. */
    async saveAgain(again, isSame) {
        const record = again.find();
        this.ahead.hold();
        let isThere = false;
        try {
            isThere = record
                ? await this.enterLine(record, TEXT)
                : await this.openNext(...again.next);
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

    /** Where one writes in the line that follows another, and what it takes over. */
    getNext(record, isSame) {
        return isSame
            ? [TEXT, this.getDefaults(record, KEPT)]
            : [this.columns[0].name, {}];
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
