"""What a form takes at most from somebody who writes to us."""

# Characters of the text, then of a file's name.
MAX_TEXT = 20_000
MAX_FILE_NAME = 150
MAX_FILES = 5
MAX_FILE_SIZE = 10 * 1024 * 1024
# Characters of what names a thing in one line, and of the code by which it is named.
MAX_TITLE = 300
MAX_CODE = 30
# Characters of the words looked for.
MAX_SEARCH = 100
