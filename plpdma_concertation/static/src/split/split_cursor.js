/**
 * Which sentences of a text are chosen: the first and the last of them. Each method
 * gives the passage that they make, or null where nothing is chosen.
 */
export class Cursor {
    constructor(sentences) {
        this.sentences = sentences;
        this.range = null;
    }

    clear() {
        this.range = null;
        return null;
    }

    select(first, last = first) {
        const {sentences} = this;
        if (!sentences.length) {
            return this.clear();
        }
        const clamp = (index) => Math.min(Math.max(index, 0), sentences.length - 1);
        const [from, to] = [clamp(first), clamp(Math.max(first, last))];
        this.range = [from, to];
        return {start: sentences[from].start, stop: sentences[to].stop};
    }

    /** The sentence at a place, or those from the first chosen one on. */
    selectAt(place, isExtended) {
        const index = this.sentences.findIndex(({stop}) => stop > place);
        const other = isExtended && this.range ? this.range[0] : index;
        return this.select(Math.min(other, index), Math.max(other, index));
    }

    /** The sentences of a passage. */
    cover(passage) {
        const from = this.sentences.findIndex(({stop}) => stop > passage.start);
        const to = this.sentences.findIndex(({stop}) => stop >= passage.stop);
        this.range = from < 0 ? null : [from, Math.max(from, to)];
    }

    moveSentence(step, isExtended, place = 0) {
        if (!this.range) {
            return this.selectAt(place);
        }
        const [first, last] = this.range;
        if (!isExtended) {
            return this.select(step > 0 ? last + 1 : first - 1);
        }
        return this.select(first, step > 0 ? last + 1 : Math.max(first, last - 1));
    }

    moveParagraph(step, isExtended) {
        const {sentences} = this;
        const [first, last] = this.range || [-1, -1];
        const here = sentences[step > 0 ? last : first]?.paragraph ?? -1;
        const wanted = Math.max(here + step, 0);
        const isWanted = ({paragraph}) => paragraph === wanted;
        const from = sentences.findIndex(isWanted);
        const to = sentences.findLastIndex(isWanted);
        if (from < 0) {
            return this.range ? this.select(first, last) : null;
        }
        return isExtended && this.range
            ? this.select(Math.min(from, first), Math.max(to, last))
            : this.select(from, to);
    }

    /** The next sentence of which no passage takes up a word. */
    moveToLeft(passages) {
        const isSeen = ({start, stop}) =>
            passages.some((passage) => passage.start < stop && start < passage.stop);
        const from = this.range ? this.range[1] + 1 : 0;
        const order = [...this.sentences.keys()];
        const index = [...order.slice(from), ...order.slice(0, from)].find(
            (candidate) => !isSeen(this.sentences[candidate])
        );
        return index === undefined ? null : this.select(index);
    }
}
