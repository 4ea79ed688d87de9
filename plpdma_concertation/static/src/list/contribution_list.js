import {CallbackRecorder, useSetupAction} from "@web/search/action_hook";
import {keepChoices, readChoices} from "@plpdma_concertation/list/list_choices";
import {useEffect, useExternalListener, useState, useSubEnv} from "@odoo/owl";
import {PlpdmaContributionModel} from "@plpdma_concertation/list/contribution_order";
import {PlpdmaDenseRenderer} from "@plpdma_concertation/list/dense_renderer";
import {PlpdmaListController} from "@plpdma_concertation/list/list_header";
import {PlpdmaPreview} from "@plpdma_concertation/list/preview";
import {listView} from "@web/views/list/list_view";
import {readTexts} from "@plpdma_concertation/list/handlers_seen";
import {registry} from "@web/core/registry";

const FORM = "plpdma_concertation.plpdma_contribution_view_form_preview";
// Once one of them has decided, one goes on to the next.
const DECIDING = ["action_accept_knowingly", "action_open_refusal"];
const PUBLISH = "action_accept_publication";
const STEPS = {ArrowDown: 1, ArrowUp: -1};
// Where the arrows have a use of their own.
const ELSEWHERE =
    "input, textarea, select, [contenteditable=true], [aria-haspopup], .o-dropdown--menu, .modal, .o_list_table";

/** A line each, in one line or two, and beside them the whole of one. */
export class PlpdmaContributionController extends PlpdmaListController {
    static template = "plpdma_concertation.ContributionList";
    static components = {...PlpdmaListController.components, PlpdmaPreview};

    setup() {
        super.setup();
        this.formRef = FORM;
        this.leaving = new CallbackRecorder();
        const {context, state} = this.props;
        this.choices = useState(readChoices(context, state?.previewedId));
        // What is shown and cannot be left: it stays there, whatever the list holds.
        this.unleft = null;
        this.isFollowing = false;
        this.isOpening = false;
        this.model.leaveShown = () => this.leaveShown();
        const controller = this;
        useSubEnv({
            plpdmaList: {
                choices: this.choices,
                get shown() {
                    return controller.shown;
                },
                show: (record) => this.show(record),
                leave: () => this.leavePreview(),
            },
        });
        useSetupAction({
            beforeLeave: () => this.leavePreview(),
            getLocalState: () => ({previewedId: this.choices.resId}),
        });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        // What is shown beside the list is in sight in it too; the list may still be read
        // when one asks for it.
        useEffect(
            () => {
                this.shownRow?.scrollIntoView({block: "nearest"});
                this.focusShown();
            },
            () => [this.shown?.id]
        );
    }

    /** Each once: grouped by theme, one stands under each of its own. */
    get records() {
        const seen = new Set();
        return this.model.root.records.filter(
            ({resId}) => !seen.has(resId) && seen.add(resId)
        );
    }

    // On a phone a form is a page of its own; a dialog is narrow too.
    get canPreview() {
        return !this.env.isSmall && !this.env.inDialog;
    }

    /** The record that is shown beside the list, if any. */
    get shown() {
        if (!this.canPreview || !this.choices.isShown || !this.model.isReady) {
            return null;
        }
        const {records} = this;
        return (
            this.unleft ||
            records.find(({resId}) => resId === this.choices.resId) ||
            records[0]
        );
    }

    get rank() {
        return this.records.indexOf(this.shown);
    }

    /** @override */
    get className() {
        return this.choices.isTall
            ? `${super.className} o_plpdma_tall`
            : super.className;
    }

    /** What is published in one go is what the list shows of it; of those that are on
     * other pages nothing was read. */
    get seenTexts() {
        const {isDomainSelected, selection} = this.model.root;
        return isDomainSelected ? {} : {plpdma_seen_texts: readTexts(selection)};
    }

    /** @override */
    async beforeExecuteActionButton(clickParams) {
        if (clickParams.name === PUBLISH) {
            Object.assign(clickParams.buttonContext, this.seenTexts);
        }
        return super.beforeExecuteActionButton(...arguments);
    }

    /** @override */
    get actionMenuProps() {
        const props = super.actionMenuProps;
        return {...props, context: {...props.context, ...this.seenTexts}};
    }

    toggleTall() {
        this.choices.isTall = !this.choices.isTall;
        keepChoices(this.choices);
    }

