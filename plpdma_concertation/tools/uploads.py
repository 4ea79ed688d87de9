"""What a form takes of files, at most."""

MAX_FILES = 5
MAX_FILE_SIZE = 10 * 1024 * 1024
