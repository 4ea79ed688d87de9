"""The names of the files that leave: of which programme, what they hold, and for whom
they are."""

import re

# What no file system or mail program takes in a name.
UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST = 80


def name_file(env, content, programs=(), is_public=False, day=None):
    """Name of a file, without its extension.

    :param env: environment of the reader, whose language it is in
    :param str content: what the file holds
    :param programs: names of the programmes that it is about
    :param is_public: whether it may be given to everybody; ``None`` where it leaves for
        the one it is addressed to, and the name says neither
    :param day: date at which it was made, if the name says it
    """
    audience = ""
    if is_public is not None:
        audience = env._("public") if is_public else env._("internal")
    parts = (", ".join(programs), content, audience, day and str(day))
    return " - ".join(_clean(part) for part in parts if part)


def _clean(text):
    return UNFIT.sub("-", " ".join(text.split()))[:LONGEST].strip(" .")
