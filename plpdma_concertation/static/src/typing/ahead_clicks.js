import {AheadRenderer} from "./ahead_renderer";
import {press} from "./ahead_keys";
import {browser} from "@web/core/browser/browser";
import {useEffect, useExternalListener} from "@odoo/owl";

// Buttons beside the lines, that leave a line half typed as it is.
const BESIDE = ["action_paste", "action_undo_noted"];
const NAMED = "button[name]";
// What one clicks in a line, besides the cells that one enters.
const IN_LINE = [NAMED, ".o_list_record_remove button"];
const WRITTEN = "input:not([type=checkbox], [type=radio]), textarea, [contenteditable]";

/** Lines among which one clicks while one of them is saved, or the next one is made: a
 * click comes after what was typed before it, and what is typed after goes there. */
export class ClickedRenderer extends AheadRenderer {
    /** @override */
    setup() {
        super.setup();
        // Whether a click has begun, and whether what is kept goes on once it has ended.
        this.isPressing = false;
        this.isPlaying = false;
        // Whether a click left the cursor where it was.
        this.hasStayed = false;
        // Whether a button beside the lines is doing something.
        this.isActing = false;
        // The lines that are in sight, which may be read again before they are shown.
        this.shown = new Map();
        useEffect(() => {
            const {records} = this.props.list;
            this.shown = new Map(records.map((one) => [one.id, one.resId]));
        });
        const first = {capture: true};
        useExternalListener(document, "mousedown", (ev) => this.onMouseDown(ev), first);
        useExternalListener(document, "mouseup", () => this.onMouseUp(), first);
        useExternalListener(document, "click", (ev) => this.onClick(ev), first);
    }

    /** @override What is typed before the line is there goes into the cell clicked. */
    async onCellClicked(record, column, ev) {
        const isThere = record === this.editedRecord || this.ahead.isHeld;
        const isEntered =
            !ev.target.special_click &&
            !this.props.list.selection.length &&
            this.isInlineEditable(record) &&
            this.isTyped(column, record);
        if (isThere || !isEntered) {
            return super.onCellClicked(...arguments);
        }
        await this.goAside(this.remember(record.id), column.name);
    }

    /** One goes to a line, and what is kept in sight for another one does not. */
    async goAside(find, name) {
        const putBack = this.setKeptAside();
        try {
            await this.goTo(find, name);
        } finally {
            putBack();
        }
    }

    /** Whether one types into a cell; a box is ticked by the click itself. */
    isTyped(column, record) {
        return (
            column.type === "field" &&
            record.fields[column.name].type !== "boolean" &&
            !this.isCellReadonly(column, record)
        );
    }

    isOfList(target) {
        return this.rootRef.el.closest(".o_field_widget").contains(target);
    }

    onMouseDown(ev) {
        this.isPressing = true;
        const isOurs = this.isOfList(ev.target) || this.findField(ev.target);
        this.hasStayed = this.ahead.isHeld && isOurs;
        if (this.hasStayed) {
            // The cursor stays where what is typed waits.
            ev.preventDefault();
        }
    }

    /** Where one writes in the form, beside the lines. */
    findField(target) {
        const field = target.closest?.(WRITTEN);
        const form = this.rootRef.el.closest(".o_form_view");
        const isBeside = field && form?.contains(field) && !this.isOfList(field);
        return isBeside && field !== this.ahead.box ? field : null;
    }

    /** The click itself comes at once after this, and leads nowhere else. */
    onMouseUp() {
        browser.setTimeout(() => {
            this.isPressing = false;
            if (this.isPlaying) {
                this.play();
            }
        });
    }

    /** @override Once the click that led there has ended. */
    play() {
        this.isPlaying = this.isPressing;
        if (!this.isPlaying) {
            super.play();
        }
    }

    /** A click on a button beside the lines, while nothing is saved. */
    onClickBeside() {
        // Theirs who have such buttons.
    }

