/**
 * Keeps what is typed while the screen is busy, for the text that comes next.
 * @returns {Function} stops keeping, and gives what was typed
 */
export function keepTyped() {
    let typed = "";
    const onKeydown = (ev) => {
        if (ev.ctrlKey || ev.metaKey || ev.isComposing) {
            return;
        }
        if (ev.key === "Backspace") {
            typed = typed.slice(0, -1);
        } else if ([...ev.key].length === 1) {
            typed += ev.key;
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    };
    window.addEventListener("keydown", onKeydown, true);
    return () => {
        window.removeEventListener("keydown", onKeydown, true);
        return typed;
    };
}
