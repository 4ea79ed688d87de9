"""What our scripts call or override, by script of ours and of Odoo."""

RECORD = "web/static/src/model/relational_model/record.js"
SCRIPTS = {
    "conflict/conflict_form.js": {
        RECORD: {
            "_changes",
            "_formatServerValue",
            "_getChanges",
            "_load",
            "_save",
            "_setData",
            "_values",
            "context",
            "data",
            "fields",
            "model",
            "resId",
        },
        "web/static/src/model/relational_model/relational_model.js": {
            "Record",
            "_urgentSave",
        },
        "web/static/src/views/form/form_controller.js": {
            "beforeUnload",
            "beforeVisibilityChange",
            "model",
            "setup",
        },
    },
    "conflict/settled_form.js": {
        "web/static/src/views/form/form_controller.js": {"beforeLeave", "model"},
    },
    "count/count_field.js": {
        "web/static/src/views/fields/stat_info/stat_info_field.js": {
            "component",
            "extractProps",
            "label",
            "props",
        },
    },
    "period/period_field.js": {
        "web/static/src/views/fields/datetime/datetime_field.js": {
            "field",
            "getFormattedValue",
            "props",
            "relatedField",
            "values",
        },
    },
    "search/nothing_found.js": {
        "web/static/lib/owl/owl.js": {"env", "render", "setup"},
    },
    "dashboard/dashboard.js": {"web/static/lib/owl/owl.js": {"env"}},
    "js/plpdma_attendance_list.js": {
        "web/static/src/views/list/list_controller.js": {"model", "setup"},
    },
    "js/plpdma_import.js": {
        "base_import/static/src/import_model.js": {
            "_addMessage",
            "_callImport",
            "_handleImportErrors",
            "_updateComments",
            "columns",
            "executeImport",
            "formattedImportOptions",
            "id",
            "importOptionsValues",
            "init",
            "notificationService",
            "orm",
            "resModel",
            "updateData",
        },
        "base_import/static/src/import_action/import_action.js": {
            "actionService",
            "handleImport",
            "model",
            "notification",
            "setup",
            "uploadFiles",
        },
    },
    "js/plpdma_import_fields.js": {
        "base_import/static/src/import_data_content/import_data_content.js": {
            "makeChoices",
        },
        "web/static/src/core/select_menu/select_menu.js": {
            "dropdownState",
            "filterOptions",
            "onItemSelected",
            "props",
        },
    },
    "js/plpdma_page_rows.js": {
        "web/static/src/views/fields/x2many/x2many_field.js": {
            "action",
            "component",
            "openRecord",
        },
    },
    "list/contribution_kanban.js": {
        "web/static/src/views/kanban/kanban_renderer.js": {"props", "setup"},
    },
    "list/contribution_list.js": {
        "web/static/src/views/list/list_controller.js": {
            "className",
            "components",
            "env",
            "model",
            "openRecord",
            "props",
            "rootRef",
            "setup",
            "template",
        },
    },
    "list/list_header.js": {
        "web/static/src/views/list/list_controller.js": {
            "actionMenuItems",
            "activeActions",
            "archInfo",
            "evalViewModifier",
            "getStaticActionMenuItems",
            "model",
        },
    },
    "list/contribution_order.js": {
        "web/static/src/model/relational_model/relational_model.js": {
            "DynamicGroupList",
            "DynamicRecordList",
            "_getNextConfig",
            "_updateConfig",
            "defaultOrderBy",
            "load",
        },
    },
    "list/dense_renderer.js": {
        "web/static/src/views/list/list_renderer.js": {
            "env",
            "evalInvisible",
            "getActiveColumns",
            "getRowClass",
            "props",
            "setup",
            "tableRef",
            "toggleGroup",
        },
    },
    "list/handlers_seen.js": {
        "web/static/src/model/relational_model/dynamic_list.js": {
            "_multiSave",
            "isDomainSelected",
            "model",
            "selection",
        },
        "web/static/src/model/relational_model/datapoint.js": {"context"},
        RECORD: {"_values"},
    },
    "list/preview_form.js": {
        "web/static/src/views/form/form_controller.js": {
            "beforeExecuteActionButton",
            "env",
            "onRecordSaved",
            "onWillLoadRoot",
            "rootRef",
            "setup",
        },
    },
    "public/plpdma_draft.js": {
        "web/static/src/public/interaction.js": {
            "dynamicContent",
            "el",
            "selector",
            "start",
        },
    },
    "public/plpdma_reply.js": {
        "web/static/src/public/interaction.js": {"el", "selector", "start"},
    },
    "sign_in/sign_in.js": {
        "web/static/src/core/signature/name_and_signature.js": {
            "components",
            "drawCurrentName",
            "props",
            "setup",
            "state",
            "template",
        },
    },
    "split/split_action.js": {"web/static/lib/owl/owl.js": {"env", "render"}},
    "typing/ahead_lines.js": {
        "web/static/src/views/fields/x2many/x2many_field.js": {
            "component",
            "components",
            "onAdd",
            "props",
            "rendererProps",
        },
    },
    "typing/ahead_renderer.js": {
        "web/static/src/views/list/list_renderer.js": {
            "add",
            "canCreate",
            "cellToFocus",
            "columns",
            "components",
            "editedRecord",
            "findNextFocusableOnRow",
            "focusCell",
            "notificationService",
            "onCellKeydown",
            "props",
            "rootRef",
            "setup",
            "tableRef",
            "template",
            "uiService",
        },
    },
    "typing/typed_choice.js": {
        "web/static/src/core/select_menu/select_menu.js": {
            "canDeselect",
            "components",
            "displayValue",
            "dropdownState",
            "env",
            "filterOptions",
            "inputRef",
            "menuRef",
            "navigationOptions",
            "onBeforeOpen",
            "onInput",
            "onInputBlur",
            "onInputFocus",
            "onItemSelected",
            "props",
            "setup",
            "sliceDisplayedOptions",
            "state",
            "template",
        },
    },
    "typing/pasted_text.js": {
        "web/static/src/views/fields/text/text_field.js": {
            "component",
            "props",
            "setup",
            "textareaRef",
        },
    },
    "typing/typed_lines.js": {
        "web/static/src/model/relational_model/relational_model.js": {"_askChanges"},
        "web/static/src/views/fields/x2many/x2many_field.js": {
            "component",
            "list",
            "rendererProps",
        },
        "web/static/src/views/list/list_renderer.js": {
            "canCreate",
            "columns",
            "components",
            "focus",
            "isCellReadonly",
            "onCellKeydown",
            "props",
            "setup",
            "tableRef",
        },
        # What it adds to Odoo's.
        "plpdma_concertation/static/src/typing/ahead_renderer.js": {
            "ahead",
            "awaitNext",
            "findAsked",
            "onClickBeside",
            "setKeptAside",
        },
    },
    "typing/typed_name.js": {
        "web/static/src/core/autocomplete/autocomplete.js": {
            "cancel",
            "close",
            "debouncedProcessInput",
            "externalClose",
            "inputRef",
            "loadOptions",
            "makeOption",
            "onInput",
            "onInputBlur",
            "onInputKeydown",
            "open",
            "props",
            "root",
            "selectOption",
            "setup",
            "state",
            "template",
        },
        "web/static/src/views/fields/relational_utils.js": {
            "components",
            "env",
        },
    },
    "typing/typed_tags.js": {
        "web/static/src/views/fields/many2many_tags/many2many_tags_field.js": {
            "component",
            "components",
            "setup",
            "template",
        },
    },
    "typing/typed_unsettled.js": {
        RECORD: {"_displayInvalidFieldNotification", "_invalidFields", "model"},
    },
    "typing/typed_user.js": {
        "mail/static/src/views/web/fields/many2one_avatar_user_field/"
        "many2one_avatar_user_field.js": {
            "additionalClasses",
            "components",
            "setup",
            "template",
        },
    },
}
