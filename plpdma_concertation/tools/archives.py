"""Workbooks are archives: what they become once unpacked is looked at first."""

import io
import zipfile

MEGABYTE = 1024 * 1024
# A sheet of 20,000 long letters unpacks to half of this.
MAX_UNPACKED = 100 * MEGABYTE
MAX_FILES = 2_000


class TooLarge(ValueError):
    """The archive holds more than a workbook of people's words ever does.

    :ivar int megabytes: what it would unpack to
    """

    def __init__(self, megabytes):
        super().__init__(megabytes)
        self.megabytes = megabytes


def open_archive(data):
    """Open a workbook once its unpacked size is known to be bearable.

    :param bytes data: the file
    :return: ``zipfile.ZipFile``
    :raise TooLarge: from what its table says; what is unpacked is never longer
    :raise zipfile.BadZipFile: for what is no archive
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED or len(entries) > MAX_FILES:
        raise TooLarge(size // MEGABYTE)
    return archive
