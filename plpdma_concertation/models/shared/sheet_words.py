"""The words of a sheet that mean nothing by themselves: asked once for all their rows,
and answered once."""

import re

from odoo.fields import Field

from ...tools.words import fold
from .sheet_faults import get_word_key, tell_numbers

# A longer list is not chosen from in a dialog.
MAX_CHOICES = 200
SEPARATORS = re.compile(r"[,;|\n]|\s/\s")


def find_left_words(job, paths, data):
    """``{index of the row: ["Column: word"]}`` of the words that the user left out, or
    that became another."""
    found = {}
    for (name, folded), (verb, taken) in job.choices.items():
        is_replaced = verb == "take" and folded and fold(taken or "") != folded
        if (verb != "leave" and not is_replaced) or [name] not in paths:
            continue
        heading = job.headings.get(name) or name
        for place, path in enumerate(paths):
            for index, row in enumerate(data) if path == [name] else ():
                cell = str(row[place])
                for word in (cell, *SEPARATORS.split(cell)):
                    if word.strip() and fold(word) == folded:
                        told = f"{heading} : {word.strip()}"
                        if told not in found.setdefault(index, []):
                            found[index].append(told)
    return found


def list_questions(faults):
    """What the user may answer of a sheet that is refused: one dictionary for each
    unclear word, with ``field``, ``word``, ``column``, ``rows`` (their numbers, in a
    text), ``count``, ``choices`` (``value``, ``label``) and the ``preset`` one.

    :param SheetFaults faults: those of the sheet
    """
    by_word = {}
    for message in faults.messages:
        if message["type"] == "error" and "word" in message:
            by_word.setdefault(get_word_key(message), []).append(message)
    return [_make_question(faults, messages) for messages in by_word.values()]


def _make_question(faults, messages):
    model, first = faults.model, messages[0]
    field = model._fields.get(first.get("field"))
    numbers = faults.get_numbers(messages)
    choices = _list_choices(model, field, first)
    refuse = {"value": "refuse", "label": model.env._("Refuse these rows")}
    return {
        "field": first.get("field"),
        "word": first["word"],
        "column": faults.job.headings.get(first.get("field")) or "",
        "rows": tell_numbers(numbers),
        "count": len(numbers),
        "choices": [*choices, refuse],
        "preset": _get_preset(choices),
    }


def _get_preset(choices):
    """What is proposed: what is near, then a new entry, then nothing; never one of the
    others."""
    for start in ("take!", "create", "leave"):
        for choice in choices:
            if choice["value"] == start or (start == "take!" and choice.get("is_near")):
                return choice["value"]
    return "refuse"


def _list_choices(model, field, message):
    env, proposal = model.env, message.get("proposal")
    found = []
    if proposal:
        found.append({"value": f"take:{proposal}", "label": proposal, "is_near": True})
    if "choices" not in message or not isinstance(field, Field):
        return found
    found.extend(
        {"value": f"take:{name}", "label": name}
        for name in message["choices"][:MAX_CHOICES]
        if name != proposal
    )
    if message.get("can_create"):
        label = env._("Create “%s”", message["word"])
        found.append({"value": "create", "label": label})
    if not (field.required or message.get("is_needed")):
        label = (
            env._("Leave empty, and keep the word in the internal note")
            if model._import_keeps_words
            else env._("Leave empty")
        )
        found.append({"value": "leave", "label": label})
    return found
