import {TextField, textField} from "@web/views/fields/text/text_field";
import {isRows} from "./typed_lines";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {useEffect} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

// Milliseconds without a key, after which what the text becomes is shown.
const PAUSE = 400;

/** A text into which tables are pasted as the lines that they become. */
export class PastedText extends TextField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        const onPaste = this.onPaste.bind(this);
        const show = useDebounced(() => this.show(), PAUSE);
        useEffect(
            (el) => {
                el?.addEventListener("paste", onPaste);
                el?.addEventListener("input", show);
                return () => {
                    el?.removeEventListener("paste", onPaste);
                    el?.removeEventListener("input", show);
                };
            },
            () => [this.textareaRef.el]
        );
    }

    /** What is written is taken at once, without leaving the text. */
    show() {
        this.textareaRef.el?.dispatchEvent(new window.Event("change"));
    }

    /** A cell of several paragraphs stays one cell, which plain text does not tell. */
    async onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain");
        const source = ev.clipboardData.getData("text/html");
        if (!source || !isRows(text, source)) {
            return;
        }
        ev.preventDefault();
        const {resModel} = this.props.record;
        const read = await this.orm.call(resModel, "read_source", [source]);
        this.textareaRef.el.focus();
        document.execCommand("insertText", false, read || text);
    }
}

registry.category("fields").add("plpdma_pasted", {
    ...textField,
    component: PastedText,
    additionalClasses: ["o_field_text"],
});
