import {PAUSE, TypedAhead} from "./typed_ahead";
import {PATIENCE} from "./ahead_busy";
import {onMounted, onWillDestroy, useExternalListener, useSubEnv} from "@odoo/owl";
import {ListRenderer} from "@web/views/list/list_renderer";
import {ACTING, WILL_LEAVE, WILL_UNLOAD} from "../conflict/settled_form";
import {TypedAheadBox} from "./ahead_box";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {readKey} from "./ahead_keys";
import {watchTyping} from "./ahead_errors";
import {useBus} from "@web/core/utils/hooks";

const LEAVING = ["tab", "shift+tab", "enter"];
const NUMBERS = ["integer", "float"];
const ENTER = {key: "Enter", bubbles: true, cancelable: true};

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
        // When one last typed here.
        this.typedAt = -Infinity;
        const first = {capture: true};
        useExternalListener(document, "keydown", (ev) => this.onKeydown(ev), first);
        useExternalListener(document, "focusin", (ev) => this.onFocusIn(ev));
        useBus(this.uiService.bus, "active-element-changed", () => this.focusNext());
        useBus(this.props.list.model.bus, WILL_UNLOAD, ({detail}) => {
            detail.isWaiting = detail.isWaiting || this.ahead.isWaiting;
        });
        useBus(this.props.list.model.bus, ACTING, ({detail}) => {
            this.ahead.holdWhile(detail.done.then(() => this.awaitShown()));
        });
        useBus(this.props.list.model.bus, WILL_LEAVE, ({detail}) => {
            detail.waits.push(this.ahead.awaitFree());
        });
        onMounted(() => {
            this.stopWatching = watchTyping(this.ahead);
        });
        onWillDestroy(() => {
            this.stopWatching?.();
            this.tellForgotten();
        });
    }

    /** @override The next line begins where one was, and not before it is there. */
    focusCell(column, forward = true) {
        if (!this.next) {
            // A line that is read again takes the cursor from nowhere else.
            const isTaken = this.ahead.isWriting || this.isElsewhere;
            return isTaken || this.focusRefused()
                ? undefined
                : super.focusCell(column, forward);
        }
        const {name, isIt, resolve} = this.next;
        if (!this.editedRecord || !isIt(this.editedRecord)) {
            return;
        }
        this.next = null;
        if (!this.isElsewhere) {
            this.enterCell(name);
        }
        resolve(true);
    }

    /** One writes in a cell of the line that is written. */
    enterCell(name) {
        super.focusCell(this.columns.find((one) => one.name === name));
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

    /** @override A choice may open, or close, the cells that follow: it is known first;
     * a number that is none is not left. */
    onCellKeydown(ev, _group = null, record = null) {
        const hotkey = getActiveHotkey(ev);
        const isLeaving = LEAVING.includes(hotkey) && ev.target.tagName === "INPUT";
        const number = isLeaving && this.findNumber(ev.target, record);
        const isRefused = Boolean(number) && record.isFieldInvalid(number.name);
        const isChosen = hotkey !== "enter" && this.ahead.isChoosing;
        const isMended = Boolean(number) && this.ahead.isAwaiting(ev.target);
        if (!isLeaving || !(isRefused || isChosen || isMended)) {
            return super.onCellKeydown(...arguments);
        }
        this.ahead.isChoosing = false;
        ev.preventDefault();
        ev.stopPropagation();
        if (isRefused) {
            this.askNumber(ev);
        } else {
            // What waits goes where one was going when the number was refused.
            const key = (isMended && this.ahead.askedKey) || readKey(ev);
            this.ahead.holdFor(ev.target, key, async () => {
                await this.awaitShown();
                return true;
            });
        }
    }

    /** @override A line that cannot be left is not closed: one is where it is refused. */
    onCellKeydownEditMode(hotkey, _cell, _group, record) {
        const refused = hotkey === "escape" && record?.dirty && this.findRefused();
        if (refused) {
            refused.focus();
            return true;
        }
        // Below the lines: core takes the key for one of theirs.
        return Boolean(record) && super.onCellKeydownEditMode(...arguments);
    }

    /** The number that one writes in a cell, if it is one. */
    findNumber(target, record) {
        const name = target.closest("td[name]")?.getAttribute("name");
        const field = record?.fields[name];
        return field && NUMBERS.includes(field.type) ? field : null;
    }

    /** It is said, and what is typed next waits until it is mended. */
    askNumber(ev) {
        const message = _t("“%s” is not a number.", ev.target.value);
        this.notificationService.add(message, {type: "danger"});
        this.ahead.keepFor(ev.target, readKey(ev));
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
                const refused = this.findRefused();
                this.ahead.stop(refused || asked, refused && ENTER);
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
        const texts = this.ahead.readTexts();
        if (texts.length) {
            const message = _t("Typed, and not noted: %s", texts.join(" ; "));
            this.notificationService.add(message, {type: "warning", sticky: true});
        }
    }

    /** Where the cursor is nowhere, or a dialog has just taken it from whoever goes on
     * typing, what is typed waits all the same. */
    onKeydown(ev) {
        const {activeElement} = document;
        const isOurs = this.rootRef.el.contains(activeElement) || this.ahead.isWriting;
        const isTypingOn = ev.timeStamp - this.typedAt < PAUSE;
        const isTaken = Boolean(activeElement?.closest(".modal")) && isTypingOn;
        if (this.ahead.isHeld && activeElement === document.body) {
            this.typedAt = ev.timeStamp;
            this.ahead.hold();
        } else if (this.ahead.isHeld && isTaken && !this.isInDialog) {
            this.typedAt = ev.timeStamp;
            this.ahead.hold();
            this.ahead.onKeydown(ev);
        } else if (isOurs) {
            this.typedAt = ev.timeStamp;
        }
    }

    get isInDialog() {
        return Boolean(this.rootRef.el.closest(".modal"));
    }

    /** What is kept goes where one writes. */
    play() {
        if (this.ahead.state.isKept && !this.ahead.isHeld) {
            this.ahead.release();
        }
    }

    /** @override What one does where one types ahead is of the line that is written. */
    onGlobalClick(ev) {
        if (!this.isAhead(ev.target)) {
            super.onGlobalClick(ev);
        }
    }

    isAhead(target) {
        return Boolean(this.ahead.box?.closest(".o_plpdma_ahead").contains(target));
    }

    /** What is kept goes on once one writes a new line, where nothing is asked any more. */
    onFocusIn({target}) {
        const form = this.rootRef.el.closest(".o_form_view");
        if (form?.contains(target) && !this.isAhead(target)) {
            this.ahead.closeEmpty();
        }
        const isBlank = this.editedRecord?.isNew && !target.value;
        if (isBlank && target === this.findAsked() && this.isOver(this.editedRecord)) {
            this.play();
        }
    }

    /** Whether what is kept begins a line: nothing is asked any more before it. */
    isOver(record) {
        const {state, again, asked, isMidway} = this.ahead;
        const isAsked = asked?.isConnected && asked.closest(".o_selected_row");
        // What comes after a line that is not saved is not somebody else's.
        const isTheirs = !again || again.follows(record);
        return state.isKept && !state.isHeld && !isAsked && !isMidway && isTheirs;
    }
}
