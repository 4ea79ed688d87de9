"""A period in words, the same everywhere."""


def describe_period(env, start, stop):
    """Words for a period, from those of its ends; one day for both is that day.

    :param str start: words of its first day, nothing for one that has none
    :param str stop: words of its last day, nothing for one that has none
    :return: a text, empty for no period
    """
    if start and stop and start != stop:
        return env._("From %(start)s to %(stop)s", start=start, stop=stop)
    if start and stop:
        return start
    if start:
        return env._("Since %s", start)
    return env._("Until %s", stop) if stop else ""


def describe_days(env, start, stop):
    """Words for some days, as a sentence goes on with them: « from the one to the
    other », or « on » that one day for both.

    :param str start: words of the first day
    :param str stop: words of the last day
    """
    if start == stop:
        return env._("on %(start)s", start=start)
    return env._("from %(start)s to %(end)s", start=start, end=stop)


def describe_months(env, start, stop):
    """Words for a period told by its months, which take no article.

    :param str start: words of its first month, nothing for one that has none
    :param str stop: words of its last month, nothing for one that has none
    :return: a text, empty for no period
    """
    if start and stop and start != stop:
        return f"{start} – {stop}"
    if start and stop:
        return start
    if start:
        return env._("Since %(month)s", month=start)
    return env._("Until %(month)s", month=stop) if stop else ""
