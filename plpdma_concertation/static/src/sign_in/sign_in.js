import {Component, useExternalListener, useState} from "@odoo/owl";
import {NameAndSignature} from "@web/core/signature/name_and_signature";
import {registry} from "@web/core/registry";

/** The signature pad, whose name is typed in the form around it. */
class FormSignature extends NameAndSignature {
    static template = "plpdma_concertation.FormSignature";
    static props = {...NameAndSignature.props, nameInput: Object};

    setup() {
        super.setup();
        useExternalListener(this.props.nameInput, "input", () => {
            this.props.signature.name = this.props.nameInput.value;
            if (this.state.signMode === "auto") {
                this.drawCurrentName();
                this.props.onSignatureChange();
            }
        });
    }
}

/** A signature that leaves with the form, in a hidden field. */
export class SignIn extends Component {
    static template = "plpdma_concertation.SignIn";
    static components = {FormSignature};
    static props = {};

    setup() {
        const form = document.querySelector(".o_plpdma_sign_in_form");
        this.nameInput = form.elements.namedItem("name");
        this.signatureInput = form.querySelector("input[name=signature]");
        this.signature = useState({
            name: this.nameInput.value,
            getSignatureImage: () => "",
            resetSignature: () => undefined,
            isSignatureEmpty: true,
            signatureImage: this.signatureInput.value,
        });
    }

    onSignatureChange() {
        this.signatureInput.value = this.signature.isSignatureEmpty
            ? ""
            : this.signature.getSignatureImage();
    }
}

registry.category("public_components").add("plpdma_concertation.signature", SignIn);
