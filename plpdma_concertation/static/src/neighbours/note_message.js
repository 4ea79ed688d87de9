import {_t} from "@web/core/l10n/translation";
import {registerMessageAction} from "@mail/core/common/message_actions";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/* Whether the reader is of the staff: asked once, as an action of a message is shown or
   not at once. */
registry.category("services").add("plpdma_staff", {
    async start() {
        return {isStaff: await user.hasGroup("plpdma_concertation.group_user")};
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
