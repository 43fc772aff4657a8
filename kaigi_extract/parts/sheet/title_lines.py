"""What a single line says of the part that it heads: 件名　…, （…条例第13条関係）."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, join
from kaigi_extract.parts.settings import FormSettings
from kaigi_extract.text import find_citations, squeeze
from kaigi_extract.wards import Ward

_OPEN, _CLOSE = tuple("(（"), tuple(")）")


def is_basis(text: str) -> bool:
    """Whether a line is nothing but the article that a case rests on, in brackets."""
    if "第" not in text or not (_opens(text) and _closes(text)):
        return False
    return any(citation.ordinance is not None for citation in find_citations(squeeze(text)))


def _opens(text: str) -> bool:
    """Whether a text begins with a bracket."""
    return text.lstrip().startswith(_OPEN)


def _closes(text: str) -> bool:
    """Whether a text ends with a bracket."""
    return text.rstrip().endswith(_CLOSE)


def wrapped_basis(lines: Sequence[AnyLine]) -> Passage | None:
    """The article that a case rests on where it begins with the first of some lines: that line, or with it the next
    one, where the bracket is closed there; None where it does not."""
    if not lines or not _opens(lines[0].text):
        return None
    if _closes(lines[0].text):
        return Passage.of(lines[0]) if is_basis(lines[0].text) else None
    if len(lines) < 2 or not is_basis(lines[0].text + lines[1].text):
        return None
    return join([Passage.of(line) for line in lines[:2]], "")


def title_after_label(line: AnyLine, ward: Ward, settings: FormSettings) -> tuple[int, int] | None:
    """Where the title is in a line such as 件名　…; None where the line does not begin with such a label.

    White space, a colon or a gap parts the two.
    """
    text = line.text
    for k in range(1, min(len(text), settings.longest_title_label)):
        parted = text[k].isspace() or text[k] in ":：" or line.gap(k) >= settings.title_gap
        if parted and "title" in (ward.field("form", text[:k]), ward.field("cover", text[:k])):
            start = k
            while start < len(text) and (text[start].isspace() or text[start] in ":："):
                start += 1
            return (start, len(text)) if start < len(text) else None
    return None
