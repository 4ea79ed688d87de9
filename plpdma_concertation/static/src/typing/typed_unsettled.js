import {toRaw, useState, useSubEnv} from "@odoo/owl";
import {WILL_UNLOAD} from "../conflict/settled_form";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {patch} from "@web/core/utils/patch";
import {useBus} from "@web/core/utils/hooks";

/** What each record holds that means several, or none: ``{field: {typed, reason}}``. */
const unsettled = new WeakMap();

/** Why a record, or one of its lines, is not saved: what each field asks. */
function findReasons(record) {
    const asked = unsettled.get(toRaw(record)) || {};
    const reasons = [];
    for (const name of record._invalidFields) {
        const lines = record.data[name]?.records || [];
        reasons.push(asked[name]?.reason || lines.flatMap(findReasons));
    }
    return reasons.flat();
}

patch(RelationalModel.Record.prototype, {
    /** @override What one typed in a field is not called a required one. */
    _displayInvalidFieldNotification() {
        const reasons = findReasons(this);
        return reasons.length
            ? this.model.notification.add(reasons.join(" "), {type: "danger"})
            : super._displayInvalidFieldNotification();
    },
});

/**
 * What is typed in a field and means several, or none. It stays there, is said beside it,
 * and is neither left, saved nor forgotten before it is settled. Whatever one types in
 * finds it as ``plpdmaTyped`` of its environment, asks there, and tells how it settles.
 * @param {Component} field
 * @returns {Object} `reason`, to be shown
 */
export function useUnsettled(field) {
    const {name, record} = field.props;
    const isKnown = record.isFieldInvalid(name);
    const known = (isKnown && unsettled.get(toRaw(record))?.[name]) || {};
    const state = useState({reason: known.reason || ""});
    const change = (entry) => {
        const key = toRaw(field.props.record);
        unsettled.set(key, {...unsettled.get(key), [name]: entry});
    };
    const typed = {
        typed: known.typed || "",
        get isAsked() {
            return Boolean(state.reason);
        },
        ask(text, reason) {
            state.reason = reason;
            change({typed: text, reason});
            field.props.record.setInvalidField(name);
        },
        forget() {
            if (state.reason) {
                state.reason = "";
                change(null);
                field.props.record.resetFieldValidity(name);
            }
        },
        settle: () => null,
        isTyping: () => false,
    };
    useSubEnv({plpdmaTyped: typed});
    useBus(record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) => {
        detail.proms.push(typed.settle());
    });
    useBus(record.model.bus, WILL_UNLOAD, ({detail}) => {
        detail.isWaiting = detail.isWaiting || typed.isTyping();
    });
    return state;
}
