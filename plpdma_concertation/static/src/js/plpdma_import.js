import {BaseImportModel} from "@base_import/import_model";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {ConnectionLostError} from "@web/core/network/rpc";
import {ImportAction} from "@base_import/import_action/import_action";
import {PlpdmaImportDialog} from "./plpdma_import_dialog";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

// What is found in one file, or settled for it, and the server reads.
const FILE_OPTIONS = {
    encoding: "",
    separator: "",
    plpdma_heading_row: 0,
    plpdma_confirmed_updates: 0,
    plpdma_takes_proposals: false,
    plpdma_accepted_refusals: 0,
    plpdma_known_choice: "",
    plpdma_choices: [],
};

patch(BaseImportModel.prototype, {
    get isConcertation() {
        return (this.resModel || "").startsWith("plpdma.");
    },

    async init() {
        if (this.isConcertation) {
            this.plpdmaResetFileOptions();
            this.importOptionsValues.encoding.options.push("mac_roman");
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
        // Neither a separator nor a button helps a file without a row.
        this.importOptionsValues.plpdma_nothing = {
            value: Boolean(result.res.plpdma_nothing),
        };
        const filled = result.res.plpdma_filled || [];
        this.columns.forEach((column, index) => {
            column.plpdmaFilled = Boolean(filled[index]);
        });
        return result;
    },

    /** What the server understands, which is more than what core says. */
    _updateComments(...args) {
        super._updateComments(...args);
        for (const column of this.isConcertation ? this.columns : []) {
            if (column.fieldInfo?.type === "many2many") {
                column.comments[0].content = _t(
                    "Several values in one cell: separate them by a comma, a semicolon, a slash (Composting / Shredding) or a new line."
                );
            }
        }
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
                // What concerns the whole file has no path at all.
                column.errors = messages.filter(
                    ({field_path: parts, field}) =>
                        path === (parts ? parts.join("/") : field)
                );
                column.resultNames = [];
            }
        }
    },

    /** What the server tells besides what core reads. */
    async _callImport(...args) {
        const result = (await super._callImport(...args)) || {};
        this.plpdmaResult = result;
        return this.isConcertation && result.error
            ? {error: this.plpdmaWordError(result.error)}
            : result;
    },

    /** What went wrong in the user's language, and nothing that may not be so. */
    plpdmaWordError(error) {
        if (!(error instanceof ConnectionLostError)) {
            // Without core's English title.
            return error.data ? {data: error.data} : error;
        }
        const message = _t(
            "The server's answer was lost: the import may have been made. Look in Contributions › Imports before you import this file again."
        );
        return {data: {arguments: [message]}};
    },

    async executeImport(isTest, ...args) {
        this.plpdmaMessages = [];
        this.plpdmaResult = {};
        this.plpdmaIds = [];
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
        if (this.isConcertation && !isTest && !result.res.hasError) {
            // Core would count one record as several: the action tells them.
            this.plpdmaIds = result.res.ids;
            result.res.ids = [];
        }
        return result;
    },

    /** How many records the file changes, when nothing else stands in the way. */
    plpdmaGetUpdates() {
        const errors = this.plpdmaErrors;
        return errors.length === 1 && errors[0].update_count ? errors[0] : null;
    },

    get plpdmaErrors() {
        return (this.plpdmaMessages || []).filter(
            (message) => message.type === "error"
        );
    },

    /** What is unclear, and what is wrong; nothing when neither can be settled here. */
    plpdmaGetUnclear() {
        const questions = this.plpdmaResult?.plpdma_questions || [];
        const refused = this.plpdmaResult?.plpdma_refused;
        if (!questions.length && !refused) {
            return null;
        }
        const errors = this.plpdmaErrors.filter(
            (message) =>
                message.word === undefined && !message.known_count && !message.asked
        );
        return {errors: errors.map((message) => message.message), questions, refused};
    },

    /** What was answered stays answered for this file. */
    plpdmaAgree(options) {
        for (const [name, value] of Object.entries(options)) {
            const option = this.importOptionsValues[name];
            option.value = Array.isArray(value) ? [...option.value, ...value] : value;
        }
    },

    async plpdmaDownloadMending() {
        const {name, content} = await this.orm.call(
            "base_import.import",
            "get_mending_sheet",
            [
                this.id,
                this.columns.map(
                    (column) => Boolean(column.fieldInfo) && column.fieldInfo.fieldPath
                ),
                this.columns.map((column) => column.name.trim().toLowerCase()),
                this.formattedImportOptions,
            ]
        );
        download(
            `data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${content}`,
            name
        );
    },
});

