"""How a run of a Word file is shown, as far as it changes what is read: hidden, struck out, in capitals, in which font.

A property is said by the run itself, by its character style, its paragraph's style, its table's (with what these are
based on) and the defaults of the document; ECMA-376 17.7.3 says how they go together. Decides nothing.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_package import qn

_TOGGLES = ("vanish", "strike", "caps", "smallCaps", "b")
"""Properties that each level of styles turns round; a run's own word is final."""
_SWITCHES = (*_TOGGLES, "dstrike", "u")
_OFF = frozenset(("0", "false", "off", "none"))
DEEPEST_STYLE = 64
"""Styles based on each other; more of them go in a circle."""


@dataclass(frozen=True, slots=True)
class RunFormat:
    """How one run is shown."""

    hidden: bool = False
    struck: bool = False
    """Struck out by hand; words taken out under tracked changes are not among these."""
    capitals: bool = False
    marked: bool = False
    """Bold or underlined by itself or by a character style."""
    font: str = ""
    """Of Latin characters; of symbols, too."""


@dataclass(slots=True)
class Said:
    """What one level says of a run; nothing of what it leaves open."""

    switches: dict[str, bool] = field(default_factory=dict)
    font: str | None = None

    @classmethod
    def by(cls, properties: Any) -> Said:
        """What the properties of a run (w:rPr, or None) say."""
        said = cls()
        if properties is None:
            return said
        for name in _SWITCHES:
            element = properties.find(qn(f"w:{name}"))
            if element is not None:
                said.switches[name] = is_on(element)
        fonts = properties.find(qn("w:rFonts"))
        if fonts is not None:
            said.font = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or fonts.get(qn("w:cs"))
        return said

    def over(self, base: Said) -> Said:
        """These words, and of what they leave open those of a base."""
        return Said(base.switches | self.switches, self.font or base.font)


def is_on(element: Any) -> bool:
    """Whether a property that is on or off is on: it is on where it says nothing."""
    return str(element.get(qn("w:val"), "1")).lower() not in _OFF


class Styles:
    """The styles of one file; one without a part for them has none."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._said: dict[str | None, Said] = {None: Said()}
        self._default: dict[str, str] = {}
        self._defaults = Said()
        self._tables: set[str] = set()
        """Those of tables that say something of runs."""
        if root is None:
            return
        self._defaults = Said.by(root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"))
        for style in root.findall(qn("w:style")):
            name = style.get(qn("w:styleId"), "")
            self._styles[name] = style
            if style.get(qn("w:default"), "0").lower() in ("1", "true", "on"):
                self._default[style.get(qn("w:type"), "paragraph")] = name
        tables = [name for name, style in self._styles.items() if style.get(qn("w:type")) == "table"]
        self._tables = {name for name in tables if self._says(name).switches}

    def of_paragraph(self, paragraph: Any) -> str | None:
        """The id of a paragraph's style: its own, or the default one."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else None
        return name if name in self._styles else self._default.get("paragraph")

    def of_table(self, paragraph: Any) -> str | None:
        """The id of the style of the table that a paragraph is in, where that says something of runs."""
        table = next(paragraph.iterancestors(qn("w:tbl")), None) if self._tables else None
        style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") if table is not None else None
        name = style.get(qn("w:val")) if style is not None else None
        return name if name in self._tables else None

    def chain(self, name: str | None) -> list[Any]:
        """A style and what it is based on, one after the other."""
        found: list[Any] = []
        while name in self._styles and len(found) < DEEPEST_STYLE:
            assert name is not None
            found.append(self._styles[name])
            base = found[-1].find(qn("w:basedOn"))
            name = base.get(qn("w:val")) if base is not None else None
        return found

    def by_name(self, name: str | None) -> Any:
        """The style of this id; None where there is none."""
        return self._styles.get(name or "")

    def format(self, properties: Any, paragraph_style: str | None, table_style: str | None = None) -> RunFormat:
        """How a run with these properties (w:rPr, or None) is shown in a paragraph and a table of these styles."""
        own, character = Said.by(properties), self._says(_character_style(properties))
        paragraph, table = self._says(paragraph_style), self._says(table_style)
        switches = {name: self._toggle(name, own, table, paragraph, character) for name in _TOGGLES}
        plain = character.over(paragraph).over(table).over(self._defaults)
        double = own.over(plain).switches.get("dstrike", False)
        near = own.over(character).switches
        return RunFormat(
            hidden=switches["vanish"],
            struck=switches["strike"] or double,
            capitals=switches["caps"] or switches["smallCaps"],
            marked=near.get("b", False) or near.get("u", False),
            font=own.font or plain.font or "",
        )

    def is_prompt(self, properties: Any) -> bool:
        """Whether a run is in the style in which Word sets the prompts of empty fields."""
        style = self.by_name(_character_style(properties))
        name = style.find(qn("w:name")) if style is not None else None
        return name is not None and name.get(qn("w:val"), "").lower() == "placeholder text"

    def _toggle(self, name: str, own: Said, *levels: Said) -> bool:
        if name in own.switches:
            return own.switches[name]
        turned = sum(level.switches.get(name, False) for level in levels) % 2 == 1
        return turned or self._defaults.switches.get(name, False)

    def _says(self, name: str | None) -> Said:
        if name not in self._said:
            said = Said()
            for style in reversed(self.chain(name)):
                said = Said.by(style.find(qn("w:rPr"))).over(said)
            self._said[name] = said
        return self._said[name]


def _character_style(properties: Any) -> str | None:
    style = properties.find(qn("w:rStyle")) if properties is not None else None
    return style.get(qn("w:val")) if style is not None else None
