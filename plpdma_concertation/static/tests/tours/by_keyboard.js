/** Steps of tours that know no mouse. */

// Milliseconds: three hundred messages are written meanwhile.
const PATIENCE = 60_000;
const ALONE = "body:not(:has(.modal))";
// As Node.DOCUMENT_POSITION_FOLLOWING.
const FOLLOWING = 4;

let keys = 0;

/** How many keys were pressed in this page, but for words that are typed. */
export function countKeys() {
    return keys;
}

/** One key, wherever one is. */
export function press(key, trigger, content = `press ${key}`) {
    return {
        content,
        trigger,
        timeout: PATIENCE,
        run: (helpers) => {
            keys += 1;
            return helpers.press(key);
        },
    };
}

/**
 * As a browser does: the keys of the tours, that know what is focusable by its
 * `tabIndex`, pass over rich texts.
 */
async function tab(helpers) {
    keys += 1;
    const from = document.activeElement;
    await helpers.press("Tab");
    const isBetween = (element) =>
        from.compareDocumentPosition(element) & FOLLOWING &&
        element.compareDocumentPosition(document.activeElement) & FOLLOWING;
    [...document.querySelectorAll(".odoo-editor-editable")].find(isBetween)?.focus();
}

/** Go from field to field until one is in the one that is wanted. */
function tabTo(selector, most = 10) {
    return {
        content: `tab to ${selector}`,
        trigger: selector,
        run: async (helpers) => {
            for (let number = 0; number < most; number++) {
                if (document.activeElement.matches(selector)) {
                    return;
                }
                await tab(helpers);
            }
            throw new Error(`${selector} is not reached by ${most} tabs`);
        },
    };
}

/** Words typed into the rich text in which one is. */
function typeInto(selector, words) {
    return {
        content: `type into ${selector}`,
        trigger: `${selector}:focus`,
        run: () => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(selector));
            const selection = document.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            document.execCommand("insertText", false, words);
        },
    };
}

/** From the search box to the first record of a list. */
export function openFirst() {
    const list = ".o_list_view:has(.o_data_row)";
    return [
        press("ArrowDown", `${list} .o_searchview_input:focus`),
        press("ArrowDown", `${list} thead .o_list_record_selector input:focus`),
        press("Enter", `${list} .o_data_row:first-child:has(:focus)`, "open it"),
    ];
}

/**
 * From the draft of a response to its sending.
 * @param {Number} decision its place among those that may be chosen
 * @param {String} motivation
 */
export function decide(decision, motivation) {
    const radio = `.o_field_widget[name=decision] input[data-hotkey="shift+${decision}"]`;
    const text = ".o_field_widget[name=motivation] .odoo-editor-editable";
    return [
        press(`Alt+Shift+${decision}`, radio, "what is decided"),
        {content: "it is chosen", trigger: `${radio}:checked`},
        tabTo(text),
        typeInto(text, motivation),
        press("Alt+q", "button[name=action_submit]:visible", "submit it"),
        press("Alt+v", "button[name=action_open_validate]:visible", "read it"),
        press("Alt+q", ".modal button[name=action_validate]:visible", "validate it"),
        press("Alt+e", `${ALONE} button[name=action_open_send]:visible`, "to send it"),
        press("Alt+q", ".modal-footer button[name=action_send]:visible", "send it"),
        {
            content: "it was sent",
            timeout: PATIENCE,
            trigger: `${ALONE} .o_arrow_button_current:contains(Rendue)`,
        },
    ];
}