/** Save what stands at an address as a file. */
function download(href, name = "") {
    const link = document.createElement("a");
    link.href = href;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
}

patch(ImportAction.prototype, {
    setup() {
        super.setup();
        this.plpdmaDialog = useService("dialog");
        const upload = this.uploadFiles;
        Object.assign(this, {
            uploadFiles: (route, params) =>
                upload(route, {...params, ufile: this.plpdmaFillEmpty(params.ufile)}),
        });
    },

    /** Core's upload breaks on a file of no byte, which the server then says to be
     * empty: it is sent as an empty line. */
    plpdmaFillEmpty(files) {
        return [...files].map((file) =>
            file.size || !this.model.isConcertation
                ? file
                : new File(["\n"], file.name, {type: file.type})
        );
    },

    async handleImport(isTest = true) {
        if (!this.model.isConcertation) {
            return super.handleImport(isTest);
        }
        // A button that is pressed twice, however fast, makes one import.
        if (this.plpdmaIsRunning) {
            return;
        }
        this.plpdmaIsRunning = true;
        try {
            await super.handleImport(isTest);
        } finally {
            this.plpdmaIsRunning = false;
        }
        if (isTest) {
            return;
        }
        const ids = this.model.plpdmaIds;
        if (ids.length) {
            this.notification.add(
                ids.length === 1
                    ? _t("1 record was imported.")
                    : _t("%s records were imported.", ids.length),
                {type: "success"}
            );
            this.openRecords(ids);
        }
        const log = this.model.plpdmaResult?.plpdma_import;
        if (log) {
            return this.plpdmaTellImported(log);
        }
        const updates = this.model.plpdmaGetUpdates();
        const unclear = this.model.plpdmaGetUnclear();
        if (updates) {
            this.plpdmaDialog.add(ConfirmationDialog, {
                body: updates.message,
                cancel: () => {},
                cancelLabel: _t("Do Nothing"),
                confirm: () =>
                    this.plpdmaTake({plpdma_confirmed_updates: updates.update_count}),
                confirmLabel: _t("Modify Them"),
                title: _t("Modify what exists?"),
            });
        } else if (unclear) {
            this.plpdmaDialog.add(PlpdmaImportDialog, {
                ...unclear,
                onMend: () => this.model.plpdmaDownloadMending(),
                onTake: (options) => this.plpdmaTake(options),
            });
        }
    },

    plpdmaTake(options) {
        this.model.plpdmaAgree(options);
        return this.handleImport(false);
    },

    /** Call a function whenever the screen shows another action than the records that
     * were imported, which open first; what it returns puts an end to it. */
    plpdmaOnLeaving(onLeft) {
        const bus = this.env.bus;
        let shown = null;
        const onUpdated = ({detail: mode}) => {
            const action = this.actionService.currentController?.action.jsId;
            if (mode !== "new" && shown && action !== shown) {
                onLeft();
            } else if (mode !== "new") {
                shown = action;
            }
        };
        bus.addEventListener("ACTION_MANAGER:UI-UPDATED", onUpdated);
        return () => bus.removeEventListener("ACTION_MANAGER:UI-UPDATED", onUpdated);
    },

    /** An import that was a mistake is undone from where it was made; the rows that
     * were refused come back at once, and stay in the list of the imports. What says
     * so is of no use elsewhere, nor once it was answered. */
    plpdmaTellImported(log) {
        if (!log.id) {
            return;
        }
        const notice = {};
        const undo = {
            name: _t("Cancel This Import"),
            onClick: () => {
                notice.close();
                this.actionService.doActionButton({
                    name: "action_preview_undo",
                    resId: log.id,
                    resIds: [log.id],
                    resModel: "plpdma.import",
                    type: "object",
                    context: user.context,
                });
            },
        };
        if (log.refused) {
            download(log.refused.url);
        }
        const message = log.refused
            ? _t(
                  "The rows that were refused (%s) are in the spreadsheet: mend them, and import it.",
                  log.refused.count
              )
            : _t("The import is noted in Contributions › Imports.");
        const told = [log.completed, message].filter(Boolean).join(" ");
        notice.close = this.notification.add(told, {
            buttons: [undo],
            autocloseDelay: 20000,
            onClose: this.plpdmaOnLeaving(() => notice.close()),
            sticky: Boolean(log.refused),
            type: log.refused ? "warning" : "info",
        });
    },
});
