/** What is said of a point, besides its passage. */
export const SAID = [
    "theme_ids",
    "measure_ids",
    "territory_id",
    "kind",
    "stance",
    "summary",
];

/** A point of which nothing is said yet. */
export const UNSAID = {
    kind: "",
    stance: "",
    summary: "",
    territory_id: false,
    theme_ids: [],
    theme_proposals: [],
    measure_ids: [],
};

/**
 * The points of a letter, and those that are proposed: they are there, to be taken away
 * or saved.
 * @param {Object} letter as the server tells it
 * @param {Places} places of the text
 */
export function readParts(letter, places) {
    return [
        ...letter.parts.map((part) => ({...UNSAID, ...part})),
        ...letter.proposals.map((part, index) => ({
            ...part,
            number: index + 1,
            isProposed: true,
        })),
    ].map((part) => {
        const {start, stop} = places.toUnits(part);
        return {...part, start, stop, quote: letter.text.slice(start, stop)};
    });
}

/** Take what is proposed for a point, but where something was said meanwhile. */
export function takeProposal(part, proposal) {
    for (const name of SAID) {
        const isEmpty = Array.isArray(part[name]) ? !part[name].length : !part[name];
        if (isEmpty) {
            part[name] = proposal[name];
        }
    }
    part.theme_proposals = proposal.theme_proposals;
}

/**
 * A point as the server takes it.
 * @param {Object} part
 * @param {Places} places of the text
 */
export function prepareValues(part, places) {
    const said = Object.fromEntries(SAID.map((name) => [name, part[name]]));
    said.stance = said.stance || false;
    if (part.id) {
        return {id: part.id, ...said};
    }
    if (!said.kind) {
        // Nothing was proposed yet: its letter says it.
        delete said.kind;
    }
    return {
        quote_start: places.toPoint(part.start),
        quote_stop: places.toPoint(part.stop),
        quote: part.quote,
        ...said,
    };
}
