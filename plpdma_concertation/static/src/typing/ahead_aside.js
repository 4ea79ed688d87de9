import {AheadBusy} from "./ahead_busy";

/** What is kept in sight for a line, while one writes in another. */
export class AheadAside extends AheadBusy {
    /** What is put aside, and what puts it back once what is played is settled. */
    aside = new Set();
    later = [];

    /**
     * What is kept in sight is not played by what comes next.
     * @returns {Function} that puts it back, and may say where it is settled then, and
     * whether the line that it follows is to be saved only after that: it is where
     * something else is kept since
     */
    setAside() {
        const {asked, askedKey, again} = this;
        if (!this.state.isKept) {
            return () => null;
        }
        this.take(null);
        const others = this.state.pieces.splice(0);
        if (!others.length) {
            return () => null;
        }
        this.aside.add(others);
        const putBack = (input, isFirst) => {
            if (this.isHeld) {
                // What is being played now is not of it.
                this.later.push(() => putBack(input, isFirst));
                return;
            }
            this.aside.delete(others);
            const {pieces} = this.state;
            const isAfter = isFirst ?? this.state.isKept;
            if (isAfter) {
                this.take(null);
            }
            if (again && isAfter) {
                pieces.push({end: () => again.save(), isClick: true, again});
            }
            pieces.push(...others);
            this.state.isKept = true;
            this.asked = input ?? (isAfter ? this.asked : asked);
            this.askedKey = isAfter ? this.askedKey : askedKey;
            this.setAgain(isAfter ? this.again : again);
        };
        return putBack;
    }

    putBackLater() {
        for (const putBack of this.later.splice(0)) {
            putBack();
        }
    }

    /** What waits, put aside or not, as one reads it. */
    readTexts() {
        this.take(null);
        const pieces = [...this.state.pieces, ...[...this.aside].flat()];
        return pieces.map(({text}) => text).filter(Boolean);
    }
}
