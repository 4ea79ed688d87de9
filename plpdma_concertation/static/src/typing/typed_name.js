import {
    Many2OneField,
    buildM2OFieldDescription,
    extractM2OFieldProps,
} from "@web/views/fields/many2one/many2one_field";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {Many2One} from "@web/views/fields/many2one/many2one";
import {Many2XAutocomplete} from "@web/views/fields/relational_utils";
import {_t} from "@web/core/l10n/translation";
import {findNamed} from "./typed_match";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {onMounted} from "@odoo/owl";
import {readKey} from "./ahead_keys";
import {registry} from "@web/core/registry";
import {useUnsettled} from "./typed_unsettled";

const NAMED = 5;
// Among so many that the server finds, those whose names begin so come first.
const SEARCHED = 80;

const MAKING = ["createItem", "createEditItem"];

const isMaking = (option) => MAKING.includes(option.data?.slotName);
const getName = (option) => option.data.record.display_name;

/**
 * Names among which what is typed is chosen: the only one that is found, or the one that
 * is written so. What means several, or none, stays there, is said beside it, and is not
 * left before it is settled: nobody else is chosen, and nobody is forgotten.
 */
export class TypedAutoComplete extends AutoComplete {
    /** @override */
    setup() {
        super.setup();
        this.typedRev = 0;
        this.settling = null;
        // What was typed, and means several, or none.
        this.unsettled = "";
        this.hasOffer = false;
        const {plpdmaTyped} = this.env;
        plpdmaTyped.settle = () => this.settleLeft();
        plpdmaTyped.isTyping = () => this.isTyped || Boolean(this.settling);
        onMounted(() => {
            // The page was left, and is looked at again.
            if (plpdmaTyped.typed && !this.props.value) {
                this.unsettled = this.inputRef.el.value = plpdmaTyped.typed;
            }
        });
    }

    /** @override */
    onInput() {
        this.typedRev = this.state.navigationRev;
        this.forget();
        return super.onInput();
    }

    get isTyped() {
        const isMoving = this.state.navigationRev !== this.typedRev;
        const isEdited = this.inEdition || Boolean(this.unsettled);
        return isEdited && !isMoving && Boolean(this.inputRef.el?.value.trim());
    }

