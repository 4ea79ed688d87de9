import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";

/** Two texts for one field, side by side: which one stands is the user's choice. */
export class ConflictDialog extends Component {
    static template = "plpdma_concertation.ConflictDialog";
    static components = {Dialog};
    static props = {
        message: String,
        conflicts: Array,
        keepMine: Function,
        takeTheirs: Function,
        close: Function,
    };

    keepMine() {
        this.props.keepMine();
        this.props.close();
    }

    takeTheirs() {
        this.props.takeTheirs();
        this.props.close();
    }
}
