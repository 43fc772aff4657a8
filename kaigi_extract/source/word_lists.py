"""Numbers that Word sets itself: the label of each paragraph of a list, as it is printed. Decides nothing.

No package on PyPI counts them. A paragraph belongs to a list by itself or by its style; its levels are defined
once and may be changed for one of its uses; `word_numerals` writes the numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_margins import column_of
from kaigi_extract.source.word_numerals import written
from kaigi_extract.source.word_package import qn
from kaigi_extract.source.word_styles import RunFormat, Said, Styles, is_on
from kaigi_extract.text import drop_invisible, repair_characters
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.symbol_fonts import is_symbol_font, symbols

DEEPEST = 9
"""Levels of a list."""
_WHOLE = late_pattern(r"-?[0-9]{1,9}")
_SUFFIX = {"nothing": "", "space": " "}
_NO_LIST = "0"
"""The numbering by which a paragraph leaves the list of its style."""


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    format: str
    text: str
    """%1 stands for the number of the first level."""
    start: int
    suffix: str
    pattern: str | None = None
    """How the numbers of a format of the author's own begin."""
    legal: bool = False
    """Whether the numbers of all levels are written in figures."""
    restarts: int | None = None
    """The level (from 1) whose paragraphs begin it anew; 0 for none, None for every level above."""
    style: str | None = None
    """The paragraph style whose paragraphs are of this level."""
    properties: Said = field(default_factory=Said)
    """How its label is shown."""
    paragraph: Any = None
    """What it says of its paragraphs (w:pPr), or None."""


@dataclass(slots=True)
class Lists:
    """The lists of one file; counts as the paragraphs come."""

    styles: Styles = field(default_factory=lambda: Styles(None))
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """By the id of a list's numbering, and by level."""
    counted: dict[str, str] = field(default_factory=dict)
    """What each numbering counts with: several go on with one count."""
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, root: Any, styles: Styles) -> Lists:
        """The lists that a part (w:numbering) defines; none where there is no such part."""
        lists = cls(styles)
        if root is not None:
            lists._define(root)
        return lists

    def _define(self, root: Any) -> None:
        abstract = {one.get(qn("w:abstractNumId"), ""): one for one in root.findall(qn("w:abstractNum"))}
        uses = {one.get(qn("w:numId"), ""): one for one in root.findall(qn("w:num"))}
        for name, num in uses.items():
            base = self._abstract(num, abstract, uses)
            if base is None:
                continue
            self.levels[name] = _levels(abstract[base])
            own = num.findall(qn("w:lvlOverride"))
            self.counted[name] = f"num {name}" if own else base
            for override in own:
                level = whole(override.get(qn("w:ilvl")))
                said = override.find(qn("w:startOverride"))
                start = whole(said.get(qn("w:val"))) if said is not None else None
                if start is not None and level is not None and level in self.levels[name]:
                    self.levels[name][level] = replace(self.levels[name][level], start=start)
                self.levels[name] |= _levels(override)

    def _abstract(self, num: Any, abstract: dict[str, Any], uses: dict[str, Any]) -> str | None:
        """The id of the definition that a numbering uses, also where that is only named by a list style."""
        for _ in range(DEEPEST):
            said = num.find(qn("w:abstractNumId"))
            base = said.get(qn("w:val")) if said is not None else None
            if base not in abstract:
                return None
            link = abstract[base].find(qn("w:numStyleLink"))
            if link is None:
                return str(base)
            style = self.styles.by_name(link.get(qn("w:val")))
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}") if style is not None else None
            num = uses.get(number.get(qn("w:val"), "")) if number is not None else None
            if num is None:
                return str(base)
        return None

    def label(self, paragraph: Any) -> str:
        """The label that Word prints before a paragraph (its XML), with what follows it; empty where it has none."""
        name, depth = self._place(paragraph)
        level = self.levels.get(name or "", {}).get(depth)
        if name is None or level is None:
            return ""
        counts = self.counts[self.counted[name]]
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in range(depth + 1, DEEPEST):
            below = self.levels[name].get(deeper)
            if below is None or below.restarts is None or depth < below.restarts:
                counts.pop(deeper, None)
        shown = self._shown(paragraph, level)
        if shown.hidden:
            return ""
        text = self._text(name, depth, level, counts)
        if is_symbol_font(shown.font):
            text = symbols(text, shown.font)
        text = drop_invisible(repair_characters(text))
        return text + level.suffix if text.strip() else ""

    def column(self, paragraph: Any) -> int:
        """The column at which a paragraph begins (its XML), by itself, its list and its style."""
        own = paragraph.find(qn("w:pPr"))
        styles = [style.find(qn("w:pPr")) for style in self.styles.chain(self.styles.of_paragraph(paragraph))]
        name, depth = self._place(paragraph)
        level = self.levels.get(name or "", {}).get(depth) if name is not None else None
        by_list = [level.paragraph] if level is not None else []
        by_itself = own is not None and own.find(qn("w:numPr")) is not None
        return column_of([own, *by_list, *styles] if by_itself else [own, *styles, *by_list])

    def _text(self, name: str, depth: int, level: Level, counts: dict[int, int]) -> str:
        text = level.text
        for k in range(depth + 1):
            above = self.levels[name].get(k)
            if above is not None and f"%{k + 1}" in text:
                style = "decimal" if level.legal and above.format != "none" else above.format
                text = text.replace(f"%{k + 1}", written(counts.get(k, above.start), style, above.pattern))
        return text

    def _shown(self, paragraph: Any, level: Level) -> RunFormat:
        """How a label is shown: as its paragraph's mark, unless the list says something else."""
        mark = self.styles.format(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}"), self.styles.of_paragraph(paragraph))
        hidden = level.properties.switches.get("vanish", mark.hidden)
        return RunFormat(hidden=hidden, font=level.properties.font or mark.font)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The numbering and level of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        name, depth = self._of_style(self.styles.of_paragraph(paragraph))
        if own is not None:
            own_name, own_depth = _numbering(own)
            depth = own_depth if own_depth is not None else depth if own_name in (None, name) else 0
            name = own_name or name
        return (None, 0) if name == _NO_LIST else (name, depth)

    def _of_style(self, style: str | None) -> tuple[str | None, int]:
        """The numbering and level of a paragraph style, its own or that of what it is based on."""
        for one in self.styles.chain(style):
            said = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if said is None:
                continue
            name, depth = _numbering(said)
            if name is not None:
                levels = self.levels.get(name, {}).items()
                linked: dict[str | None, int] = {level.style: at for at, level in levels if level.style is not None}
                return name, linked.get(style, linked.get(one.get(qn("w:styleId")), depth or 0))
        return None, 0


