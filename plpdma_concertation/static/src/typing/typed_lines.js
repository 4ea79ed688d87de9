import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ListRenderer} from "@web/views/list/list_renderer";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {keepTyped} from "./typed_ahead";
import {registry} from "@web/core/registry";
import {useEffect} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

const TEXT = "verbatim";
// What the next line of the same person takes over.
const KEPT = ["stakeholder_id", "contributor_name", "role_id", "question_id", "kind"];
// Milliseconds that one waits for the next line at most.
const PATIENCE = 5000;

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
export class TypedLinesRenderer extends ListRenderer {
    /** @override */
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        this.isBusy = false;
        this.next = null;
        const onPaste = this.onPaste.bind(this);
        useEffect(
            (table) => {
                table?.addEventListener("paste", onPaste);
                return () => table?.removeEventListener("paste", onPaste);
            },
            () => [this.tableRef.el]
        );
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

    /** @override The next line begins where one was. */
    focusCell(column, forward = true) {
        if (!this.next || !this.editedRecord?.isNew) {
            return super.focusCell(column, forward);
        }
        const {name, resolve} = this.next;
        this.next = null;
        super.focusCell(this.columns.find((one) => one.name === name));
        resolve();
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
        if (!this.isBusy && ev.target.value.trim()) {
            this.writeNext(record, hotkey === "enter");
        }
    }

    /**
     * Save a line and open the next one.
     * @param {Object} record
     * @param {Boolean} isSame whether the same person goes on
     */
    async writeNext(record, isSame) {
        this.isBusy = true;
        const getTyped = keepTyped();
        try {
            await this.props.list.model._askChanges();
            const context = isSame ? this.getKept(record) : {};
            if (!this.root.isNew && !(await this.root.save())) {
                return;
            }
            await this.openNext(isSame ? TEXT : this.columns[0].name, context);
        } finally {
            this.isBusy = false;
            const typed = getTyped();
            if (typed && document.activeElement?.closest?.(".o_selected_row")) {
                document.execCommand("insertText", false, typed);
            }
        }
    }

    /** Resolves once one writes in the next line, or waited long enough. */
    openNext(name, context) {
        const opened = new Promise((resolve) => {
            this.next = {name, resolve};
            setTimeout(resolve, PATIENCE);
        });
        this.props.onAdd({context});
        return opened;
    }

    getKept(record) {
        const kept = KEPT.filter((name) => name in record.data && record.data[name]);
        return Object.fromEntries(
            kept.map((name) => {
                const value = record.data[name];
                return [`default_${name}`, value.id || value];
            })
        );
    }

    /** What each row of a table becomes is shown before any is noted. */
    async onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain");
        const source = ev.clipboardData.getData("text/html");
        if (!this.canCreate || this.root.isNew || !isRows(text, source)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (!(await this.root.save())) {
            return;
        }
        const args = [[this.root.resId], text, source];
        const action = await this.orm.call(this.root.resModel, "action_paste", args);
        await this.action.doAction(action, {onClose: () => this.root.load()});
    }
}

export class TypedLines extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: TypedLinesRenderer};
}

registry.category("fields").add("plpdma_typed_lines", {
    ...x2ManyField,
    component: TypedLines,
    additionalClasses: ["o_field_one2many"],
});
