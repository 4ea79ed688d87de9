import {_t} from "@web/core/l10n/translation";

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

    /** « Letter 2 of 5 », nothing for one alone. */
    get progress() {
        return this.ids.length > 1
            ? _t("Letter %(rank)s of %(count)s", {
                  rank: this.index + 1,
                  count: this.ids.length,
              })
            : "";
    }

    next() {
        this.index += 1;
    }
}
