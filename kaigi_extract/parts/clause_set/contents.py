"""Tables of contents (目次): which lines of a document are their entries, and so begin nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaigi_extract.parts.clause_set.signs import (
    chapter_of,
    entry_words,
    is_contents_entry,
    is_contents_title,
    is_supplement,
    level,
)
from kaigi_extract.text import match_label

LONGEST = 300
"""Lines of a table of contents."""
LEAST = 3
"""Articles or chapters in a row that are a list of them."""
OF_ARTICLES = -1
"""The level of articles, beside those of chapters."""
_Key = tuple[int, str]
"""The level of what is listed, and which of that level it is."""


def contents_lines(texts: Sequence[str]) -> frozenset[int]:
    """Indices of the lines that are 目次 or an entry below it: those with leaders or with the articles of a chapter
    wherever they are, those between 目次 and the line at which its first entry is printed again, and articles one right
    below the other without a sentence, all of which are printed again below."""
    found = {k for k, text in enumerate(texts) if text and is_contents_entry(text)}
    for at, text in enumerate(texts):
        if text and is_contents_title(text):
            found |= set(range(at, _end(texts, at, found)))
    return frozenset(found | _untitled(texts))


def is_contents_table(rows: Sequence[str], below: Iterable[str]) -> bool:
    """Whether the rows of a table are a list of chapters or articles, all of which are printed again below it."""
    if len(rows) < LEAST or any("。" in row for row in rows):
        return False
    keys = [_key(row) for row in rows if not is_contents_title(row) and not is_supplement(row)]
    if len(keys) < LEAST or None in keys or not _count_on(keys):
        return False
    return {key for text in below if (key := _key(text)) is not None}.issuperset(keys)


def _untitled(texts: Sequence[str]) -> set[int]:
    """The lines of lists of chapters or articles that stand under no title, as the pages of a site print them."""
    keys = {k: key for k, text in enumerate(texts) if text[:1] == "第" and (key := _key(text)) is not None}
    last = {key: k for k, key in keys.items()}
    found: set[int] = set()
    run: list[int] = []
    for k in [*sorted(keys), len(texts)]:
        if run and (k == len(texts) or k != run[-1] + 1 or "。" in texts[k] or keys[k] in map(keys.get, run)):
            while run and last[keys[run[-1]]] == run[-1]:
                run.pop()  # what is listed is printed again: the text has begun
            listed = [keys[at] for at in run]
            if len(run) >= LEAST and all(last[key] > run[-1] for key in listed) and _count_on(listed):
                found.update(run)
            run = []
        if k < len(texts) and "。" not in texts[k]:
            run.append(k)
    return found


def _count_on(keys: Sequence[_Key | None]) -> bool:
    """Whether two entries are of one level: 章, 節 and 条 one below another begin a text."""
    levels = [key[0] for key in keys if key is not None]
    return len(levels) > len(set(levels))


def _key(text: str) -> _Key | None:
    """What a line lists: an article by its number, or a chapter by its words."""
    chapter = chapter_of(text) if text[:1] == "第" else None
    if chapter is not None:
        return level(chapter.label), entry_words(text)
    label = match_label(text)
    if label is None or label.style != "dai_jo":
        return None
    return OF_ARTICLES, "-".join(map(str, (label.ordinal, *label.branches)))


def _end(texts: Sequence[str], at: int, entries: set[int]) -> int:
    """The line after the last entry below 目次: every line is one up to the line at which the first entry is printed
    again; above a sentence only those that are entries by themselves, or are printed again below it."""
    first = next((k for k in range(at + 1, min(len(texts), at + 4)) if texts[k]), None)
    if first is None:
        return at + 1
    words = entry_words(texts[first])
    stop = last = at + 1
    for k in range(first, min(len(texts), at + LONGEST)):
        if k > first and words and entry_words(texts[k]) == words and k not in entries:
            return k
        if "。" in texts[k]:
            break
        last = k + 1
        if k in entries:
            stop = k + 1
    below = {entry_words(text) for text in texts[last:]}
    while stop < last and entry_words(texts[stop]) in below:
        stop += 1
    return stop
