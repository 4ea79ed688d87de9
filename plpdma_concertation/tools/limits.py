"""What a form takes at most from somebody who writes to us."""

# Characters of the text, then of a file's name.
MAX_TEXT = 20_000
MAX_FILE_NAME = 150
MAX_FILES = 5
MAX_FILE_SIZE = 10 * 1024 * 1024
# Characters of the words looked for.
MAX_SEARCH = 100
