"""What the scripts of `typing/` ask of Odoo, as `odoo_script_hooks` tells it."""

RECORD = "web/static/src/model/relational_model/record.js"
TYPING_SCRIPTS = {
    # Of its own: the two are one object.
    "typing/ahead_busy.js": {
        "plpdma_concertation/static/src/typing/typed_ahead.js": {
            "isHeld",
            "release",
            "setAside",
            "state",
        },
    },
    "typing/ahead_aside.js": {
        "plpdma_concertation/static/src/typing/typed_ahead.js": {
            "again",
            "isHeld",
            "setAgain",
            "state",
            "take",
        },
    },
    "typing/typed_ahead.js": {
        "plpdma_concertation/static/src/typing/ahead_aside.js": {
            "aside",
            "putBackLater",
            "setAside",
        },
        "plpdma_concertation/static/src/typing/ahead_busy.js": {
            "busy",
            "holdWhile",
            "releaseLater",
        },
    },
    "typing/ahead_lines.js": {
        "web/static/src/views/fields/x2many/x2many_field.js": {
            "component",
            "components",
            "onAdd",
            "props",
            "rendererProps",
        },
    },
    "typing/ahead_clicks.js": {
        "web/static/src/views/list/list_renderer.js": {
            "add",
            "editedRecord",
            "isCellReadonly",
            "isInlineEditable",
            "onCellClicked",
            "props",
            "rootRef",
            "setup",
            "tableRef",
        },
        # What it adds to Odoo's.
        "plpdma_concertation/static/src/typing/ahead_renderer.js": {
            "ahead",
            "awaitLine",
            "awaitShown",
            "enterCell",
            "findRefused",
            "play",
            "setKeptAside",
        },
    },
    "typing/beside_lines.js": {
        "web/static/src/model/relational_model/relational_model.js": {"_askChanges"},
        "web/static/src/views/list/list_renderer.js": {
            "canCreate",
            "columns",
            "isCellReadonly",
            "props",
            "setup",
        },
        # What it adds to Odoo's.
        "plpdma_concertation/static/src/typing/ahead_renderer.js": {
            "ahead",
            "awaitLine",
            "awaitShown",
            "findAsked",
            "focusNext",
        },
        "plpdma_concertation/static/src/typing/ahead_clicks.js": {"onClickBeside"},
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
            "onCellKeydownEditMode",
            "onGlobalClick",
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
        "web/static/lib/owl/owl.js": {"render"},
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
            "onCellKeydown",
            "props",
            "rootRef",
            "setup",
            "tableRef",
        },
        # What it adds to Odoo's.
        "plpdma_concertation/static/src/typing/ahead_renderer.js": {
            "ahead",
            "awaitNext",
            "findAsked",
            "findRefused",
            "setKeptAside",
        },
        "plpdma_concertation/static/src/typing/ahead_clicks.js": {
            "enterLine",
            "goAside",
        },
        "plpdma_concertation/static/src/typing/beside_lines.js": {
            "actBeside",
            "getDefaults",
            "root",
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