    onClick(ev) {
        const beside = ev.target.closest?.("button[name]");
        const isBeside = BESIDE.includes(beside?.name);
        if (isBeside && (ev.detail > 1 || this.isActing)) {
            // One sees first what the button did.
            ev.preventDefault();
            ev.stopPropagation();
        } else if (this.ahead.isHeld && (isBeside || this.isOfList(ev.target))) {
            ev.preventDefault();
            ev.stopPropagation();
            this.clickLater(ev.target, isBeside ? beside : null);
            // A button that acts may have had the cursor.
            this.ahead.hold();
        } else if (isBeside) {
            this.onClickBeside(ev, beside);
        } else if (this.ahead.isHeld) {
            this.clickFormLater(ev);
        } else if (this.hasStayed) {
            // What waited is written since: one goes where one clicked.
            this.findField(ev.target)?.focus();
        }
    }

    /** What waits for its line is written before one goes on elsewhere in the form. */
    enterLater(ev, field) {
        ev.preventDefault();
        ev.stopPropagation();
        this.ahead.takeClick(() => this.enterField(field));
        this.ahead.hold();
    }

    enterField(field) {
        if (field.isConnected) {
            this.ahead.entered = field;
            field.focus();
            field.click();
        }
    }

    /** The form is not saved, nor left, without what waits for its line. */
    clickFormLater(ev) {
        const field = this.findField(ev.target);
        if (field) {
            this.enterLater(ev, field);
            return;
        }
        const button = ev.target.closest?.("button, a");
        const form = this.rootRef.el.closest(".o_form_view");
        if (!button || !(form?.contains(button) || button.closest(".o_main_navbar"))) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.ahead.takeClick(() => {
            // What was typed is told to the form before another page stands there.
            document.activeElement?.blur();
            if (button.isConnected) {
                button.click();
            }
        });
    }

    /** A click comes after what was typed before it; what is typed after goes there. */
    clickLater(target, beside) {
        const cell = target.closest(".o_data_row > td[name]");
        const line = target.closest(".o_data_row");
        if (beside) {
            this.ahead.takeClick(() => beside.click());
        } else if (target.closest(".o_field_x2many_list_row_add")) {
            this.ahead.takeClick(() => this.addLater());
        } else if (line) {
            const find = this.remember(line.dataset.id);
            const name = cell?.getAttribute("name");
            const button = IN_LINE.find((one) => target.closest(one));
            if (button) {
                const told =
                    button === NAMED ? `[name=${target.closest(NAMED).name}]` : "";
                this.ahead.takeClick(() => this.clickInLine(find, `${button}${told}`));
            } else if (name) {
                this.ahead.takeClick(() => this.goTo(find, name));
            }
        }
    }

    /** A button of a line that may have been read again since. */
    clickInLine(find, selector) {
        const row = `.o_data_row[data-id="${find()?.id}"]`;
        this.tableRef.el.querySelector(`${row} ${selector}`)?.click();
    }

    addLater() {
        if (this.editedRecord) {
            press({key: "Enter", ctrlKey: true, bubbles: true});
        } else {
            this.add({});
        }
    }

    /** How to find a line again once the list was saved, and read again. */
    remember(id) {
        const resId = this.shown.get(id);
        const known = new Set(this.shown.values());
        const isIt = (one) =>
            one.id === id || (resId ? one.resId === resId : !known.has(one.resId));
        return () => this.props.list.records.find(isIt);
    }

    async goTo(find, name) {
        this.ahead.hold();
        let isThere = false;
        try {
            // The key before may lead to a line too, which is there first.
            await this.awaitShown();
            isThere = await this.enterLine(find(), name);
        } finally {
            if (isThere) {
                // A choice gives the cursor back as long as something is held.
                this.ahead.state.isHeld = false;
                this.enterCell(name);
                this.ahead.release();
            } else {
                await this.ahead.pause();
                this.ahead.stop(this.findRefused());
            }
        }
    }

    async enterLine(record, name) {
        if (record?.isInEdition) {
            this.enterCell(name);
            return true;
        }
        const isThere = this.awaitLine(name, (one) => one.id === record?.id);
        if (!record || !(await this.props.list.enterEditMode(record))) {
            this.next = null;
            return false;
        }
        return isThere;
    }
}
