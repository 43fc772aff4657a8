"""Equations of Word as linear text: EQ fields, which also set readings and ticks, and m:oMath. Decides nothing.

An EQ field is a little language: `EQ \\o\\ac(□,レ)` prints レ over □, `EQ \\o\\ad(\\s\\up 9(よみ),読み)` a word with a
reading above it. What is printed over each other becomes the one character that it looks like, where there is one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import field
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.word_package import qn
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES, UNCHECKED
from kaigi_extract.text.late_pattern import late_pattern

_GENERAL_SWITCH = late_pattern(r'\\\*\s*(?:"[^"]*"|[^\s\\]+)\s*')
_SWITCH = late_pattern(r"\\([A-Za-z]+)\s*(-?\d+)?\s*")
_CIRCLES = frozenset("○◯〇⭘")
_TICKS = frozenset("レㇾﾚ✓✔🗸vVｖＶ∨×✕✖✗✘☓xXｘＸ/／\\＼■●•・*＊＋+")
"""What is printed over a box to tick it."""
_CIRCLED = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0x3280, 0x32B1), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0), *range(0x2460, 0x2474))
}
DEEPEST_EQUATION = 40


@dataclass(slots=True)
class EquationText:
    """What an equation prints."""

    text: str = ""
    readings: list[str] = field(default_factory=list)
    """Words set small above others."""
    raised: bool = False
    circled: list[str] = field(default_factory=list)
    """Words with a circle around them that no one character shows."""


def eq_field(instruction: str) -> EquationText:
    """What an EQ field prints; `instruction` begins with EQ."""
    source = _GENERAL_SWITCH.sub("", instruction.strip()[2:]).strip()
    return _Parser(source).sequence(0)


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0

    def sequence(self, depth: int) -> EquationText:
        """What is printed up to the next comma or bracket that closes."""
        found = EquationText()
        while self.at < len(self.source):
            char = self.source[self.at]
            if depth and char in ",;)":
                break
            part = self._switched(depth) if char == "\\" else None
            if part is None:
                found.text += char
                self.at += 1
                continue
            found.text += part.text
            found.readings += part.readings
            found.circled += part.circled
            found.raised = part.raised and found.text == part.text
        return found

    def _switched(self, depth: int) -> EquationText | None:
        """What a backslash begins: a character to be taken as it is, or switches with what they print."""
        if self.source[self.at + 1 : self.at + 2] in tuple("\\(),;"):
            self.at += 2
            return EquationText(self.source[self.at - 1])
        switches = []
        while (match := _SWITCH.match(self.source, self.at)) is not None:
            switches.append(match[1].lower())
            self.at = match.end()
        if not switches:
            return None
        parts: list[EquationText] = []
        if self.source[self.at : self.at + 1] == "(" and depth < DEEPEST_EQUATION:
            while self.at < len(self.source) and self.source[self.at] != ")":
                self.at += 1
                parts.append(self.sequence(depth + 1))
            self.at += 1
        return _printed(switches, parts)


def _printed(switches: list[str], parts: list[EquationText]) -> EquationText:
    """What switches print of their parts."""
    if "o" in switches and parts:
        return _overlaid(parts)
    texts = [part.text for part in parts]
    whole = EquationText("".join(texts))
    for part in parts:
        whole.readings += part.readings
        whole.circled += part.circled
    match switches[0]:
        case "f":
            whole.text = "/".join(texts)
        case "r":
            whole.text = f"{texts[0] if len(texts) > 1 else ''}√{texts[-1] if texts else ''}"
        case "b":
            whole.text = f"({whole.text})"
        case "l":
            whole.text = "、".join(texts)
        case "a":
            whole.text = " ".join(texts)
        case "s":
            whole.raised = True
    return whole


def _overlaid(parts: list[EquationText]) -> EquationText:
    """What parts printed over each other look like: a tick in a box, a word in a circle, a word with its reading."""
    enclosed = _enclosed([part.text.strip() for part in parts])
    if enclosed is not None:
        return enclosed
    words = [part for part in parts if not part.raised] or parts
    readings = [part.text for part in parts if part.raised] if len(words) < len(parts) else []
    return EquationText("".join(part.text for part in words).strip(), readings)


def _enclosed(texts: list[str]) -> EquationText | None:
    """What a box or a circle with something in it looks like; None where there is neither."""
    frame = next((text for text in texts if len(text) == 1 and (text in EMPTY_BOXES or text in _CIRCLES)), None)
    if frame is None:
        return None
    inside = "".join(text for text in texts if text != frame)
    if frame in EMPTY_BOXES:
        ticked = CHECKED if inside else UNCHECKED
        return EquationText(ticked if _TICKS.issuperset(inside) else inside)
    if len(inside) != 1 and not inside.isdecimal():
        return None
    one = _CIRCLED.get(unicodedata.normalize("NFKC", inside))
    return EquationText(one) if one is not None else EquationText(inside, circled=[inside])


def math_text(element: Any) -> str:
    """The words of an equation (m:oMath) in the order in which they are read."""
    match element.tag:
        case tag if tag in (qn("m:t"), qn("w:t")):
            return element.text or ""
        case tag if tag == qn("m:f"):
            return f"{_math_child(element, 'num')}/{_math_child(element, 'den')}"
        case tag if tag == qn("m:rad"):
            return f"{_math_child(element, 'deg')}√{_math_child(element, 'e')}"
        case tag if tag == qn("m:d"):
            begin, end = _math_value(element, "d", "begChr", "("), _math_value(element, "d", "endChr", ")")
            inner = _math_value(element, "d", "sepChr", "|").join(math_text(e) for e in element.findall(qn("m:e")))
            return f"{begin}{inner}{end}"
        case tag if tag == qn("m:nary"):
            sign = _math_value(element, "nary", "chr", "∫")
            return sign + "".join(_math_child(element, name) for name in ("sub", "sup", "e"))
        case tag if tag in (qn("w:del"), qn("w:moveFrom")):
            return ""
    return "".join(math_text(child) for child in element.iterchildren())


def _math_child(element: Any, name: str) -> str:
    child = element.find(qn(f"m:{name}"))
    return math_text(child) if child is not None else ""


def _math_value(element: Any, kind: str, name: str, default: str) -> str:
    said = element.find(f"{qn(f'm:{kind}Pr')}/{qn(f'm:{name}')}")
    return str(said.get(qn("m:val"), "")) if said is not None else default
