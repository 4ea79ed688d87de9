"""What some source names, and whether it stands in a room below.

Plain functions over texts and tables: the registry fills the tables, in ``test_house``;
planted sources try each way of naming, in ``test_house_reader``.
"""

import ast
import re
from typing import NamedTuple

from lxml import etree

MODULE = "plpdma_concertation"
# In the order of the data.
ROOMS = (
    "shared",
    "platform",
    "catalogue",
    "program",
    "actor",
    "session",
    "contribution",
    "response",
    "outcome",
    "procedure",
    "overview",
)
# What all rooms share may speak of the programme, of its mandates and their scope.
SPOKEN_OF = {"shared": "program"}
# What no room names: documents, sheets and dialogs look at the rooms.
OUTSIDE = len(ROOMS)
# What stands beside the rooms and looks at them.
BESIDE = {"controllers", "export", "report", "wizards"}

TOKEN = re.compile(r"[a-z_][a-z0-9_]*")
PATH = re.compile(r"[a-z_]\w*(?:\.[a-z_]\w*)+")
MODEL = re.compile(r"\bplpdma(?:\.[a-z_]+)+|\breport\.plpdma_concertation\.\w+")
SOURCE = re.compile(rf"\b{MODULE}\.(models|{'|'.join(sorted(BESIDE))})\.(\w+)")
TRIPLE = re.compile(
    r"""\(\s*['"]([a-z_.]+)['"]\s*,\s*['"](?:[=!<>]{1,2}|[a-z ]+)['"]\s*,"""
)
# The methods whose first words are names of fields.
FIELDS_FIRST = {"Domain", "filtered", "mapped", "sorted", "grouped"}
ALL_FIELDS = {"depends", "constrains", "onchange"}
WRITERS = {"create", "write", "update", "new"}


class House(NamedTuple):
    """Where everything stands, each by its rank: that of its room."""

    # By ``plpdma.response``, its dialogs (``plpdma.response.send``) included.
    models: dict
    # By the name of a field or a method that Odoo does not give.
    names: dict
    # By the external id of a view, an action, a menu, a template.
    xmlids: dict

    @property
    def tables(self):
        return {name.replace(".", "_"): rank for name, rank in self.models.items()}


def get_reach(room):
    """How far a room may look, by the rank of the rooms."""
    return ROOMS.index(SPOKEN_OF.get(room, room))


def get_dialog_rank(name, models):
    """Where a dialog stands: with the model that it is about, by its name; outside of
    all rooms when that is none.

    :param dict models: rank by name, of the models of the rooms
    """
    if name in models:
        return models[name]
    parent = name.rpartition(".")[0]
    return get_dialog_rank(parent, models) if parent else OUTSIDE


def find_low(source, room, house):
    """What a source of a room names of the rooms below.

    :param str source: in Python
    :return: set of what is named
    """
    reach = get_reach(room)
    tree = ast.parse(source)
    return (
        {name for name in find_imports(tree) if get_import_rank(name) > reach}
        | {name for name in find_names(tree) if house.names.get(name, 0) > reach}
        | find_low_words(find_strings(tree), reach, house)
    )


def find_low_words(texts, reach, house):
    """The models, tables, external ids and modules of the rooms below in some texts."""
    low = set()
    tables = house.tables
    for text in texts:
        low |= {
            name for name in MODEL.findall(text) if get_model_rank(name, house) > reach
        }
        low |= {
            ".".join(parts)
            for parts in SOURCE.findall(text)
            if get_import_rank(parts) > reach
        }
        low |= {
            name
            for name in TOKEN.findall(text)
            if max(house.xmlids.get(name, 0), tables.get(name, 0)) > reach
        }
    return low


def get_model_rank(name, house):
    """Rank of a model, of what is read in a text: a name may be followed by a field, or
    by the end of a sentence."""
    if name.startswith("report."):
        return OUTSIDE
    while name not in house.models and "." in name:
        name = name.rpartition(".")[0]
    return house.models.get(name, 0)


