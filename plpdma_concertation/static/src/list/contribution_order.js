import {SeenGroupList, SeenRecordList} from "@plpdma_concertation/list/handlers_seen";
import {RelationalModel} from "@web/model/relational_model/relational_model";

const SEARCHED = '"text_search"';

/** What is late comes first; what is found by its words, in the order of how well it
answers them. */
export class PlpdmaContributionModel extends RelationalModel {
    static DynamicRecordList = SeenRecordList;
    static DynamicGroupList = SeenGroupList;

    /** What is asked before others are read: whoever shows one of them saves it. */
    leaveShown = async () => undefined;

    /** @override */
    async load() {
        await this.leaveShown();
        return super.load(...arguments);
    }

    /** @override */
    async _updateConfig(config, _patch, {reload = true} = {}) {
        if (reload && config.isRoot) {
            await this.leaveShown();
        }
        return super._updateConfig(...arguments);
    }

    /** @override */
    _getNextConfig() {
        const config = super._getNextConfig(...arguments);
        const {orderBy} = config;
        if (
            orderBy &&
            JSON.stringify(orderBy) === JSON.stringify(this.defaultOrderBy) &&
            JSON.stringify(config.domain).includes(SEARCHED)
        ) {
            config.orderBy = [];
        }
        return config;
    }
}
