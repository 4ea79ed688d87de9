import {Component, onWillStart, useSubEnv} from "@odoo/owl";
import {View, getDefaultConfig} from "@web/views/view";
import {CallbackRecorder} from "@web/search/action_hook";
import {useService} from "@web/core/utils/hooks";

/** One record of a list, whole, with what can be done with it. */
export class PlpdmaPreview extends Component {
    static template = "plpdma_concertation.Preview";
    static components = {View};
    static props = {
        close: Function,
        formRef: String,
        goTo: Function,
        leaving: CallbackRecorder,
        onChanged: Function,
        open: Function,
        rank: Number,
        resId: Number,
        resModel: String,
        total: Number,
    };

    setup() {
        this.viewService = useService("view");
        this.viewId = false;
        this.shown = null;
        this.preview = {
            acted: null,
            onChanged: (acted) => {
                this.preview.acted = acted;
                return this.props.onChanged(acted);
            },
        };
        useSubEnv({
            // The list keeps its title and its pager.
            config: getDefaultConfig(),
            plpdmaPreview: this.preview,
        });
        onWillStart(async () => {
            const {resModel, formRef} = this.props;
            const {views} = await this.viewService.loadViews({
                resModel,
                views: [[false, "form"]],
                context: {form_view_ref: formRef},
            });
            this.viewId = views.form.id;
        });
    }

    /** The same as long as the same record is shown: it is not read again because the
     * list is. */
    get viewProps() {
        const {resId} = this.props;
        if (this.shown?.resId !== resId) {
            this.shown = this.makeProps(resId);
        }
        return this.shown;
    }

    makeProps(resId) {
        return {
            type: "form",
            resModel: this.props.resModel,
            resId,
            viewId: this.viewId,
            views: [[this.viewId, "form"]],
            context: {},
            display: {controlPanel: false},
            className: "o_plpdma_preview_form",
            preventCreate: true,
            __beforeLeave__: this.props.leaving,
        };
    }
}
