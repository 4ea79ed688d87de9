"""Folding and indexing texts in PostgreSQL, with nothing but what each server has.

The host's configuration stays as it is: no extension, no dictionary of ours. A text is
folded (no accents, no capitals, no punctuation) by a function of our own, then read by
the built-in French configuration. What is searched is folded the same way in Python:
:func:`tools.words.fold`.
"""

# Of the texts of each label, so many characters are searched: a vector of all of them
# takes one megabyte at most, whatever the alphabet.
MAX_OWN = 100_000
MAX_OTHER = 60_000

# Punctuation by the character: runs of it, which count for one, take twice the time.
# The space, which stays one, is not looked for: it is most of what would be found.
FOLD = r"""
CREATE OR REPLACE FUNCTION plpdma_fold(content text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $fold$
DECLARE
    folded text := content;
BEGIN
    IF octet_length(folded) > length(folded) THEN
        folded := regexp_replace(
            normalize(folded, NFKD), '[\u0300-\u036f]', '', 'g');
        IF folded ~ '[œŒæÆß]' THEN
            folded := replace(replace(folded, 'œ', 'oe'), 'Œ', 'oe');
            folded := replace(replace(folded, 'æ', 'ae'), 'Æ', 'ae');
            folded := replace(folded, 'ß', 'ss');
        END IF;
    END IF;
    RETURN regexp_replace(
        lower(folded),
        '[\u0001-\u001f\u0021-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]',
        ' ', 'g');
END $fold$
"""
# The words of formatted text: what is between its marks, without them.
READ = r"""
CREATE OR REPLACE FUNCTION plpdma_read_html(content text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $read$
SELECT regexp_replace(regexp_replace(regexp_replace(
    content,
    '<(/?(p|div|li|ul|ol|table|tr|td|th|blockquote|pre|h[1-6])|br)\M', ' <\1', 'gi'),
    '<("[^"]*"|''[^'']*''|[^''">])*>', '', 'g'),
    '&(#\d+|#x[0-9a-f]+|\w+);', ' ', 'gi')
$read$
"""
INDEX = """
CREATE OR REPLACE FUNCTION plpdma_index(content text, label "char", size integer)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $index$
SELECT setweight(
    to_tsvector(
        'pg_catalog.french', left(plpdma_fold(left(content, size)), size)), label)
$index$
"""
# A number "2026/0042", and "42" by which it is found too.
NUMBER = r"""
CREATE OR REPLACE FUNCTION plpdma_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $number$
SELECT number || ' ' || regexp_replace(number, '(^|\D)0+', '\1', 'g')
$number$
"""
# Whether a text says a phrase, folded, as it is written: neither its words in any other
# form nor a part of one.
SAY = r"""
CREATE OR REPLACE FUNCTION plpdma_says(content text, size integer, phrase text)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $says$
SELECT strpos(
    ' ' || regexp_replace(
        left(plpdma_fold(left(content, size)), size), '\s+', ' ', 'g') || ' ',
    ' ' || phrase || ' ') > 0
$says$
"""
# The letters that are folded into each, besides their case.
FOLDED = {
    "a": "aàâäáãåæ",
    "c": "cç",
    "e": "eéèêëœæ",
    "i": "iîïíì",
    "n": "nñ",
    "o": "oôöóòõœ",
    "s": "sß",
    "u": "uùûüú",
    "y": "yÿý",
}


def make_pattern(phrase):
    """Regular expression that takes the texts that say a phrase of the usual words of
    French, and few others: thirty times as fast as ``plpdma_says``, which judges what
    it takes.

    :param str phrase: folded, as ``plpdma_says`` takes it
    """
    marks = "[\u0300-\u036f]*"
    # A ligature is two letters: the one after it may be missing.
    words = (
        "".join(
            f"[{FOLDED.get(letter, letter)}]{'?' if letter in 'es' else ''}{marks}"
            if letter.isascii() and letter.isalnum()
            else "."
            for letter in word
        )
        for word in phrase.split()
    )
    return "[^a-zA-Z0-9]+".join(words)


# The words of a name, as :func:`tools.personal_data.fold` folds them; of one that holds
# other letters or signs, one mark: whoever looks for it reads it. An index is made of
# it: it names nothing but what each PostgreSQL has, where a backup is restored too.
UNREADABLE = "*"
NAME_WORDS = r"""
CREATE OR REPLACE FUNCTION plpdma_name_words(name text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $words$
DECLARE
    folded text := name;
BEGIN
    IF octet_length(folded) > length(folded) THEN
        folded := regexp_replace(
            normalize(folded, NFKD), '[\u0300-\u036f]', '', 'g');
    END IF;
    folded := translate(lower(folded COLLATE "C"), '-''’._,', '      ');
    IF folded ~ '[^a-z0-9 ]' THEN
        RETURN ARRAY['*'];
    END IF;
    RETURN string_to_array(folded, ' ');
END $words$
"""
FUNCTIONS = (FOLD, READ, INDEX, NUMBER, SAY)