    async togglePreview() {
        if (await this.leavePreview()) {
            this.choices.isShown = !this.choices.isShown;
            this.isOpening = this.choices.isShown;
            keepChoices(this.choices);
        }
    }

    get shownRow() {
        return this.rootRef.el?.querySelector(
            `.o_data_row[data-id="${this.shown?.id}"]`
        );
    }

    /** Once the preview opened, one is on the line that is shown: the arrows go on from
     * it, Enter opens it. */
    focusShown() {
        if (this.isOpening && this.shownRow) {
            this.isOpening = false;
            this.shownRow.querySelector(".o_data_cell").focus();
        }
    }

    /** Save what was changed in the preview; whether one may leave it. */
    async leavePreview() {
        const left = await Promise.all(this.leaving.callbacks.map((leave) => leave()));
        const isLeft = !left.includes(false);
        if (isLeft) {
            this.unleft = null;
        }
        return isLeft;
    }

    /** Before the list is read again: another may be shown then, or none. */
    async leaveShown() {
        if (this.isFollowing) {
            return;
        }
        const {shown} = this;
        this.isFollowing = true;
        try {
            this.unleft = (await this.leavePreview()) ? null : shown;
        } finally {
            this.isFollowing = false;
        }
    }

    async show(record) {
        if (this.shown && record.resId !== this.shown.resId) {
            if (await this.leavePreview()) {
                this.choices.resId = record.resId;
            }
        }
    }

    /** What was counted before the page that is shown, and in all pages. */
    get paged() {
        const {count, isGrouped, offset} = this.model.root;
        return isGrouped
            ? {before: 0, total: this.records.length}
            : {before: offset, total: count};
    }

    getNeighbour(step) {
        return this.records[this.rank + step];
    }

    async goTo(step) {
        const record = this.getNeighbour(step);
        if (record) {
            await this.show(record);
        } else {
            await this.turnPage(step);
        }
    }

    /**
     * To the first of the next page, or the last of the one before.
     * @param {Number} step
     * @returns {Promise<Boolean>} whether there is one
     */
    async turnPage(step) {
        const {before, total} = this.paged;
        const place = before + this.rank + step;
        if (place < 0 || place >= total || !(await this.leavePreview())) {
            return false;
        }
        const {limit, offset} = this.model.root;
        await this.model.root.load({limit, offset: Math.max(offset + step * limit, 0)});
        const {records} = this.model.root;
        this.choices.resId = (step > 0 ? records[0] : records.at(-1))?.resId;
        return true;
    }

    /**
     * What was done in the preview shows in the list; once something is decided, one is
     * on the next.
     * @param {String|null} acted the method that was called, if any
     * @returns {Promise<Boolean>} whether what was shown is left
     */
    async onPreviewChanged(acted) {
        if (this.isFollowing || (this.unleft && !acted)) {
            // The list is being read again, or what is asked is not settled.
            return false;
        }
        const {resId, data} = this.shown;
        const {moderation} = data;
        const following = this.getNeighbour(1) || this.getNeighbour(-1);
        this.choices.resId = resId;
        this.unleft = null;
        await this.readAgain();
        const record = this.model.root.records.find((each) => each.resId === resId);
        const isDecided =
            DECIDING.includes(acted) && record?.data.moderation !== moderation;
        if (record && !isDecided) {
            return false;
        }
        const isLast = record && !this.getNeighbour(1);
        if (following && !(isLast && (await this.turnPage(1)))) {
            this.choices.resId = following.resId;
        }
        return this.shown?.resId !== resId;
    }

    async readAgain() {
        this.isFollowing = true;
        try {
            await this.model.load();
        } finally {
            this.isFollowing = false;
        }
    }

    /** @override */
    async openRecord(record, options) {
        const isClick = options && !options.force && !options.newWindow;
        if (isClick && this.shown) {
            return this.show(record);
        }
        return super.openRecord(record, options);
    }

    openShown() {
        return this.openRecord(this.shown, {force: true});
    }

    onKeydown(ev) {
        const step = STEPS[ev.key];
        const hasModifier = ev.altKey || ev.ctrlKey || ev.metaKey || ev.shiftKey;
        if (step && !hasModifier && this.shown && !ev.target.closest?.(ELSEWHERE)) {
            ev.preventDefault();
            this.goTo(step);
        }
    }
}

registry.category("views").add("plpdma_contribution_list", {
    ...listView,
    Controller: PlpdmaContributionController,
    Model: PlpdmaContributionModel,
    Renderer: PlpdmaDenseRenderer,
});
