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
    measure_ids: [],
};

/** Take what is proposed for a point, but where something was said meanwhile. */
export function takeProposal(part, proposal) {
    for (const name of SAID) {
        const isEmpty = Array.isArray(part[name]) ? !part[name].length : !part[name];
        if (isEmpty) {
            part[name] = proposal[name];
        }
    }
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
