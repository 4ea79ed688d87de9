import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";

/** What is unclear in a file, each word asked once for all its rows, and what becomes
 * of the rows that stay wrong. Nothing was imported when it shows. */
export class PlpdmaImportDialog extends Component {
    static template = "plpdma_concertation.ImportDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        errors: Array,
        onMend: Function,
        onTake: Function,
        questions: Array,
        refused: {type: Object, optional: true},
    };

    setup() {
        this.isTaken = false;
        this.state = useState({
            answers: this.props.questions.map((question) => question.preset),
        });
    }

    get hasErrors() {
        return this.props.errors.length > 0 || this.state.answers.includes("refuse");
    }

    /** Whether something is still to be chosen, which nothing in the file tells. */
    get isMissing() {
        return this.state.answers.includes("");
    }

    get hasGood() {
        return this.hasErrors && this.props.refused?.good > 0;
    }

    get options() {
        const choices = [];
        const options = {plpdma_choices: choices};
        this.props.questions.forEach((question, index) => {
            const answer = this.state.answers[index];
            if (!question.field) {
                options.plpdma_known_choice = answer;
            } else {
                choices.push([question.field, question.word, answer]);
            }
        });
        return options;
    }

    take() {
        this.takeOnce(this.options);
    }

    /** The dialog closes a moment later: pressed again meanwhile, it is the same. */
    takeOnce(options) {
        if (!this.isTaken) {
            this.isTaken = true;
            this.props.onTake(options);
            this.props.close();
        }
    }

    /** Up to as many rows are given back as were told. */
    takeGood() {
        this.takeOnce({
            ...this.options,
            plpdma_accepted_refusals: this.props.refused.count,
        });
    }
}
