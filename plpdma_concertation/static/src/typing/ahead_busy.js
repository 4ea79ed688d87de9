// Milliseconds that one waits at most for what is done first.
export const PATIENCE = 15_000;
// Milliseconds after which one looks again whether the screen is free.
const BRIEF = 50;

/** What has to be done before what waits is played. */
export class AheadBusy {
    /** What is to be done first. */
    busy = null;

    /** What is waited for, and the key after which it goes on. */
    awaited = null;
    first = null;
    released = null;

    /**
     * What is typed while something else is done waits for it: the lines are read again
     * then.
     * @param {Promise} done
     */
    async holdWhile(done) {
        const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
        const busy = Promise.all([this.busy, Promise.race([done, late])]);
        this.busy = busy;
        if (this.isHeld) {
            return;
        }
        const putBack = this.setAside();
        this.state.isHeld = true;
        await busy;
        await this.release();
        putBack();
    }

    /** Once, however often it is asked: what is typed next is held anew. */
    releaseLater(first) {
        this.state.isHeld = true;
        this.first = first || this.first;
        if (this.awaited !== this.busy) {
            this.awaited = this.busy;
            this.released = this.releaseAfter(this.busy);
        }
        return this.released;
    }

    async releaseAfter(busy) {
        await busy;
        this.busy = this.busy === busy ? null : this.busy;
        const key = this.first;
        this.first = null;
        await this.release(key);
    }

    /** Resolves once what waits was played, or stays in sight; a button that leads to
     * another page is not waited for. */
    async awaitFree() {
        while (this.isHeld && !this.busy) {
            await new Promise((resolve) => setTimeout(resolve, BRIEF));
        }
    }
}
