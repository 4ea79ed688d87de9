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
 * The entries that typed letters mean, by the rule of `find_typed` in tools/words.py: the one that is written so, else those that
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

/**
 * The people, or things, that typed letters mean: the one that is named so, else those
 * of whose names a word begins so, whichever comes first, else those of whose names they
 * are a part. What is found by something else, such as an address, is meant only by
 * whoever types an address.
 * @param {Array} entries
 * @param {String} typed
 * @param {Function} getName
 * @returns {Array}
 */
export function findNamed(entries, typed, getName) {
    const letters = fold(typed);
    if (!letters) {
        return [];
    }
    const names = entries.map((entry) => ` ${fold(getName(entry) || "")}`);
    const tests = [
        (name) => name === ` ${letters}`,
        (name) => name.includes(` ${letters}`),
        (name) => name.includes(letters),
        () => typed.includes("@"),
    ];
    for (const test of tests) {
        const found = entries.filter((_entry, index) => test(names[index]));
        if (found.length) {
            return found;
        }
    }
    return [];
}
