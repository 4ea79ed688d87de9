import {TypedAhead, TypedAheadBox, readKey} from "./typed_ahead";
import {onWillDestroy, useExternalListener, useSubEnv} from "@odoo/owl";
import {ListRenderer} from "@web/views/list/list_renderer";
import {WILL_LEAVE} from "../conflict/settled_form";
import {WILL_UNLOAD} from "../conflict/settled_form";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {useBus} from "@web/core/utils/hooks";

// Buttons beside the lines, that leave a line half typed as it is.
const BESIDE = ["action_paste", "action_undo_noted"];
// Milliseconds that one waits for the next line at most.
const PATIENCE = 15_000;

/**
 * Lines among which one goes on typing, and clicking, while one of them is saved or the
 * next one is made: what waits is played in its order once the next line, or the one that
 * was clicked, is there.
 */
export class AheadRenderer extends ListRenderer {
    static template = "plpdma_concertation.AheadRenderer";
    static components = {...ListRenderer.components, TypedAheadBox};

    /** @override */
    setup() {
        super.setup();
        this.ahead = new TypedAhead({
            awaitShown: () => this.awaitShown(),
            onLeft: () => this.onFocusIn({target: document.activeElement}),
        });
        useSubEnv({plpdmaAhead: this.ahead});
        // The line where one goes on, once it is there.
        this.next = null;
        // Whether a click has begun, and whether what is kept goes on once it has ended.
        this.isPressing = false;
        this.isPlaying = false;
        const first = {capture: true};
        useExternalListener(document, "mousedown", (ev) => this.onMouseDown(ev), first);
        useExternalListener(document, "mouseup", () => this.onMouseUp(), first);
        useExternalListener(document, "click", (ev) => this.onClick(ev), first);
        useExternalListener(document, "keydown", () => this.onKeydown(), first);
        useExternalListener(document, "focusin", (ev) => this.onFocusIn(ev));
        useBus(this.uiService.bus, "active-element-changed", () => this.focusNext());
        useBus(this.props.list.model.bus, WILL_UNLOAD, ({detail}) => {
            detail.isWaiting = detail.isWaiting || this.ahead.isWaiting;
        });
        useBus(this.props.list.model.bus, WILL_LEAVE, ({detail}) => {
            detail.waits.push(this.ahead.awaitFree());
        });
        onWillDestroy(() => this.tellForgotten());
    }

    /** @override The next line begins where one was, and not before it is there. */
    focusCell(column, forward = true) {
        if (!this.next) {
            return this.ahead.isWriting || this.focusRefused()
                ? undefined
                : super.focusCell(column, forward);
        }
        const {name, isIt, resolve} = this.next;
        if (!this.editedRecord || !isIt(this.editedRecord)) {
            return;
        }
        this.next = null;
        if (!this.isElsewhere) {
            super.focusCell(this.columns.find((one) => one.name === name));
        }
        resolve(true);
    }

    /** A line that cannot be left: one is where it is refused, not where it begins. */
    focusRefused() {
        const isRefused =
            this.cellToFocus && this.cellToFocus.record !== this.editedRecord;
        const input = isRefused && this.findRefused();
        input?.focus?.();
        return Boolean(input);
    }

    findRefused() {
        return this.tableRef.el.querySelector(".o_selected_row .o_field_invalid input");
    }

    /** Whether one went on writing in another field of the page. */
    get isElsewhere() {
        const field = document.activeElement;
        const isField = field?.matches("input, textarea, select, [contenteditable]");
        return isField && !this.rootRef.el.contains(field);
    }

    /** Once a dialog is closed, one goes on in the line that is there again. */
    async focusNext() {
        // The dialog gives back what it took after this.
        await Promise.resolve();
        if (this.next && this.activeElement === this.uiService.activeElement) {
            this.focusCell();
        }
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
        await this.goTo(this.remember(record.id), column.name);
    }

    /** Whether one types into a cell; a box is ticked by the click itself. */
    isTyped(column, record) {
        return (
            column.type === "field" &&
            record.fields[column.name].type !== "boolean" &&
            !this.isCellReadonly(column, record)
        );
    }

    /** @override A choice may open, or close, the cells that follow: it is known first. */
    onCellKeydown(ev) {
        const isLeaving = ["tab", "shift+tab"].includes(getActiveHotkey(ev));
        if (!isLeaving || !this.ahead.isChoosing) {
            return super.onCellKeydown(...arguments);
        }
        this.ahead.isChoosing = false;
        ev.preventDefault();
        ev.stopPropagation();
        this.ahead.holdFor(ev.target, readKey(ev), async () => {
            await this.awaitShown();
            return true;
        });
    }

    /** Resolves once what is being changed is known, and shown. */
    async awaitShown() {
        await this.props.list.model.mutex.getUnlockedDef();
        for (let frame = 0; frame < 2; frame++) {
            await new Promise((resolve) => browser.requestAnimationFrame(resolve));
        }
    }

    /** @override What is typed before the line is there waits for it. */
    add(params) {
        if (this.canCreate && !this.ahead.isHeld) {
            this.addNext(params);
        } else {
            super.add(params);
        }
    }

