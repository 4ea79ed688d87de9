import {Component, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {findNamed} from "../typing/typed_match";

const SHOWN = 8;

/** Letters without their accents, to find « Déchèterie » by « dechet ». */
function fold(text) {
    return text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase();
}

let nextId = 1;

/**
 * Names that are typed: the first letters, then Enter; Enter again goes back to the
 * text, Backspace takes the last one away.
 */
export class SplitPick extends Component {
    static template = "plpdma_concertation.SplitPick";
    static props = {
        label: String,
        options: Array,
        value: Array,
        isSingle: {type: Boolean, optional: true},
        // Ids of those that come first while nothing is typed.
        proposed: {type: Array, optional: true},
        onChange: Function,
        onDone: Function,
        name: String,
    };

    setup() {
        this.id = `o_plpdma_pick_${nextId++}`;
        this.input = useRef("input");
        this.state = useState({typed: "", active: 0, isOpen: false, reason: ""});
    }

    get chosen() {
        return this.props.value
            .map((id) => this.props.options.find((option) => option.id === id))
            .filter(Boolean);
    }

    get left() {
        return this.props.options.filter(({id}) => !this.props.value.includes(id));
    }

    get found() {
        const words = fold(this.state.typed.trim());
        const proposed = this.props.proposed || [];
        const rank = (option) => {
            if (!words) {
                return proposed.includes(option.id) ? 0 : 1;
            }
            const name = fold(option.name);
            if (name.startsWith(words)) {
                return 0;
            }
            return name.includes(` ${words}`) ? 1 : 2;
        };
        return this.left
            .filter((option) => fold(option.name).includes(words))
            .sort((a, b) => rank(a) - rank(b))
            .slice(0, SHOWN);
    }

    get isOpen() {
        return this.state.isOpen && Boolean(this.found.length);
    }

    onInput(ev) {
        const typed = ev.target.value;
        const isOpen = Boolean(typed.trim());
        Object.assign(this.state, {typed, active: 0, isOpen, reason: ""});
    }

    close() {
        Object.assign(this.state, {typed: "", active: 0, isOpen: false, reason: ""});
    }

    /** What is typed is chosen as one leaves; what means several, or none, stays there and
     * is said. */
    leave() {
        const typed = this.state.typed.trim();
        const named = typed ? findNamed(this.left, typed, ({name}) => name) : [];
        if (!typed || named.length === 1) {
            named.forEach((option) => this.take(option));
            this.close();
            return;
        }
        const names = named.map(({name}) => name).join(" ; ");
        this.state.isOpen = false;
        this.state.reason = names
            ? _t("“%(typed)s” may be several: %(names)s.", {typed, names})
            : _t("“%(typed)s” is not found.", {typed});
    }

    take(option) {
        const value = this.props.isSingle ? [] : this.props.value;
        this.props.onChange([...value, option.id]);
    }

    pick(option) {
        this.take(option);
        this.close();
        this.input.el.focus();
    }

    remove(option) {
        this.props.onChange(this.props.value.filter((id) => id !== option.id));
        this.input.el.focus();
    }

    /** What is shown is taken; nothing typed nor shown, all is said. */
    enter() {
        if (this.isOpen) {
            this.pick(this.found[this.state.active]);
        } else if (!this.state.typed.trim()) {
            this.props.onDone();
        }
    }

    onKeydown(ev) {
        const {found} = this;
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            if (ev.key === "Enter") {
                // All is saved, with what is typed.
                this.leave();
            }
            return;
        }
        if (ev.key === "Enter") {
            this.enter();
        } else if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            const step = ev.key === "ArrowDown" ? 1 : -1;
            // The first one, where none is shown yet.
            this.state.active = this.isOpen
                ? (this.state.active + step + found.length) % found.length
                : 0;
            this.state.isOpen = true;
        } else if (ev.key === "Backspace" && !this.state.typed && this.chosen.length) {
            this.remove(this.chosen.at(-1));
        } else if (ev.key === "Escape" && this.state.isOpen) {
            this.close();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
