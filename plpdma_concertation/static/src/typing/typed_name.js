import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {Many2XAutocomplete} from "@web/views/fields/relational_utils";
import {Many2One} from "@web/views/fields/many2one/many2one";
import {
    Many2OneField,
    buildM2OFieldDescription,
} from "@web/views/fields/many2one/many2one_field";
import {_t} from "@web/core/l10n/translation";
import {fold} from "./typed_match";
import {getActiveHotkey} from "@web/core/hotkeys/hotkey_service";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const NAMED = 5;

const getName = (option) => option.data.record.display_name;

/**
 * Names among which what is typed is chosen: the only one that is found, or the one that
 * is written so. What means several, or none, is said, and nobody else is chosen.
 */
export class TypedAutoComplete extends AutoComplete {
    /** @override */
    setup() {
        super.setup();
        this.notification = useService("notification");
        this.typedRev = 0;
        this.isSettling = false;
    }

    /** @override */
    onInput() {
        this.typedRev = this.state.navigationRev;
        return super.onInput();
    }

    get isTyped() {
        const isMoving = this.state.navigationRev !== this.typedRev;
        return this.inEdition && !isMoving && Boolean(this.inputRef.el?.value.trim());
    }

    /** @override */
    async onInputKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        if (!["enter", "tab", "shift+tab"].includes(hotkey) || !this.isTyped) {
            return super.onInputKeydown(ev);
        }
        if (hotkey === "enter") {
            ev.stopPropagation();
            ev.preventDefault();
        }
        await this.settle({isStaying: true});
    }

    /** @override */
    externalClose(ev) {
        if (this.isSettling) {
            return;
        }
        const isOutside = !this.root.el.contains(ev.target);
        if (ev.type === "pointerdown" && isOutside && this.isTyped) {
            this.settle({isStaying: false});
        } else {
            super.externalClose(ev);
        }
    }

    /** Choose who was typed, once they are looked for; else say why not. */
    async settle({isStaying}) {
        const typed = this.inputRef.el.value.trim();
        this.isSettling = true;
        const options = await this.lookFor(typed).finally(() => {
            this.isSettling = false;
        });
        const same = options.filter((option) => fold(getName(option)) === fold(typed));
        const found = same.length === 1 ? same : options;
        if (found.length === 1) {
            this.selectOption(this.makeOption(found[0]));
            return;
        }
        this.say(typed, options);
        if (isStaying && this.inputRef.el) {
            this.inputRef.el.focus();
            this.inEdition = true;
            await this.open(true);
        } else {
            this.inEdition = false;
            this.cancel();
        }
    }

    /** The records found, without waiting for more to be typed. */
    async lookFor(typed) {
        this.debouncedProcessInput.cancel();
        this.pendingPromise = this.loadingPromise = null;
        const lists = await Promise.all(
            this.props.sources.map((source) => this.loadOptions(source.options, typed))
        );
        return lists.flat().filter((option) => option.data?.record);
    }

    say(typed, options) {
        const names = options.slice(0, NAMED).map(getName).join(" ; ");
        const message = options.length
            ? _t("“%(typed)s” may be several: %(names)s.", {typed, names})
            : _t("“%(typed)s” is not found.", {typed});
        this.notification.add(message, {type: "warning"});
    }
}

class TypedMany2X extends Many2XAutocomplete {
    static components = {
        ...Many2XAutocomplete.components,
        AutoComplete: TypedAutoComplete,
    };
}

class TypedMany2One extends Many2One {
    static components = {...Many2One.components, Many2XAutocomplete: TypedMany2X};
}

/** Somebody, or something, that is chosen by typing its first letters. */
export class TypedName extends Many2OneField {
    static components = {...Many2OneField.components, Many2One: TypedMany2One};
}

registry.category("fields").add("plpdma_typed_name", {
    ...buildM2OFieldDescription(TypedName),
    additionalClasses: ["o_field_many2one"],
});
