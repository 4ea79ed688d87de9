import {DynamicGroupList} from "@web/model/relational_model/dynamic_group_list";
import {DynamicRecordList} from "@web/model/relational_model/dynamic_record_list";

/**
 * @param {Array} records
 * @returns {Object} what the list shows of the text of each, by its id
 */
export function readTexts(records) {
    return Object.fromEntries(
        records.map((record) => [record.resId, record._values.verbatim])
    );
}

/**
 * @param {Array} records
 * @param {Object} changes
 * @returns {Object} what the list shows of that on which a change decides
 */
function readSeen(records, changes) {
    const seen = {};
    if ("user_id" in changes) {
        seen.plpdma_seen_handlers = Object.fromEntries(
            records.map((record) => [record.resId, record._values.user_id?.id || false])
        );
    }
    if (changes.is_publishable) {
        seen.plpdma_seen_texts = readTexts(records);
    }
    return seen;
}

/**
 * @param {Function} List
 * @returns {Function} the same, that says, with what is changed in several, who handled
 * each when it was read, and what it said: none is taken from whoever was given it since,
 * nor published unread
 */
function tellSeen(List) {
    return class extends List {
        seen = null;

        /** @override */
        get context() {
            return this.seen ? {...super.context, ...this.seen} : super.context;
        }

        /** @override */
        async _multiSave(_editedRecord, changes) {
            // Also where all pages are selected: core changes those that are shown.
            this.seen = readSeen(this.selection, changes);
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
