"""What a PDF says of itself: its title, and the language in which it is read aloud."""

import io

from odoo.tools.pdf import (
    BooleanObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    PdfFileWriter,
    createStringObject,
)


def mark_pdf(content, title, lang):
    """The same PDF, with its bookmarks, its title and its language.

    :param bytes content: the file
    :param str title: as the window of the reader shows it
    :param str lang: its language, as « fr-FR »
    :return: bytes
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    reader.trailer["/Root"].update(
        {
            NameObject("/Lang"): createStringObject(lang),
            NameObject("/ViewerPreferences"): DictionaryObject(
                {NameObject("/DisplayDocTitle"): BooleanObject(True)}
            ),
        }
    )
    writer = PdfFileWriter()
    writer.cloneReaderDocumentRoot(reader)
    writer.addMetadata({"/Title": title})
    with io.BytesIO() as stream:
        writer.write(stream)
        return stream.getvalue()


def read_marks(content):
    """``{"title", "lang", "bookmarks" (a list of texts)}`` of a PDF, as it says them.

    :param bytes content: the file
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    root = reader.trailer["/Root"]
    information = reader.trailer["/Info"].get_object()
    bookmarks = []
    if "/Outlines" in root:
        _collect(root["/Outlines"], bookmarks)
    return {
        "title": str(information.get("/Title") or ""),
        "lang": str(root.get("/Lang") or ""),
        "bookmarks": bookmarks,
    }


def _collect(parent, bookmarks):
    node = parent["/First"] if "/First" in parent else None
    while node:
        bookmarks.append(str(node["/Title"]))
        _collect(node, bookmarks)
        node = node["/Next"] if "/Next" in node else None
