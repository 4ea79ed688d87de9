"""What a button answers when it opens nothing: a sentence in the corner."""

# What the screen does once the sentence shows.
RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}
CLOSE = {"type": "ir.actions.act_window_close"}


def make_notification(message, level, follow=None, **params):
    """Client action that tells the user what was done, in a corner of the screen.

    :param str message: the sentence
    :param str level: "success", "info" or "warning"
    :param dict follow: the action that comes after, ``RELOAD`` unless told otherwise
    :param params: more of what ``display_notification`` takes
    """
    # A copy: a dialog that calls another's action says what comes after.
    after = dict(follow or RELOAD)
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {"type": level, "message": message, "next": after, **params},
    }
