import {DynamicGroupList} from "@web/model/relational_model/dynamic_group_list";
import {DynamicRecordList} from "@web/model/relational_model/dynamic_record_list";

/**
 * @param {Function} List
 * @returns {Function} the same, that says, with what is changed in several, who handled
 * each when it was read: none is taken from whoever was given it since
 */
function tellSeen(List) {
    return class extends List {
        seen = null;

        /** @override */
        get context() {
            return this.seen
                ? {...super.context, plpdma_seen_handlers: this.seen}
                : super.context;
        }

        /** @override */
        async _multiSave(_editedRecord, changes) {
            // Of those that are on other pages nothing was read.
            if ("user_id" in changes && !this.isDomainSelected) {
                this.seen = Object.fromEntries(
                    this.selection.map((record) => [
                        record.resId,
                        record._values.user_id?.id || false,
                    ])
                );
            }
            try {
                return await super._multiSave(...arguments);
            } catch (error) {
                // Not waited for: what is refused is told meanwhile.
                this.model.load();
                throw error;
            } finally {
                this.seen = null;
            }
        }
    };
}

export const SeenRecordList = tellSeen(DynamicRecordList);
export const SeenGroupList = tellSeen(DynamicGroupList);
