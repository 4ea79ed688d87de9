/**
 * What a key does in the text of a letter.
 *
 * @param {Object} screen the action
 * @param {KeyboardEvent} ev
 * @returns {Function|undefined} nothing for a key that does nothing
 */
export function findTextKey(screen, ev) {
    const keys = {
        arrowright: () => screen.moveSentence(1, ev.shiftKey),
        arrowleft: () => screen.moveSentence(-1, ev.shiftKey),
        arrowdown: () => screen.moveParagraph(1, ev.shiftKey),
        arrowup: () => screen.moveParagraph(-1, ev.shiftKey),
        j: () => screen.moveParagraph(1, ev.shiftKey),
        k: () => screen.moveParagraph(-1, ev.shiftKey),
        n: () => screen.moveToLeft(),
        enter: () => screen.add(),
        s: () => screen.setAside(),
        u: () => screen.undo(),
    };
    const number = Number(ev.key);
    const part = number && screen.state.parts.find((one) => one.number === number);
    return part ? () => screen.open(part) : keys[ev.key.toLowerCase()];
}
