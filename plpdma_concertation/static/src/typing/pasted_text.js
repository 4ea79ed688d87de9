import {TextField, textField} from "@web/views/fields/text/text_field";
import {isRows} from "./typed_lines";
import {registry} from "@web/core/registry";
import {useEffect} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** A text into which tables are pasted as the lines that they become. */
export class PastedText extends TextField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        const onPaste = this.onPaste.bind(this);
        useEffect(
            (el) => {
                el?.addEventListener("paste", onPaste);
                return () => el?.removeEventListener("paste", onPaste);
            },
            () => [this.textareaRef.el]
        );
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
