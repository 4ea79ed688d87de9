import {
    SelectionField,
    selectionField,
} from "@web/views/fields/selection/selection_field";
import {onMounted, onWillUnmount} from "@odoo/owl";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {_t} from "@web/core/l10n/translation";
import {findTyped} from "./typed_match";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {readKey} from "./ahead_keys";
import {registry} from "@web/core/registry";
import {useUnsettled} from "./typed_unsettled";

const LEAVING = ["enter", "tab", "shift+tab"];
const MOVING = ["arrowdown", "arrowup", "home", "end"];

/**
 * A list of choices in which what is typed is chosen, by Tab, by Enter or by leaving.
 * What means several choices, or none, stays there and is said beside it: nothing else
 * is chosen, and what is typed after it waits.
 */
export class TypedMenu extends SelectMenu {
    /** @override */
    setup() {
        super.setup();
        const {plpdmaTyped} = this.env;
        // What was typed, and is no choice yet, also where the page was left meanwhile.
        this.typed = plpdmaTyped.typed;
        this.isTyped = Boolean(this.typed);
        plpdmaTyped.settle = () => (this.isTyped ? this.settle() : true);
        plpdmaTyped.isTyping = () => this.isTyped;
        this.isMoving = false;
        this.activeChoice = null;
        // The lists are short: what is shown is what would be chosen, at once.
        this.debouncedOnInput = (ev) => this.onTyped(ev.target.value);
        Object.assign(this.navigationOptions, {
            shouldFocusFirstItem: false,
            hotkeys: {enter: false, tab: false, "shift+tab": false},
            onItemActivated: (element) => {
                const index = Number(element.dataset.choiceIndex);
                this.activeChoice = this.state.displayedOptions[index];
            },
        });
        const onKeydown = this.onKeydown.bind(this);
        let input = null;
        onMounted(() => {
            input = this.inputRef.el;
            input?.addEventListener("keydown", onKeydown);
        });
        onWillUnmount(() => input?.removeEventListener("keydown", onKeydown));
    }

    /** @override What was typed stays, whatever closes the list. */
    get displayValue() {
        return this.isTyped ? this.typed : super.displayValue;
    }

    /** @override The cursor stays where what one types meanwhile waits. */
    onInputFocus(ev) {
        if (this.env.plpdmaAhead?.isHeld) {
            this.env.plpdmaAhead.hold();
        } else {
            super.onInputFocus(ev);
        }
    }

    onTyped(text) {
        this.typed = text;
        this.isTyped = true;
        this.env.plpdmaTyped.forget();
        this.isMoving = false;
        if (!this.dropdownState.isOpen) {
            this.dropdownState.open();
        }
        this.state.searchValue = text;
        this.onInput(text);
    }

    /** @override */
    async onBeforeOpen() {
        await this.onInput(this.isTyped ? this.typed : "");
    }

    /** @override */
    filterOptions(searchString = "", groups) {
        super.filterOptions("", groups);
        if (searchString.trim()) {
            this.state.choices = this.findChoices(searchString);
            this.sliceDisplayedOptions();
        }
    }

    findChoices(text) {
        return findTyped(this.props.choices, text, (choice) => choice.label);
    }

    onKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        if (MOVING.includes(hotkey)) {
            this.isMoving = this.isMoving || this.dropdownState.isOpen;
            return;
        }
        if (hotkey === "escape") {
            this.giveUp(ev);
        }
        if (!LEAVING.includes(hotkey)) {
            return;
        }
        const isOpen = this.dropdownState.isOpen;
        const {plpdmaAhead: ahead, plpdmaTyped: typed} = this.env;
        const isAgain = typed.isAsked;
        const isSettled = this.settleByKey(ahead);
        const isStaying = isOpen && hotkey === "enter";
        // What waited for it is played where the key leads.
        const isPlayed = isSettled && ahead?.isAwaiting(this.inputRef.el);
        if (!isSettled || isStaying || isPlayed) {
            ev.preventDefault();
            ev.stopPropagation();
        }
        if (ahead && (isPlayed || !isSettled)) {
            const key = isStaying ? null : readKey(ev);
            ahead.holdFor(this.inputRef.el, key, () => isSettled, isAgain);
        }
    }

    settleByKey(ahead) {
        const isChoosing = this.isTyped || this.isMoving;
        const isSettled = this.settle();
        if (ahead) {
            ahead.isChoosing = isSettled && isChoosing;
        }
        return isSettled;
    }

    /**
     * Choose what was typed, or gone to by the arrows.
     * @returns {Boolean} whether there is nothing left to say
     */
    settle() {
        const typed = this.typed.trim();
        if (this.isMoving && this.activeChoice && this.dropdownState.isOpen) {
            this.choose(this.activeChoice.value);
        } else if (this.isTyped && !typed) {
            if (this.canDeselect) {
                this.props.onSelect(null);
            }
        } else if (this.isTyped) {
            const found = this.findChoices(typed);
            if (found.length !== 1) {
                this.env.plpdmaTyped.ask(typed, this.describe(typed, found));
                this.dropdownState.close();
                return false;
            }
            this.choose(found[0].value);
        }
        this.forgetTyped();
        return true;
    }

    /** What was chosen before stands, and one stays there. */
    giveUp(ev) {
        if (!this.isTyped && !this.dropdownState.isOpen) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.forgetTyped();
        this.inputRef.el.value = this.displayValue;
        // What is drawn of the letters may be shown a moment later only.
        this.render();
        this.inputRef.el.select();
    }

    forgetTyped() {
        this.isTyped = this.isMoving = false;
        this.typed = "";
        this.activeChoice = null;
        this.state.searchValue = null;
        this.env.plpdmaTyped.forget();
        this.dropdownState.close();
    }

    describe(typed, found) {
        const choices = (found.length ? found : this.props.choices)
            .map((choice) => choice.label)
            .join(", ");
        return found.length
            ? _t("“%(typed)s” may be several: %(choices)s.", {typed, choices})
            : _t("“%(typed)s” is none of the choices: %(choices)s.", {typed, choices});
    }

    /** @override With the mouse: what waits for it goes on from there. */
    onItemSelected(value) {
        this.choose(value);
        this.env.plpdmaAhead?.goOn(this.inputRef.el);
    }

    choose(value) {
        super.onItemSelected(value);
        this.isTyped = this.isMoving = false;
        this.typed = "";
        this.env.plpdmaTyped.forget();
    }

    /** @override */
    onInputBlur(ev) {
        this.state.isFocused = false;
        if (this.menuRef.el?.contains(ev.relatedTarget)) {
            return;
        }
        if (this.isTyped && this.settle()) {
            this.env.plpdmaAhead?.leave(this.inputRef.el);
        }
        ev.target.value = this.displayValue;
    }
}

/** A choice that is made by typing its first letters. */
export class TypedChoice extends SelectionField {
    static template = "plpdma_concertation.TypedChoice";
    static components = {...SelectionField.components, SelectMenu: TypedMenu};

    setup() {
        super.setup();
        this.typed = useUnsettled(this);
    }

    get isRequired() {
        const field = this.props.record.fields[this.props.name];
        return Boolean(this.props.required || field.required);
    }
}

registry.category("fields").add("plpdma_typed", {
    ...selectionField,
    component: TypedChoice,
    additionalClasses: ["o_field_selection"],
});