    /** @override */
    async onInputKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        if (["tab", "shift+tab"].includes(hotkey)) {
            this.leaveList();
        }
        if (hotkey === "escape" && this.isTyped) {
            ev.stopPropagation();
            ev.preventDefault();
            this.giveUp();
            return undefined;
        }
        const {plpdmaAhead: ahead} = this.env;
        if (!["enter", "tab", "shift+tab"].includes(hotkey) || !this.isTyped) {
            return this.isGivenUp(hotkey)
                ? this.goOnUnnamed(ev)
                : super.onInputKeydown(ev);
        }
        // Known to be unsettled, it is not even left for a moment.
        if (hotkey === "enter" || this.unsettled || ahead) {
            ev.stopPropagation();
            ev.preventDefault();
        }
        if (ahead) {
            const input = this.inputRef.el;
            const key = hotkey === "enter" ? null : readKey(ev);
            const isCreating = hotkey === "enter";
            const settle = () => this.settle({isStaying: false, isCreating});
            const isAgain = Boolean(this.unsettled);
            const isSettled = await ahead.holdFor(input, key, settle, isAgain);
            if (!isSettled && document.activeElement === input) {
                await this.offer();
            }
        } else {
            await this.settle({isStaying: true, isCreating: hotkey === "enter"});
        }
    }

    /** Whether one leaves a name that one gave up, and something waits for it. */
    isGivenUp(hotkey) {
        const isLeft = ["tab", "shift+tab"].includes(hotkey);
        return isLeft && this.env.plpdmaAhead?.isAwaiting(this.inputRef.el);
    }

    /** What waits goes where the key leads all the same. */
    async goOnUnnamed(ev) {
        ev.stopPropagation();
        ev.preventDefault();
        const {plpdmaAhead: ahead} = this.env;
        await ahead.holdFor(this.inputRef.el, readKey(ev), async () => true);
    }

    /** Tab leads to the next field, and not into the list that closes. */
    leaveList() {
        for (const link of this.root.el.querySelectorAll(".dropdown-item")) {
            link.tabIndex = -1;
        }
    }

    /** @override */
    onInputBlur(ev) {
        const isKept = this.isTyped;
        super.onInputBlur(ev);
        // What was typed is not replaced by what was there before.
        this.inEdition = isKept;
    }

    /** @override A page that moves while one types takes nothing back. */
    externalClose(ev) {
        if (this.settling) {
            return;
        }
        if (!this.isTyped || this.root.el.contains(ev.target)) {
            super.externalClose(ev);
        } else if (ev.type === "pointerdown") {
            this.settleElsewhere();
        } else {
            this.close();
        }
    }

    /** One clicks somewhere else, and may be writing there by then. */
    async settleElsewhere() {
        const input = this.inputRef.el;
        if (await this.settle({isStaying: false})) {
            this.env.plpdmaAhead?.leave(input);
        }
    }

    /** @override */
    selectOption(option) {
        if (!option.unselectable) {
            this.forget();
        }
        super.selectOption(option);
        if (!this.settling) {
            this.env.plpdmaAhead?.goOn(this.inputRef.el);
        }
    }

    /** @override */
    cancel() {
        this.inEdition = false;
        this.forget();
        super.cancel();
    }

    /** Who was chosen before stands, and one stays there. */
    giveUp() {
        this.stopLooking();
        this.cancel();
        this.inputRef.el.value = this.props.value || "";
        this.inputRef.el.select();
    }

    stopLooking() {
        this.debouncedProcessInput.cancel();
        this.pendingPromise = this.loadingPromise = null;
    }

    forget() {
        this.unsettled = "";
        this.env.plpdmaTyped.forget();
    }

    /** Before the record is saved, or its line left: what was typed is settled. */
    settleLeft() {
        if (this.settling || !this.isTyped || this.unsettled) {
            return this.settling;
        }
        return this.settle({isStaying: false});
    }

    settle(options) {
        if (!this.settling) {
            this.settling = this.chooseTyped(options).finally(() => {
                this.settling = null;
            });
        }
        return this.settling;
    }

    /**
     * Choose who was typed, once they are looked for; else say why not.
     * @returns {Promise<Boolean>} whether somebody was chosen
     */
    async chooseTyped({isStaying, isCreating}) {
        const typed = this.inputRef.el.value.trim();
        const options = await this.lookFor(typed);
        const records = options.filter((option) => option.data?.record);
        const found = findNamed(records, typed, getName);
        // Enter makes what nothing is called so, where one may, as anywhere in Odoo.
        const made = isCreating && !found.length && options.find(isMaking);
        const chosen = found.length === 1 ? found[0] : made;
        if (chosen) {
            this.selectOption(this.makeOption(chosen));
            return true;
        }
        this.unsettled = typed;
        this.inEdition = true;
        this.env.plpdmaTyped.ask(typed, this.describe(typed, found));
        this.hasOffer = found.length > 0;
        this.close();
        if (isStaying && this.inputRef.el) {
            this.inputRef.el.focus();
            await this.offer();
        }
        return false;
    }

    /** Those that may be meant; with none of them, the list would cover what is said. */
    async offer() {
        if (this.hasOffer) {
            await this.open(true);
        }
    }

    /** What is found, without waiting for more to be typed. */
    async lookFor(typed) {
        this.stopLooking();
        const lists = await Promise.all(
            this.props.sources.map((source) => this.loadOptions(source.options, typed))
        );
        return lists.flat();
    }

    describe(typed, found) {
        const more = found.length > NAMED ? ["…"] : [];
        const names = [...found.slice(0, NAMED).map(getName), ...more].join(" ; ");
        return found.length
            ? _t("“%(typed)s” may be several: %(names)s.", {typed, names})
            : _t("“%(typed)s” is not found.", {typed});
    }
}

/** The records that the server finds by a name, for what one searches in. */
function searchNamed({orm, props, searchSpecification}, name) {
    return orm.call(props.resModel, "web_name_search", [], {
        name,
        operator: "ilike",
        domain: props.getDomain(),
        limit: SEARCHED,
        context: props.context,
        specification: searchSpecification,
    });
}

/**
 * @param {Function} Base class of what one searches in
 * @returns {Function} the same, in which what is typed is chosen
 */
export function makeTyped(Base) {
    return class extends Base {
        static components = {...Base.components, AutoComplete: TypedAutoComplete};

        /** @override */
        async search(name) {
            let records = await searchNamed(this, name);
            if (!records.length) {
                // « ines » is « Inès », whose accent the server may not know of.
                const all = await searchNamed(this, "");
                records = findNamed(all, name, (record) => record.display_name);
            }
            const named = findNamed(records, name, (record) => record.display_name);
            const others = records.filter((record) => !named.includes(record));
            return [...named, ...others].slice(0, this.props.searchLimit + 1);
        }
    };
}

class TypedMany2One extends Many2One {
    static components = {
        ...Many2One.components,
        Many2XAutocomplete: makeTyped(Many2XAutocomplete),
    };
}

/** Somebody, or something, that is chosen by typing its first letters. */
export class TypedName extends Many2OneField {
    static template = "plpdma_concertation.TypedName";
    static components = {...Many2OneField.components, Many2One: TypedMany2One};

    setup() {
        super.setup();
        this.typed = useUnsettled(this);
    }
}

registry.category("fields").add("plpdma_typed_name", {
    ...buildM2OFieldDescription(TypedName),
    additionalClasses: ["o_field_many2one"],
    // A click on a cell of a list is a click on its row, as on any other.
    extractProps(staticInfo, dynamicInfo) {
        const props = extractM2OFieldProps(staticInfo, dynamicInfo);
        return {...props, canOpen: props.canOpen && staticInfo.viewType === "form"};
    },
});
