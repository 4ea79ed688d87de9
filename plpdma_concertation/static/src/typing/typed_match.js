import {normalize} from "@web/core/l10n/utils";

/**
 * A text without accents, case nor punctuation.
 * @param {String} text
 * @returns {String}
 */
export function fold(text) {
    return normalize(text)
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean)
        .join(" ");
}

/**
 * The entries that typed letters mean: the one that is written so, else those that
 * begin so, else those of which a word does.
 * @param {Array} entries
 * @param {String} typed
 * @param {Function} getLabel
 * @returns {Array}
 */
export function findTyped(entries, typed, getLabel) {
    const letters = fold(typed);
    if (!letters) {
        return [];
    }
    const labels = entries.map((entry) => fold(getLabel(entry)));
    const tests = [
        (label) => label === letters,
        (label) => label.startsWith(letters),
        (label) => label.includes(` ${letters}`),
    ];
    for (const test of tests) {
        const found = entries.filter((_entry, index) => test(labels[index]));
        if (found.length) {
            return found;
        }
    }
    return [];
}
