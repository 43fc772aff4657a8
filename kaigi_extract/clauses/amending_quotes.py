"""Words to quote in an amendment: the swaps that make one text of another, each found in it exactly once. Pure."""

from __future__ import annotations

from kaigi_extract.clauses.amending_grammar import Swap
from kaigi_extract.clauses.amending_text import _folded, _swapped
from kaigi_extract.clauses.line_pairs import line_edits
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.text.late_pattern import late_pattern

_WORD = late_pattern(r"\w\w|[^\W\d_ぁ-ん]")
"""What a quote holds at least: a mark or one syllable is found by nobody."""


def swaps_between(old: str, new: str, settings: AlignSettings = DEFAULT_ALIGN) -> list[Swap] | None:
    """The swaps that turn `old` into `new`; None where they would be too many or too long, or would not do."""
    if "\n" in old or "\n" in new or not old or not new:
        return None
    pieces = [(edit.old, edit.new, edit.old == edit.new) for edit in line_edits(old, new)]
    found: list[Swap] = []
    at = 0
    for one, other, same in pieces:
        if not same:
            swap = _quoted(old, at, one, other, settings.longest_quote)
            if swap is None:
                return None
            found.append(swap)
        at += len(one)
    if not found or len(found) > settings.most_swaps or _balanced(found) is False:
        return None
    made, used = _swapped(old, found)
    return found if len(used) == len(found) and _folded(made)[0] == _folded(new)[0] else None


def _quoted(text: str, at: int, old: str, new: str, longest: int) -> Swap | None:
    """A swap whose old words are in a text once: with as much before them as that takes, then behind them."""
    start, end = at, at + len(old)
    while text.count(text[start:end]) != 1 or not _WORD.search(text[start:end]):
        if start > 0 and (end - start) < longest:
            start -= 1
        elif end < len(text) and (end - start) < longest:
            end += 1
        else:
            return None
    before, after = text[start:at], text[at + len(old) : end]
    return Swap(text[start:end], before + new + after)


def _balanced(swaps: list[Swap]) -> bool:
    """Whether corner brackets within quotes close: a quote could not be read otherwise."""
    return all(word.count("「") == word.count("」") for swap in swaps for word in (swap.old, swap.new))