def _numbering(element: Any) -> tuple[str | None, int | None]:
    name, level = element.find(qn("w:numId")), element.find(qn("w:ilvl"))
    depth = whole(level.get(qn("w:val"))) if level is not None else None
    if depth is not None and not 0 <= depth < DEEPEST:
        depth = 0
    return (name.get(qn("w:val")) if name is not None else None), depth


def _levels(element: Any) -> dict[int, Level]:
    found = {}
    for level in element.findall(qn("w:lvl")):
        depth = whole(level.get(qn("w:ilvl")))
        if depth is not None and 0 <= depth < DEEPEST:
            found[depth] = _level(level)
    return found


def _level(element: Any) -> Level:
    names = ("numFmt", "lvlText", "start", "suff", "lvlRestart", "pStyle", "isLgl")
    said = {name: one for name in names if (one := element.find(qn(f"w:{name}"))) is not None}
    value = {name: one.get(qn("w:val")) for name, one in said.items()}
    start = whole(value.get("start"))
    return Level(
        value.get("numFmt") or "decimal",
        value.get("lvlText") or "",
        1 if start is None else start,
        _SUFFIX.get(value.get("suff") or "tab", "　"),
        said["numFmt"].get(qn("w:format")) if "numFmt" in said else None,
        "isLgl" in said and is_on(said["isLgl"]),
        whole(value.get("lvlRestart")),
        value.get("pStyle"),
        Said.by(element.find(qn("w:rPr"))),
        element.find(qn("w:pPr")),
    )


def whole(said: str | None) -> int | None:
    """A number as Word writes it; None where nothing is said, or something else."""
    return int(said) if said is not None and _WHOLE.fullmatch(said) else None
