import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {TypedAhead} from "./typed_ahead";
import {uniqueId} from "@web/core/utils/functions";

/** The box, and what waits, seen only where it has to wait. */
export class TypedAheadBox extends Component {
    static template = "plpdma_concertation.TypedAheadBox";
    static props = {ahead: TypedAhead};

    setup() {
        // Several lists may stand on one page.
        this.id = uniqueId("o_plpdma_ahead_");
        this.state = useState(this.props.ahead.state);
        const box = useRef("box");
        useEffect(
            (el) => {
                this.props.ahead.box = el;
            },
            () => [box.el]
        );
        // Where what one types goes is seen.
        useEffect(
            (el, isShown) => {
                if (isShown && el === document.activeElement) {
                    el.scrollIntoView({block: "nearest"});
                }
            },
            () => [box.el, this.isShown]
        );
    }

    get isShown() {
        return this.state.isKept && !this.state.isHeld;
    }

    get texts() {
        return this.state.pieces.map((piece) => piece.text).filter(Boolean);
    }
}
