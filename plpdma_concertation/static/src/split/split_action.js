import {
    Component,
    onMounted,
    onWillStart,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {
    Places,
    getFragments,
    getSelectedPlaces,
    getSentences,
    getUncoveredPercent,
    mergePassages,
    trimPassage,
    withoutPassage,
} from "./split_text";
import {Cursor} from "./split_cursor";
import {Layout} from "@web/search/layout";
import {Queue} from "./split_queue";
import {UNSAID, prepareValues, readParts, takeProposal} from "./split_values";
import {SplitCard} from "./split_card";
import {_t} from "@web/core/l10n/translation";
import {askToLeave} from "./split_leave";
import {findTextKey} from "./split_keys";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useBus, useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {user} from "@web/core/user";

const MODEL = "plpdma.contribution";

/**
 * A letter beside its points: passages are chosen by mouse, or sentence by sentence
 * from the keyboard, and all is saved at once. Places are those of JavaScript until they
 * leave.
 */
export class SplitAction extends Component {
    static template = "plpdma_concertation.SplitAction";
    static components = {Layout, SplitCard};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.queue = new Queue(this.props.action.params?.contribution_ids || []);
        this.text = useRef("text");
        this.root = useRef("root");
        // A window that was narrowed or widened: what stands above the letter, too.
        useBus(useService("ui").bus, "resize", () => this.render(true));
        this.nextKey = 1;
        this.state = useState({
            letter: null,
            parts: [],
            aside: [],
            removed: [],
            selection: null,
            active: null,
            focused: null,
            isSaving: false,
            isDirty: false,
            undo: [],
        });
        onWillStart(async () => this.read(await this.call("get_split")));
        onMounted(() => this.text.el.focus({preventScroll: true}));
        useEffect(
            (key) => {
                const card = key && `[data-part="${key}"] .o_plpdma_pick input`;
                if (card) {
                    this.root.el.querySelector(card)?.focus();
                    this.state.focused = null;
                }
            },
            () => [this.state.focused]
        );
        useEffect(
            () => {
                const chosen = this.text.el.querySelector(".o_plpdma_chosen");
                chosen?.scrollIntoView({block: "nearest"});
            },
            () => [this.state.selection]
        );
        useSetupAction({
            beforeUnload: (ev) => {
                if (this.state.isDirty) {
                    ev.preventDefault();
                }
            },
            beforeLeave: ({forceLeave} = {}) => forceLeave || this.askToLeave(),
        });
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, [[this.queue.id], ...args]);
    }

    read(letter) {
        const {text} = letter;
        this.places = new Places(text);
        this.cursor = new Cursor(getSentences(text, user.lang));
        Object.assign(this.state, {
            letter,
            parts: readParts(letter, this.places).map((part) => ({
                ...part,
                key: this.nextKey++,
            })),
            aside: letter.set_aside.map(([start, stop]) =>
                this.places.toUnits({start, stop})
            ),
            removed: [],
            undo: [],
            isDirty: false,
        });
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------
    get fragments() {
        return getFragments(this.state.letter.text, this.state);
    }

    get percent() {
        return getUncoveredPercent(this.state.letter.text, [
            ...this.state.parts,
            ...this.state.aside,
        ]);
    }

    get uncovered() {
        return _t("%s of the text is taken up nowhere", `${this.percent} %`);
    }

    get hasProposals() {
        return this.state.parts.some((part) => part.isProposed);
    }

    get hasChanges() {
        return this.state.isDirty || this.hasProposals;
    }

    get canSave() {
        return !this.state.isSaving && (this.hasChanges || this.queue.hasNext);
    }

    get count() {
        return _t("Observations: %s", this.state.parts.length);
    }

    get sortedParts() {
        return [...this.state.parts].sort(
            (a, b) => a.start - b.start || a.number - b.number
        );
    }

    getClass(fragment) {
        return {
            o_plpdma_passage: fragment.parts.length,
            o_plpdma_overlap: fragment.parts.length > 1,
            o_plpdma_current: fragment.parts.some(
                (part) => part.key === this.state.active
            ),
            o_plpdma_aside: fragment.isAside && !fragment.parts.length,
            o_plpdma_chosen: fragment.isSelected,
        };
    }

    // ------------------------------------------------------------------
    // Choosing a passage
    // ------------------------------------------------------------------
    choose(passage) {
        this.state.selection = passage || this.state.selection;
    }

    moveSentence(step, isExtended) {
        const place = this.state.selection?.start;
        this.choose(this.cursor.moveSentence(step, isExtended, place));
    }

    moveParagraph(step, isExtended) {
        this.choose(this.cursor.moveParagraph(step, isExtended));
    }

    moveToLeft() {
        this.choose(this.cursor.moveToLeft([...this.state.parts, ...this.state.aside]));
    }

    onMouseup(ev) {
        if (ev.target.closest("button")) {
            return;
        }
        const selected = document.getSelection();
        const places = getSelectedPlaces(selected);
        if (!places) {
            return;
        }
        const passage = trimPassage(this.state.letter.text, places.start, places.stop);
        if (passage) {
            this.cursor.clear();
            this.choose(passage);
            selected.removeAllRanges();
        } else {
            // A click, or a tap: the sentence that is there.
            this.choose(this.cursor.selectAt(places.start, ev.shiftKey));
        }
        this.text.el.focus({preventScroll: true});
    }

    // ------------------------------------------------------------------
    // What is made of it
    // ------------------------------------------------------------------
    keep() {
        const {parts, aside, removed} = this.state;
        this.state.undo.push(JSON.stringify({parts, aside, removed}));
        this.state.isDirty = true;
    }

    undo() {
        const before = this.state.undo.pop();
        if (before) {
            Object.assign(this.state, JSON.parse(before));
        }
        this.backToText();
    }

    async add() {
        const {selection, letter, parts} = this.state;
        if (!selection) {
            return;
        }
        this.keep();
        const key = this.nextKey++;
        const number = Math.max(0, ...parts.map((part) => part.number)) + 1;
        const {start, stop} = selection;
        const quote = letter.text.slice(start, stop);
        this.state.parts.push({
            key,
            number,
            start,
            stop,
            quote,
            ...UNSAID,
        });
        this.state.active = key;
        this.state.focused = key;
        const proposal = await this.call(
            "get_split_proposal",
            this.places.toPoint(start),
            this.places.toPoint(stop)
        );
        const part = this.state.parts.find((candidate) => candidate.key === key);
        if (part) {
            takeProposal(part, proposal);
        }
    }

    setAside() {
        const {selection, aside} = this.state;
        if (!selection) {
            return;
        }
        this.keep();
        const isAside = aside.some(
            ({start, stop}) => start <= selection.start && selection.stop <= stop
        );
        this.state.aside = isAside
            ? withoutPassage(aside, selection)
            : mergePassages([...aside, selection]);
    }

    remove(part) {
        this.keep();
        this.state.parts = this.state.parts.filter(({key}) => key !== part.key);
        if (part.id) {
            this.state.removed.push(part.id);
        }
        this.state.active = null;
        this.backToText();
    }

    say(part, values) {
        Object.assign(part, values);
        this.state.isDirty = true;
    }

    /** From the text to a point. */
    open(part) {
        this.state.active = part.key;
        this.state.focused = part.key;
    }

    /** From a point to its passage. */
    show(part) {
        this.state.active = part.key;
        this.choose({start: part.start, stop: part.stop});
        this.cursor.cover(part);
        this.backToText();
    }

    backToText() {
        this.text.el.focus();
    }

    // ------------------------------------------------------------------
    // Keys
    // ------------------------------------------------------------------
    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.save();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            if (ev.target === this.text.el) {
                this.state.selection = this.cursor.clear();
            } else {
                this.backToText();
            }
        }
    }

    onTextKeydown(ev) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey || ev.target !== this.text.el) {
            return;
        }
        const run = findTextKey(this, ev);
        if (run) {
            ev.preventDefault();
            ev.stopPropagation();
            run();
        }
    }

    // ------------------------------------------------------------------
    // Saving
    // ------------------------------------------------------------------
    async store() {
        const {parts, aside, removed} = this.state;
        this.state.isSaving = true;
        try {
            const letter = await this.call(
                "save_split",
                this.sortedParts.map((part) => prepareValues(part, this.places)),
                aside.map(({start, stop}) => [
                    this.places.toPoint(start),
                    this.places.toPoint(stop),
                ]),
                removed
            );
            this.read(letter);
            this.notification.add(_t("Saved. Observations: %s", parts.length), {
                type: "success",
            });
        } finally {
            this.state.isSaving = false;
        }
    }

    /** Save what changed, then go on to the next letter, or back where one came from. */
    async save() {
        if (this.state.isSaving) {
            return;
        }
        if (this.hasChanges) {
            await this.store();
        }
        if (this.queue.hasNext) {
            this.queue.next();
            this.read(await this.call("get_split"));
            this.state.selection = this.cursor.clear();
            this.text.el.scrollTop = 0;
            this.backToText();
        } else {
            this.leave();
        }
    }

    leave() {
        const {breadcrumbs, historyBack} = this.env.config;
        if (breadcrumbs?.length > 1) {
            historyBack();
        }
    }

    askToLeave() {
        if (!this.state.isDirty) {
            return true;
        }
        return askToLeave(this.dialog, {
            reference: this.state.letter.reference,
            save: () => this.store(),
            discard: () => Object.assign(this.state, {isDirty: false}),
        });
    }
}

registry.category("actions").add("plpdma_split", SplitAction);
