import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/** A reply that the link already holds: one click in the message is enough. What scans
 * messages opens the link too, without a browser, and so replies nothing. */
export class Reply extends Interaction {
    static selector = "form[data-plpdma-chosen]";

    start() {
        // Coming back to this page does not reply once more.
        window.history.replaceState(null, "", window.location.pathname);
        if (this.el.dataset.plpdmaChosen === "represented") {
            this.el.elements.namedItem("stand_in_name").focus();
        } else {
            this.el.requestSubmit();
        }
    }
}

registry.category("public.interactions").add("plpdma_concertation.reply", Reply);
