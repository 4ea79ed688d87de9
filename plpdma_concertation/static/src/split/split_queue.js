/** The letters that are split one after the other, and which of them is on screen. */
export class Queue {
    constructor(ids) {
        this.ids = ids;
        this.index = 0;
    }

    get id() {
        return this.ids[this.index];
    }

    get hasNext() {
        return this.index < this.ids.length - 1;
    }

    /** « 2 / 5 », nothing for one alone. */
    get progress() {
        return this.ids.length > 1 ? `${this.index + 1} / ${this.ids.length}` : "";
    }

    next() {
        this.index += 1;
    }
}
