import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {BACK, PARTING, VALIDATING, press, readKey} from "./ahead_keys";
import {AheadAside} from "./ahead_aside";
import {reactive} from "@odoo/owl";

// Milliseconds without a key, after which one has seen what is asked.
export const PAUSE = 400;
const TAB = {key: "Tab", code: "Tab", bubbles: true, cancelable: true};

/**
 * What is typed while the screen is busy. It is written in a box of its own, as anywhere
 * else, and played where it belongs once the screen is free: letters and keys, in order.
 */
export class TypedAhead extends AheadAside {
    /**
     * @param {Object} lines
     * @param {Function} lines.awaitShown resolves once what is being changed is shown
     * @param {Function} lines.onLeft called once nothing is asked any more
     */
    constructor({awaitShown, onLeft}) {
        super();
        this.awaitShown = awaitShown;
        this.onLeft = onLeft;
        // What waits: texts, each with what ended it, a key or a click.
        this.state = reactive({
            pieces: [],
            isHeld: false,
            isKept: false,
            canRetry: false,
        });
        this.box = null;
        // Where one goes back to, and the key by which one was leaving it.
        this.asked = null;
        this.askedKey = null;
        // How to `find` and `save` again the line that was not saved, to `correct` it
        // first, and whether what comes after it `follows` in another.
        this.again = null;
        this.keys = 0;
        // A field beside the lines that was clicked.
        this.entered = null;
        // Whether the key that is pressed has just made a choice.
        this.isChoosing = false;
    }

    get isHeld() {
        return this.state.isHeld;
    }

    /** Whether one writes there: nothing else takes the cursor. */
    get isWriting() {
        return (
            this.isHeld || (Boolean(this.box) && document.activeElement === this.box)
        );
    }

    /** Whether something waits, be it kept in sight or not. */
    get isWaiting() {
        const {pieces} = this.state;
        const isLeft = pieces.length || this.aside.size || this.box?.value;
        return this.isHeld || Boolean(isLeft);
    }

    /** Whether nothing is kept that one would read. */
    get isEmpty() {
        return !this.box?.value && !this.state.pieces.some(({text}) => text);
    }

    /** Whether what is kept in sight follows once what is typed there is settled. */
    isAwaiting(input) {
        return this.state.isKept && this.asked === input;
    }

    /** Whether what is kept goes on in the midst of a line: it begins no other. */
    get isMidway() {
        return Boolean(this.askedKey && this.askedKey.key !== "Enter");
    }

    /**
     * What is asked there was just chosen with the mouse: what waits for it follows, as
     * after Tab.
     * @param {HTMLElement} input
     */
    async goOn(input) {
        if (this.isAwaiting(input)) {
            await this.holdFor(input, TAB, async () => {
                await this.awaitShown();
                return true;
            });
        }
    }

    /**
     * What is asked there is settled, and one went elsewhere: what waits for it follows
     * where one writes then.
     * @param {HTMLElement} input
     */
    leave(input) {
        if (this.isAwaiting(input)) {
            this.asked = null;
            this.askedKey = null;
            if (this.state.pieces[0]?.again) {
                this.setAgain(this.state.pieces.shift().again);
            }
            this.onLeft();
        }
    }

    /** From now on, what is typed waits. */
    hold() {
        this.state.isHeld = true;
        this.state.canRetry = false;
        this.box?.focus({preventScroll: true});
    }

    /**
     * What waits goes where the cursor is, until a key makes the screen busy again.
     * @param {Object|null} [first] the key that what waits comes after
     * @returns {Promise|undefined} resolves once it goes there, if it has to wait
     */
    release(first = null) {
        if (this.busy) {
            return this.releaseLater(first);
        }
        this.state.isHeld = false;
        // It is kept for nothing else any more.
        this.close();
        if (first) {
            press(first);
        }
        while (this.isPlaying) {
            if (!this.playNext()) {
                return undefined;
            }
        }
        if (!this.isHeld) {
            if (!this.state.isKept) {
                this.writeRest();
            }
            this.putBackLater();
        }
        return undefined;
    }

    /** Whether something is still to be played: a key may ask something, with which the
     * rest is kept again. */
    get isPlaying() {
        const {isHeld, isKept, pieces} = this.state;
        return !isHeld && !isKept && pieces.length > 0;
    }

    /** @returns {Boolean} whether one goes on at once with what follows */
    playNext() {
        const {pieces} = this.state;
        if (pieces[0].again) {
            this.take(null);
        }
        const {text, end, isClick} = pieces[0];
        // A click needs no cursor in a line.
        if ((text || !isClick) && !this.write(text)) {
            this.stop();
            return false;
        }
        pieces.shift();
        end?.();
        if (isClick && !this.isHeld) {
            // What it begins is told a moment later.
            this.holdWhile(new Promise((resolve) => setTimeout(resolve)));
            return false;
        }
        return true;
    }

    setAgain(again) {
        this.again = again;
        this.state.canRetry = Boolean(again);
    }

    close() {
        this.state.isKept = false;
        this.setAgain(null);
    }

    /** One went back to the line, or it is saved: nothing is to be seen here. */
    closeEmpty() {
        if (this.again && !this.isWriting && this.isEmpty) {
            this.state.pieces.length = 0;
            this.close();
        }
    }

