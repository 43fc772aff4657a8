"""Lines that end a part and below which a numbering begins anew, where nothing numbers them: 【返却箱】, 回収について.

One such line says nothing: it may be the heading of a clause, or the title of another set. So each １ of one form and
margin must have one, what is above it must be a whole sentence, no other number may have any, and one title of clause
sets must be above all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kaigi_extract.layout.lines import Line
from kaigi_extract.parts.clause_set.runs import Family, Mark, family_of, form_of, is_first, same_margin
from kaigi_extract.parts.clause_set.signs import is_annex, is_supplement, label_of
from kaigi_extract.parts.extent import Chapter
from kaigi_extract.text.late_pattern import late_pattern

if TYPE_CHECKING:
    from kaigi_extract.parts.clause_set.flow import ClauseFlow


def with_titles_below(flow: ClauseFlow, chapters: Mapping[int, Chapter]) -> dict[int, Chapter]:
    """The chapters of a document, those whose number is alone on its line with the title on the next: 第１章⏎総則. Both
    lines are one chapter then, one and the same object."""
    found = dict(chapters)
    for at, chapter in chapters.items():
        if not chapter.title and at + 1 not in chapters and _titles_chapter(flow, at + 1):
            found[at] = found[at + 1] = Chapter(chapter.label, flow.texts[at + 1])
    return found


def _titles_chapter(flow: ClauseFlow, at: int) -> bool:
    """Whether a line below the number of a chapter is its title: it could be a head, and something is below it."""
    text, below = flow.texts[at] if at < len(flow.texts) else "", flow.texts[at + 1] if at + 1 < len(flow.texts) else ""
    if not text or not below or flow.lines[at] is None or at in flow.contents or len(text) > flow.longest_heading:
        return False
    bracketed = text[0] in "(（【" or is_supplement(text) or is_annex(text)
    return not bracketed and label_of(text) is None and _SENTENCE.search(text) is None


_TITLE_WITHIN = 4
"""Lines above the first head within which the title of the set is."""
_SENTENCE = late_pattern(r"。|[、：:]$|^[（(].*[)）]$")
_NUMBERED = late_pattern(r"\s*(?:その\s*[0-9０-９一二三四五六七八九十]+|(?:I{1,3}|IV|VI{0,3}|IX|X)(?=[\s.．、]))")
"""その１, II: numbers of parts that are no labels of clauses."""


def heads_of_parts(flow: ClauseFlow) -> list[int]:
    """The heads of parts among the lines of a document."""
    alike: dict[tuple[Family, str], list[Mark]] = defaultdict(list)
    for mark in flow.marks:
        alike[family_of(mark.label), form_of(mark.label)].append(mark)
    return sorted({head for marks in alike.values() for head in _heads(flow, marks)})


def _heads(flow: ClauseFlow, marks: Sequence[Mark]) -> list[int]:
    """The heads above the first numbers among labels of one form; none where one of these has no head, or another
    number has one."""
    firsts = [mark for mark in marks if is_first(mark.label)]
    outer = [mark for mark in firsts if _at_one_margin(mark, firsts[0])]
    heads = [mark.at - 1 for mark in outer]
    if len(outer) < 2 or not all(_is_head(flow, head) for head in heads):
        return []
    later = [mark.at - 1 for mark in marks if not is_first(mark.label) and _at_one_margin(mark, outer[0])]
    if any(_is_head(flow, at) for at in later) or not all(flow.texts[head - 1].endswith("。") for head in heads[1:]):
        return []
    return heads if any(_titles(flow, heads[0])) and not any(map(flow.is_title, (flow.texts[k] for k in heads))) else []


def _at_one_margin(one: Mark, other: Mark) -> bool:
    """Whether two labels are set in alike."""
    if isinstance(one.line, Line) and isinstance(other.line, Line):
        return same_margin(one.line, other.line)
    return one.line.x0 == other.line.x0


def _is_head(flow: ClauseFlow, at: int) -> bool:
    """Whether a line could be the head of a part: short, no sentence, and no label of clauses."""
    text = flow.texts[at] if at > 0 else ""
    if not text or flow.is_apart(at) or len(text) > flow.longest_heading or _SENTENCE.search(text):
        return False
    label = label_of(text)
    return label is None or label.style == "bullet" or _NUMBERED.match(text) is not None


def _titles(flow: ClauseFlow, head: int) -> Iterator[bool]:
    """Of the lines above the first head, whether each is a title of clause sets."""
    for at in range(max(0, head - _TITLE_WITHIN), head):
        yield flow.is_title(flow.texts[at])
