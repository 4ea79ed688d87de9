import {Component, onWillStart, useState} from "@odoo/owl";
import {DashboardFigure} from "./dashboard_figure";
import {DashboardTable} from "./dashboard_table";
import {_t} from "@web/core/l10n/translation";
import {formatDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const {DateTime} = luxon;
const MODEL = "plpdma.program";
const EMPTY = {
    date_from: "",
    date_to: "",
    theme_id: "",
    territory_id: "",
    body_id: "",
    outside: false,
};
const CHOICES = ["theme_id", "territory_id", "body_id"];

/** Who was heard, what was answered, what comes: the figures of a programme. */
export class Dashboard extends Component {
    static template = "plpdma_concertation.Dashboard";
    static components = {DashboardFigure, DashboardTable};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const {action, state} = this.props;
        this.state = useState({
            programId: action.params?.program_id || action.context?.active_id,
            filters: {...EMPTY},
            board: null,
            offered: [],
            isLoading: false,
            ...state?.dashboard,
        });
        onWillStart(() => this.start());
        useSetupAction({
            getLocalState: () => ({
                dashboard: {
                    programId: this.state.programId,
                    filters: {...this.state.filters},
                },
            }),
        });
    }

    /** Without a programme, the only one there is; else one is chosen. */
    async start() {
        if (!this.state.programId) {
            const offered = await this.orm.searchRead(MODEL, [], ["display_name"]);
            if (offered.length === 1) {
                this.state.programId = offered[0].id;
            }
            this.state.offered = offered;
        }
        return this.load();
    }

    async load() {
        const {programId} = this.state;
        if (!programId) {
            return;
        }
        this.state.isLoading = true;
        try {
            const board = await this.call("get_dashboard");
            this.state.board = board;
            this.env.config.setDisplayName(_t("Dashboard: %s", board.program.name));
        } finally {
            this.state.isLoading = false;
        }
    }

    call(method) {
        const {programId} = this.state;
        return this.orm.call(MODEL, method, [[programId], this.chosen]);
    }

    /** The filters that say something. */
    get chosen() {
        const entries = Object.entries(this.state.filters);
        return Object.fromEntries(entries.filter(([, value]) => value));
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------
    get today() {
        return formatDate(DateTime.fromISO(this.state.board.today));
    }

    get asOf() {
        return _t("As of %s", this.today);
    }

    get isFiltered() {
        return Object.keys(this.chosen).length > 0;
    }

    get choices() {
        const labels = {
            theme_id: _t("Theme"),
            territory_id: _t("Commune or territory"),
            body_id: _t("Body"),
        };
        return CHOICES.map((name) => ({
            name,
            label: labels[name],
            options: this.state.board.choices[name],
        })).filter(({options}) => options.length);
    }

    get programs() {
        return this.state.board.choices.program_id;
    }

    // ------------------------------------------------------------------
    // What is done
    // ------------------------------------------------------------------
    choose(name, value) {
        this.state.filters[name] = CHOICES.includes(name) ? Number(value) : value;
        return this.load();
    }

    clear() {
        Object.assign(this.state.filters, EMPTY);
        return this.load();
    }

    async chooseProgram(value) {
        this.state.programId = Number(value);
        Object.assign(this.state.filters, EMPTY);
        this.props.updateActionState?.({active_id: this.state.programId});
        await this.load();
    }

    /** Exactly the records that a figure counts. */
    open(figure, name) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: figure.model,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: figure.domain,
            context: {active_test: false, create: false},
        });
    }

    openItem(item) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: item.model,
            res_id: item.id,
            views: [[false, "form"]],
        });
    }

    /** Go to a part of the page, from the keyboard too. */
    show(key) {
        const title = document.getElementById(`o_plpdma_${key}`);
        title.scrollIntoView();
        title.focus({preventScroll: true});
    }

    openProgram() {
        return this.openItem({model: MODEL, id: this.state.programId});
    }

    openMandate() {
        return this.action.doAction("plpdma_concertation.action_server_mandate_home");
    }

    openPrograms() {
        return this.action.doAction("plpdma_concertation.action_plpdma_program");
    }

    async print() {
        return this.action.doAction(await this.call("action_print_dashboard"));
    }
}

registry.category("actions").add("plpdma_dashboard", Dashboard);
