import {_t} from "@web/core/l10n/translation";
import {registerMessageAction} from "@mail/core/common/message_actions";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/* Whether the reader is of the staff: asked once, as an action of a message is shown or
   not at once. Nothing waits for it. */
registry.category("services").add("plpdma_staff", {
    start() {
        const staff = {isStaff: false};
        user.hasGroup("plpdma_concertation.group_user").then((isStaff) => {
            staff.isStaff = isStaff;
        });
        return staff;
    },
});

registerMessageAction("plpdma-note", {
    condition: ({message, store}) =>
        store.env.services.plpdma_staff?.isStaff &&
        message.persistent &&
        !message.isBodyEmpty &&
        ["email", "comment"].includes(message.message_type),
    icon: "fa fa-commenting-o",
    name: _t("Note a Contribution"),
    onSelected: async ({message, store}) => {
        const {action, orm} = store.env.services;
        action.doAction(
            await orm.call("mail.message", "action_plpdma_note", [[message.id]])
        );
    },
    sequence: 56,
});