def get_import_rank(parts):
    """Rank of what is imported.

    :param tuple parts: the folder of the addon, then the one in it
    """
    folder, room = parts
    if folder in BESIDE:
        return OUTSIDE
    return ROOMS.index(room) if folder == "models" and room in ROOMS else 0


def find_imports(tree):
    """What a file of a room imports of the addon, wherever in it.

    :return: iterator of ``(folder, subfolder)``
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            # Of the file: its room, the models, the addon, the addons.
            above = {0: "", 1: f"{MODULE}.models.-", 2: f"{MODULE}.models", 3: MODULE}
            start = above.get(node.level, "")
            for alias in node.names:
                path = filter(None, (start, node.module, alias.name))
                yield from read_path(".".join(path))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from read_path(alias.name)


def read_path(path):
    """The folders of the addon in the path of a module, none when it is another's."""
    path = path.removeprefix("odoo.addons.")
    if path.startswith(f"{MODULE}."):
        folder, _dot, rest = path.removeprefix(f"{MODULE}.").partition(".")
        yield folder, rest.partition(".")[0]


def find_strings(tree):
    """The texts in some source, those of formatted strings included, but for
    docstrings: those tell, they do not do.

    :return: list of strings
    """
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
    ]


def find_names(tree):
    """Every name of a field or a method that some source gives: attributes, words with
    an underscore in strings, paths, and plain words where only a field is named.

    A string of one plain word ("moment", "year") is a word, not a name.

    :return: set of strings
    """
    names = set()
    for text in find_strings(tree):
        names |= {word for word in TOKEN.findall(text) if "_" in word}
        if PATH.fullmatch(text) and not MODEL.fullmatch(text):
            names |= set(text.split("."))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, (ast.Tuple, ast.List)):
            names |= read_triple(node)
        elif isinstance(node, ast.Call):
            names |= read_call(node)
    return names


def get_words(nodes):
    """The names in a list of nodes that are texts: a path is several."""
    return {
        word
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in node.value.split(".")
    }


def read_triple(node):
    """The field of a condition, as ``("moderation", "=", "read")``."""
    items = node.elts
    if len(items) != 3 or not get_words(items[1:2]):
        return set()
    is_operator = re.fullmatch(r"[=!<>]{1,2}|[a-z? =]+", items[1].value)
    return get_words(items[:1]) if is_operator else set()


def read_call(node):
    """The fields that a call names in plain words."""
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if called in FIELDS_FIRST:
        return get_words(node.args[:1])
    if called in ALL_FIELDS:
        return get_words(node.args)
    if called not in WRITERS:
        return set()
    names = {keyword.arg for keyword in node.keywords if keyword.arg}
    for argument in node.args:
        for part in ast.walk(argument):
            if isinstance(part, ast.Dict):
                names |= get_words(filter(None, part.keys))
    return names


def find_low_in_view(text, room, house):
    """What a file of views of a room names of the rooms below.

    :param str text: XML
    :return: set of what is named
    """
    reach = get_reach(room)
    root = etree.fromstring(text.encode())
    texts, names = [], set()
    for node in root.iter(etree.Element):
        if node.tag in ("field", "button"):
            names.add(node.get("name"))
        texts += [*node.attrib.values(), node.text or "", node.tail or ""]
    for value in texts:
        names |= set(TRIPLE.findall(value))
        names |= {word for word in TOKEN.findall(value) if "_" in word}
    return {
        name for name in names if name and house.names.get(name, 0) > reach
    } | find_low_words(texts, reach, house)


def find_lonely(users):
    """The abstract models that only one other has: what they do is its own.

    :param dict users: by the name of an abstract model, those that inherit it
    :return: set of names
    """
    return {
        name
        for name, models in users.items()
        # A service is asked by its name, and inherited by none.
        if len(models - {name}) == 1
        or (name.endswith(".mixin") and not models - {name})
    }