    async addNext(params) {
        const asked = this.findAsked();
        const putBack = this.setKeptAside();
        this.ahead.hold();
        const opened = this.awaitNext(this.columns[0].name);
        const {isIt} = this.next;
        let isOpened = false;
        try {
            await this.props.onAdd(params);
            // A line that is not complete is not left.
            isOpened = this.props.list.records.some(isIt) && (await opened);
        } finally {
            if (isOpened) {
                this.ahead.release();
            } else {
                this.next = null;
                // Whoever types on without looking does not type into this line.
                await this.ahead.pause();
                this.ahead.stop(asked);
            }
            putBack();
        }
    }

    /** What is kept in sight goes where the line begins: one writes there. */
    setKeptAside() {
        return () => null;
    }

    /** Where one goes back to when the line that is written cannot be left. */
    findAsked() {
        const row = this.tableRef.el.querySelector(".o_selected_row");
        return row && this.findNextFocusableOnRow(row);
    }

    awaitNext(name) {
        const before = new Set(this.props.list.records.map((record) => record.id));
        return this.awaitLine(name, (one) => one.isNew && !before.has(one.id));
    }

    awaitLine(name, isIt) {
        return new Promise((resolve) => {
            const next = {name, isIt, resolve};
            this.next = next;
            setTimeout(() => {
                if (this.next === next) {
                    this.next = null;
                }
                resolve(false);
            }, PATIENCE);
        });
    }

    /** What still waited when the page was left is said: it is noted nowhere. */
    tellForgotten() {
        this.ahead.take(null);
        const texts = this.ahead.state.pieces
            .map((piece) => piece.text)
            .filter(Boolean);
        if (texts.length) {
            const message = _t("Typed, and not noted: %s", texts.join(" ; "));
            this.notificationService.add(message, {type: "warning", sticky: true});
        }
    }

    // ------------------------------------------------------------------
    // A click while a line is saved
    // ------------------------------------------------------------------
    isOfList(target) {
        return this.rootRef.el.closest(".o_field_widget").contains(target);
    }

    onMouseDown(ev) {
        this.isPressing = true;
        if (this.ahead.isHeld && this.isOfList(ev.target)) {
            // The cursor stays where what is typed waits.
            ev.preventDefault();
        }
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

    /** What is kept goes where one writes, once the click that led there has ended. */
    play() {
        this.isPlaying = this.isPressing;
        if (!this.isPlaying && this.ahead.state.isKept && !this.ahead.isHeld) {
            this.ahead.release();
        }
    }

    /** A click on a button beside the lines, while nothing is saved. */
    onClickBeside() {
        // Theirs who have such buttons.
    }

    onClick(ev) {
        const beside = ev.target.closest?.("button[name]");
        const isBeside = BESIDE.includes(beside?.name);
        if (this.ahead.isHeld && (isBeside || this.isOfList(ev.target))) {
            ev.preventDefault();
            ev.stopPropagation();
            this.clickLater(ev.target, isBeside ? beside : null);
        } else if (isBeside) {
            this.onClickBeside(ev, beside);
        } else if (this.ahead.isHeld) {
            this.clickFormLater(ev);
        }
    }

    /** The form is not saved, nor left, without what waits for its line. */
    clickFormLater(ev) {
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
        if (beside) {
            this.ahead.takeClick(() => beside.click());
        } else if (target.closest(".o_field_x2many_list_row_add")) {
            this.ahead.takeKey({key: "Enter", ctrlKey: true, bubbles: true});
        } else if (cell) {
            const find = this.remember(cell.parentElement.dataset.id);
            const name = cell.getAttribute("name");
            this.ahead.takeClick(() => this.goTo(find, name));
        }
    }

    /** How to find a line again once the list was saved, and read again. */
    remember(id) {
        const {resId} = this.props.list.records.find((record) => record.id === id);
        const known = new Set(this.props.list.records.map((record) => record.resId));
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
                super.focusCell(this.columns.find((one) => one.name === name));
                this.ahead.release();
            } else {
                await this.ahead.pause();
                this.ahead.stop(this.findRefused());
            }
        }
    }

    async enterLine(record, name) {
        if (record?.isInEdition) {
            super.focusCell(this.columns.find((one) => one.name === name));
            return true;
        }
        const isThere = this.awaitLine(name, (one) => one.id === record?.id);
        if (!record || !(await this.props.list.enterEditMode(record))) {
            this.next = null;
            return false;
        }
        return isThere;
    }

    /** Where the cursor is nowhere, what is typed waits all the same. */
    onKeydown() {
        if (this.ahead.isHeld && document.activeElement === document.body) {
            this.ahead.hold();
        }
    }

    /** What is kept goes on once one writes a new line, where nothing is asked any more. */
    onFocusIn({target}) {
        const {state, asked} = this.ahead;
        const isAsked = asked?.isConnected && asked.closest(".o_selected_row");
        const isBlank = this.editedRecord?.isNew && !target.value;
        const isText = target === this.findAsked();
        if (state.isKept && !state.isHeld && !isAsked && isText && isBlank) {
            this.play();
        }
    }
}
