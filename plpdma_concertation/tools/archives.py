"""Workbooks are archives: what they become once unpacked is looked at first."""

import io
import zipfile

MEGABYTE = 1024 * 1024
# A sheet of 20,000 long letters unpacks to half of this.
MAX_UNPACKED = 100 * MEGABYTE
MAX_FILES = 2_000
# What is read of one whole file takes thirty times its size in memory.
MAX_READ = 5 * MEGABYTE
READ_ENDINGS = (".xml", ".rels")


class TooLarge(ValueError):
    """Raised for an archive that holds more than a workbook of people's words ever
    does.

    :ivar int megabytes: what it would unpack to
    """

    def __init__(self, megabytes):
        super().__init__(megabytes)
        self.megabytes = megabytes


def is_bearable(data):
    """Whether the text of a file may be read in one go: an archive says how long its
    documents are once unpacked, anything else may.

    :param bytes data: a file of any kind
    """
    if not data.startswith(b"PK"):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    size = sum(
        entry.file_size for entry in entries if entry.filename.endswith(READ_ENDINGS)
    )
    return size <= MAX_READ and len(entries) <= MAX_FILES


def open_archive(data):
    """The ``zipfile.ZipFile`` of a workbook, once its unpacked size is known to be
    bearable.

    :param bytes data: the file
    :raise TooLarge: from what its table says; what is unpacked is never longer
    :raise zipfile.BadZipFile: for what is no archive
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED or len(entries) > MAX_FILES:
        raise TooLarge(size // MEGABYTE)
    return archive