    /** What is written in the box, and no key ended yet, goes on where the cursor is. */
    writeRest() {
        if (!this.box?.value) {
            this.box?.blur();
            return;
        }
        const {value, selectionEnd} = this.box;
        if (!this.write(value)) {
            this.stop();
            return;
        }
        this.box.value = "";
        const field = document.activeElement;
        if (field.value === value) {
            field.setSelectionRange(selectionEnd, selectionEnd);
        }
    }

    /**
     * What is typed meanwhile waits: it goes where the key leads, once what was typed
     * before is settled; else it stays in sight. What already waited for something else
     * goes on doing so.
     * @param {HTMLElement} input where it was typed
     * @param {Object|null} key that leaves
     * @param {Function} settle
     * @param {Boolean} [isAgain] whether it was asked already: a key that leaves all the
     * same, pressed without looking, waits with what comes after it
     * @returns {Promise<Boolean>} whether it is settled
     */
    async holdFor(input, key, settle, isAgain = false) {
        const isNext = isAgain && key && !this.isAwaiting(input);
        const putBack = this.isAwaiting(input) ? () => null : this.setAside();
        this.state.isKept = false;
        this.hold();
        let isSettled = false;
        try {
            isSettled = await settle();
        } finally {
            if (isSettled) {
                this.state.isHeld = false;
                input.focus();
                this.release(key);
            } else {
                if (isNext) {
                    this.state.pieces.unshift({text: "", end: () => press(key)});
                }
                // Whoever types on without looking does not type into the name.
                await this.pause();
                this.stop(input, key);
            }
            if (isSettled) {
                putBack();
            } else {
                putBack(input, true);
            }
        }
        return isSettled;
    }

    /**
     * What is typed from now on stays in sight, with the cursor, until what is refused
     * there is mended.
     * @param {HTMLElement} asked
     * @param {Object} key that leaves it: what waits goes where it leads
     */
    keepFor(asked, key) {
        this.askedKey = this.isAwaiting(asked) ? this.askedKey : key;
        this.hold();
        this.state.isHeld = false;
        this.state.isKept = true;
        this.asked = asked;
    }

    /** Resolves once nobody types any more. */
    async pause() {
        for (let seen = null; seen !== this.keys; ) {
            seen = this.keys;
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }

    /**
     * What waits stays there, to be read, until what is asked is settled. Whoever went on
     * writing goes on there; so does whoever ended a line that was not saved.
     * @param {HTMLElement} [asked] where it is settled
     * @param {Object} [key] by which one was leaving it
     * @param {Object} [again] how to save again the line that was not
     */
    stop(asked = null, key = null, again = null) {
        const {isEmpty} = this;
        this.state.isHeld = false;
        this.state.isKept = !isEmpty || Boolean(again);
        this.asked = asked;
        this.askedKey = key;
        this.setAgain(again);
        if (isEmpty) {
            // Keys alone lead nowhere while one has to stay.
            this.state.pieces.length = 0;
        }
        if (again) {
            this.box?.focus({preventScroll: true});
        } else if (isEmpty || !this.isWriting) {
            asked?.focus();
        }
        this.putBackLater();
    }

    goBack() {
        if (this.again) {
            this.again.correct();
        } else {
            this.asked?.focus();
        }
    }

    forget() {
        const {again} = this;
        this.state.pieces.length = 0;
        this.box.value = "";
        this.stop(this.asked);
        again?.correct();
    }

    /**
     * @param {Function|null} end what comes after what was typed so far
     * @param {Boolean} [isClick] whether it is a click, and no key
     */
    take(end, isClick = false) {
        const text = this.box?.value || "";
        const {pieces} = this.state;
        if (text || end) {
            // What follows another line comes after it.
            const place = pieces.findIndex(({again}) => again);
            pieces.splice(place < 0 ? pieces.length : place, 0, {text, end, isClick});
        }
        if (this.box) {
            this.box.value = "";
        }
    }

    takeKey(key) {
        this.take(() => press(key));
    }

    takeClick(click) {
        this.take(click, true);
    }

    /** @returns {Boolean} whether one writes in a line, and the text is there */
    write(text) {
        const {activeElement} = document;
        const isWriting =
            activeElement?.closest(".o_selected_row") ||
            (activeElement && activeElement === this.entered);
        if (isWriting && text) {
            // Nothing is written where no field has the cursor.
            return document.execCommand("insertText", false, text);
        }
        return Boolean(isWriting);
    }

    onKeydown(ev) {
        ev.stopPropagation();
        this.keys += 1;
        const hotkey = getActiveHotkey(ev);
        const isBack = this.state.canRetry && !this.box.value && BACK.includes(hotkey);
        if (!this.isHeld && (hotkey === "escape" || isBack)) {
            ev.preventDefault();
            // A key that is kept pressed is still erasing what was typed here.
            if (!ev.repeat) {
                this.goBack();
            }
            return;
        }
        if (!PARTING.includes(hotkey)) {
            return;
        }
        ev.preventDefault();
        const isRetried = this.state.canRetry && VALIDATING.includes(hotkey);
        if (!isRetried || this.box.value) {
            this.takeKey(readKey(ev));
        }
        if (isRetried && !ev.repeat) {
            this.again.save();
        }
    }
}
