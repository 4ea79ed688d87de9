/**
 * The places of a text. JavaScript counts units of UTF-16, Python and PostgreSQL code
 * points: an emoji is two of the former and one of the latter. What comes from the
 * server and goes there is converted here, and nowhere else.
 */
export class Places {
    constructor(text) {
        this.points = [];
        this.units = [];
        let unit = 0;
        for (const character of text) {
            for (let i = 0; i < character.length; i++) {
                this.points.push(this.units.length);
            }
            this.units.push(unit);
            unit += character.length;
        }
        this.points.push(this.units.length);
        this.units.push(unit);
    }

    /** @param {number} unit a place in the string of JavaScript */
    toPoint(unit) {
        return this.points[unit];
    }

    /** @param {number} point a place as the server counts */
    toUnit(point) {
        return this.units[point];
    }

    /** A passage as the server tells it. */
    toUnits({start, stop}) {
        return {start: this.toUnit(start), stop: this.toUnit(stop)};
    }
}

const WRAPPED = /([^\s.!?:;…])(\r?\n)(?=[ \t]*\p{Ll})/gu;

/** The same places, but a line that a mail program cut in its middle goes on. */
function unwrap(text) {
    return text.replace(WRAPPED, (_all, last, end) => last + " ".repeat(end.length));
}

/** The passage without the white space at its ends, or null if nothing else is there. */
export function trimPassage(text, start, stop) {
    const words = text.slice(start, stop);
    const trimmed = words.trim();
    if (!trimmed) {
        return null;
    }
    const begin = start + words.length - words.trimStart().length;
    return {start: begin, stop: begin + trimmed.length};
}

function splitBy(text, pattern) {
    const passages = [];
    let start = 0;
    for (const match of text.matchAll(pattern)) {
        passages.push(trimPassage(text, start, match.index));
        start = match.index + match[0].length;
    }
    passages.push(trimPassage(text, start, text.length));
    return passages.filter(Boolean);
}

/**
 * The sentences of a text, in order.
 * @param {string} text
 * @param {string} locale
 * @returns {Array<{start: number, stop: number, paragraph: number}>}
 */
export function getSentences(text, locale) {
    const flat = unwrap(text);
    const hasBlankLines = /\n[ \t]*\r?\n/.test(flat);
    const paragraphs = splitBy(flat, hasBlankLines ? /\n[ \t]*\r?\n/g : /\n/g);
    const segmenter = new Intl.Segmenter(locale, {granularity: "sentence"});
    return paragraphs.flatMap(({start, stop}, paragraph) =>
        [...segmenter.segment(flat.slice(start, stop))]
            .map(({index, segment}) =>
                trimPassage(flat, start + index, start + index + segment.length)
            )
            .filter(Boolean)
            .map((sentence) => ({...sentence, paragraph}))
    );
}

/** The passages as few as they can be, in order. */
export function mergePassages(passages) {
    const merged = [];
    for (const {start, stop} of [...passages].sort((a, b) => a.start - b.start)) {
        const last = merged.at(-1);
        if (last && start <= last.stop) {
            last.stop = Math.max(last.stop, stop);
        } else {
            merged.push({start, stop});
        }
    }
    return merged;
}

/** What of the passages is left once another one is taken away. */
export function withoutPassage(passages, {start, stop}) {
    return passages
        .flatMap((passage) => [
            {start: passage.start, stop: Math.min(passage.stop, start)},
            {start: Math.max(passage.start, stop), stop: passage.stop},
        ])
        .filter((passage) => passage.start < passage.stop);
}

function countWritten(text) {
    return [...text.replace(/\s/g, "")].length;
}

/** How much of the text no passage takes up, from 0 to 100, as the form tells it. */
export function getUncoveredPercent(text, passages) {
    let place = 0;
    let left = 0;
    for (const {start, stop} of [
        ...mergePassages(passages),
        {start: text.length, stop: text.length},
    ]) {
        left += countWritten(text.slice(place, start));
        place = stop;
    }
    const total = countWritten(text);
    if (!left || left === total) {
        return left ? 100 : 0;
    }
    return Math.min(Math.max(Math.round((100 * left) / total), 1), 99);
}

/**
 * The text cut wherever a passage begins or ends.
 * @param {string} text
 * @param {Object} marks `parts`, each with its number; `aside`; `selection`
 * @returns {Array<Object>} fragments: their text, their place and what covers them
 */
export function getFragments(text, {parts, aside, selection}) {
    const edges = new Set([0, text.length]);
    for (const {start, stop} of [
        ...parts,
        ...aside,
        ...(selection ? [selection] : []),
    ]) {
        edges.add(start).add(stop);
    }
    const places = [...edges].sort((a, b) => a - b);
    const covers = (passage, start) => passage.start <= start && start < passage.stop;
    return places.slice(0, -1).map((start, index) => ({
        start,
        text: text.slice(start, places[index + 1]),
        opening: parts.filter((part) => part.start === start),
        parts: parts.filter((part) => covers(part, start)),
        isAside: aside.some((passage) => covers(passage, start)),
        isSelected: Boolean(selection) && covers(selection, start),
    }));
}

// As Node.TEXT_NODE.
const TEXT_NODE = 3;

/** The place in the text of a place in the page, null outside of it. */
function getPlace(node, offset) {
    const element = node.nodeType === TEXT_NODE ? node.parentElement : node;
    const fragment = element.closest("[data-start]");
    if (!fragment) {
        return null;
    }
    const inText = node.nodeType === TEXT_NODE ? offset : 0;
    return Number(fragment.dataset.start) + inText;
}

/**
 * What is selected in the page, as places in the text.
 *
 * @param {Selection} selected by the mouse, or a finger
 * @returns {Object|null} `start` and `stop`, null where some of it is outside the text
 */
export function getSelectedPlaces(selected) {
    if (!selected.rangeCount) {
        return null;
    }
    const range = selected.getRangeAt(0);
    const start = getPlace(range.startContainer, range.startOffset);
    const stop = getPlace(range.endContainer, range.endOffset);
    return start === null || stop === null ? null : {start, stop};
}
