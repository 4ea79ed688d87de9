"""What our scripts call or override, by script of ours and of Odoo."""

from .odoo_script_hooks_typing import TYPING_SCRIPTS

RECORD = "web/static/src/model/relational_model/record.js"
SCRIPTS = {
    **TYPING_SCRIPTS,
    "conflict/asking_form.js": {
        RECORD: {"_invalidFields"},
        "web/static/src/views/form/form_controller.js": {"modelParams"},
    },
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
            "discard",
            "fields",
            "load",
            "model",
            "resId",
        },
        "web/static/src/model/relational_model/relational_model.js": {
            "Record",
            "_urgentSave",
        },
        "web/static/src/views/form/form_controller.js": {
            "beforeVisibilityChange",
            "model",
            "setup",
        },
    },
    "conflict/missing_dialog.js": {
        "web/static/src/core/errors/error_dialogs.js": {"setup"},
    },
    "conflict/settled_form.js": {
        "web/static/src/views/form/form_controller.js": {
            "afterExecuteActionButton",
            "beforeExecuteActionButton",
            "beforeLeave",
            "beforeUnload",
            "env",
            "model",
            "rootRef",
            "setup",
        },
    },
    "conflict/untold_record.js": {
        RECORD: {
            "_discard",
            "_getOnchangeValues",
            "_setData",
            "activeFields",
            "config",
            "data",
            "model",
        },
        "web/static/src/model/relational_model/relational_model.js": {
            "Record",
            "notification",
        },
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
            "env",
            "handleImport",
            "model",
            "notification",
            "openRecords",
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
        "web/static/src/views/kanban/kanban_controller.js": {"actionMenuProps"},
        "web/static/src/views/kanban/kanban_renderer.js": {"props", "setup"},
    },
    "list/contribution_list.js": {
        "web/static/src/views/list/list_controller.js": {
            "actionMenuProps",
            "beforeExecuteActionButton",
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
            "model",
            "selection",
        },
        "web/static/src/model/relational_model/datapoint.js": {"context"},
        RECORD: {"_values"},
    },
    "list/preview_form.js": {
        "web/static/src/search/layout.js": {"template"},
        "web/static/src/views/form/form_controller.js": {
            "beforeExecuteActionButton",
            "components",
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
}
