import {onWillStart, onWillUpdateProps} from "@odoo/owl";
import {useBus, useService} from "@web/core/utils/hooks";
import {ActionHelper} from "@web/views/action_helper";
import {patch} from "@web/core/utils/patch";
import {user} from "@web/core/user";

const STAFF = "plpdma_concertation.group_user";

/* In our lists, a search that finds nothing says so. What one is told to begin with is
   for what holds nothing at all, whatever is searched, and for those who may begin. */
patch(ActionHelper.prototype, {
    setup() {
        super.setup(...arguments);
        const search = this.env.searchModel;
        this.plpdmaSearch = search?.resModel?.startsWith("plpdma.") ? search : null;
        this.plpdmaHoldsSomething = false;
        if (!this.plpdmaSearch) {
            return;
        }
        this.plpdmaOrm = useService("orm");
        this.plpdmaIsStaff = true;
        onWillStart(async () => {
            this.plpdmaIsStaff = await user.hasGroup(STAFF);
        });
        useBus(search, "update", () => this.render());
        onWillStart(() => this.plpdmaCount());
        onWillUpdateProps(() => this.plpdmaCount());
    },

    get plpdmaIsSearching() {
        const facets = this.plpdmaSearch?.facets || [];
        return facets.some((facet) => facet.type !== "groupBy");
    },

    get plpdmaFoundNothing() {
        return this.plpdmaHoldsSomething && this.plpdmaIsSearching;
    },

    get plpdmaIsForOthers() {
        return Boolean(this.plpdmaSearch) && !this.plpdmaIsStaff;
    },

    /* Whether the list would hold something without what is searched. */
    async plpdmaCount() {
        const {resModel, globalDomain, globalContext} = this.plpdmaSearch;
        this.plpdmaHoldsSomething =
            this.plpdmaIsSearching &&
            Boolean(
                await this.plpdmaOrm.searchCount(resModel, globalDomain, {
                    limit: 1,
                    context: globalContext,
                })
            );
    },

    plpdmaClear() {
        this.plpdmaSearch.clearFilters();
    },
});
