import {RelationalModel} from "@web/model/relational_model/relational_model";

const SEARCHED = '"text_search"';

/** What is late comes first; what is found by its words, in the order of how well it
answers them. */
export class PlpdmaContributionModel extends RelationalModel {
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
