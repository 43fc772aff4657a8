"""Tables of contents (目次): which lines of a document are their entries, and so begin nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.parts.clause_set.signs import entry_words, is_contents_entry, is_contents_title
from kaigi_extract.text import match_label

LONGEST = 300
"""Lines of a table of contents."""
LEAST = 3
"""Articles in a row that are a list of them."""


def contents_lines(texts: Sequence[str]) -> frozenset[int]:
    """Indices of the lines that are 目次 or an entry below it: those with leaders or with the articles of a chapter
    wherever they are, those between 目次 and the line at which its first entry is printed again, and articles one right
    below the other without a sentence, all of which are printed again below."""
    found = {k for k, text in enumerate(texts) if text and is_contents_entry(text)}
    for at, text in enumerate(texts):
        if text and is_contents_title(text):
            found |= set(range(at, _end(texts, at, found)))
    return frozenset(found | _untitled(texts))


def _untitled(texts: Sequence[str]) -> set[int]:
    """The lines of lists of articles that stand under no title, as the pages of a site print them."""
    articles = {k: key for k, text in enumerate(texts) if text[:1] == "第" and (key := _article(text)) is not None}
    last = {key: k for k, key in articles.items()}
    found: set[int] = set()
    run: list[int] = []
    for k in [*sorted(articles), len(texts)]:
        if run and (k == len(texts) or k != run[-1] + 1 or "。" in texts[k]):
            if len(run) >= LEAST and all(last[articles[at]] > run[-1] for at in run):
                found.update(run)
            run = []
        if k < len(texts) and "。" not in texts[k]:
            run.append(k)
    return found


def _article(text: str) -> tuple[int | None, tuple[int, ...]] | None:
    """The number of the article that a line begins with."""
    label = match_label(text)
    return (label.ordinal, label.branches) if label is not None and label.style == "dai_jo" else None


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
