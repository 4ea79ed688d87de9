// After which what is typed goes elsewhere.
export const PARTING = ["enter", "control+enter", "tab", "shift+tab"];
// That end a line.
export const VALIDATING = ["enter", "control+enter"];
// From where nothing is typed yet, back to the line that was not saved.
export const BACK = ["backspace", "arrowup", "arrowleft", "shift+tab"];

/** A key, to be pressed later. */
export function readKey({key, code, shiftKey, ctrlKey, metaKey}) {
    return {key, code, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true};
}

export function press(key) {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
}
