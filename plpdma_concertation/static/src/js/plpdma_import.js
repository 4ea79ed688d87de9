import {BaseImportModel} from "@base_import/import_model";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {ImportAction} from "@base_import/import_action/import_action";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {useService} from "@web/core/utils/hooks";

// What the user settles for one file, and the server reads.
const FILE_OPTIONS = {
    plpdma_heading_row: 0,
    plpdma_confirmed_updates: 0,
    plpdma_takes_proposals: false,
};

patch(BaseImportModel.prototype, {
    get isConcertation() {
        return (this.resModel || "").startsWith("plpdma.");
    },

    async init() {
        if (this.isConcertation) {
            this.plpdmaResetFileOptions();
            this.importOptionsValues.plpdma_heading_row.reloadParse = true;
        }
        return super.init();
    },

    plpdmaResetFileOptions() {
        for (const [name, value] of Object.entries(FILE_OPTIONS)) {
            this.importOptionsValues[name] = {
                ...this.importOptionsValues[name],
                value,
            };
        }
    },

    /** Another file is another question. */
    async updateData(fileChanged = false) {
        if (!this.isConcertation) {
            return super.updateData(fileChanged);
        }
        if (fileChanged) {
            this.plpdmaResetFileOptions();
        }
        const result = await super.updateData(fileChanged);
        this.importOptionsValues.plpdma_found_row = {
            value: result.res.plpdma_heading_row || 0,
        };
        return result;
    },

    /** What is wrong comes in one list, each line with its row and its column. */
    _handleImportErrors(messages, name) {
        if (!this.isConcertation) {
            return super._handleImportErrors(messages, name);
        }
        this.plpdmaMessages = messages;
        for (const type of ["error", "warning"]) {
            const lines = messages
                .filter((message) => message.type === type)
                .map((message) => message.message);
            if (lines.length) {
                this._addMessage(type, lines);
            }
        }
        this.plpdmaOfferRemedies(messages);
        return true;
    },

    /** Beside a column, what may be done of words that mean nothing: leave them out,
     * take another choice, create them. */
    plpdmaOfferRemedies(messages) {
        for (const column of this.columns) {
            const path = column.fieldInfo?.fieldPath;
            const type = column.fieldInfo?.type;
            if (["many2one", "many2many", "selection", "boolean"].includes(type)) {
                column.errors = messages.filter(
                    (message) =>
                        path === (message.field_path?.join("/") || message.field)
                );
                column.resultNames = [];
            }
        }
    },

    async executeImport(isTest, ...args) {
        this.plpdmaMessages = [];
        const result = await super.executeImport(isTest, ...args);
        const messages = this.plpdmaMessages;
        if (
            !isTest &&
            messages.length &&
            messages.every((message) => message.type === "warning")
        ) {
            // What is only told of an import does not undo it.
            Object.assign(result.res, {hasError: false, nextrow: 0});
            for (const message of messages) {
                this.notificationService.add(message.message, {
                    sticky: true,
                    type: "warning",
                });
            }
        }
        return result;
    },

    /** What the user may agree to, when nothing else stands in the way. */
    plpdmaGetQuestion() {
        const errors = (this.plpdmaMessages || []).filter(
            (message) => message.type === "error"
        );
        const body = errors.map((message) => message.message).join("\n");
        if (errors.length && errors.every((message) => message.proposal)) {
            return {
                body,
                confirmLabel: _t("Take What Is Proposed"),
                options: {plpdma_takes_proposals: true},
                title: _t("Some cells are unclear"),
            };
        }
        if (errors.length === 1 && errors[0].update_count) {
            return {
                body,
                confirmLabel: _t("Modify Them"),
                options: {plpdma_confirmed_updates: errors[0].update_count},
                title: _t("Modify what exists?"),
            };
        }
        return null;
    },

    plpdmaAgree(question) {
        for (const [name, value] of Object.entries(question.options)) {
            this.importOptionsValues[name].value = value;
        }
    },
});

patch(ImportAction.prototype, {
    setup() {
        super.setup();
        this.plpdmaDialog = useService("dialog");
    },

    async handleImport(isTest = true) {
        await super.handleImport(isTest);
        const question = !isTest && this.model.plpdmaGetQuestion?.();
        if (question) {
            this.plpdmaDialog.add(ConfirmationDialog, {
                body: question.body,
                cancel: () => {},
                cancelLabel: _t("Do Nothing"),
                confirm: () => {
                    this.model.plpdmaAgree(question);
                    this.handleImport(false);
                },
                confirmLabel: question.confirmLabel,
                title: question.title,
            });
        }
    },
});
