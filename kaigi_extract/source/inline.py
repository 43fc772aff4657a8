"""Markup within a line of text: tags, Markdown's emphasis, escapes and entities are taken off, places are kept.

Decides nothing about what a line is. What is struck out is left out and counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import TextLine
from kaigi_extract.text import repair_characters
from kaigi_extract.text.late_pattern import late_pattern

BLOCK_TAG = late_pattern(
    r"</?(?:p|div|ol|ul|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|td|th|h[1-6]|hr|blockquote|section|article)"
    r"(?:\s[^<>]*)?/?>|<br\s*/?>",
    re.I,
)
"""Tags that end a line: what is before one and what is behind are two."""
_INLINE_TAG = (
    r"</?(?:b|u|i|s|strong|em|span|del|ins|strike|font|a|small|big|sup|sub|code|mark|ruby|rb|rp|nobr|wbr|img|col|colgroup)"
    r"(?:\s[^<>]*)?/?>"
)
_READING_ABOVE = r"<rt(?:\s[^<>]*)?>[^<>]*</rt\s*>"
LONGEST_MARKED_LINE = 20_000
"""Characters of a line in which marks are sought that stand on both sides of words; no paragraph is as long."""
_STRUCK_TAG = re.compile(r"<(del|s|strike)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.I)
_BOLD_TAG = late_pattern(r"<(b|strong|u|ins)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.I)
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_PLAIN = late_pattern(rf"(?P<drop>{_INLINE_TAG}|{_READING_ABOVE}|<!--.{{0,2000}}?-->)|(?P<entity>{_ENTITY})", re.I)
_MARKDOWN = late_pattern(
    rf"(?P<drop>{_INLINE_TAG}|{_READING_ABOVE}|<!--.{{0,2000}}?-->)|(?P<entity>{_ENTITY})"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>~])"
    r"|(?P<picture>!\[(?P<words>[^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\))"
    r"|(?P<link>(?<!!)\[(?P<text>[^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s\"[^\"]*\")?\))"
    r"|(?P<end>\\$)|(?P<anchor>\{#[\w\-.]+\}\s*$)",
    re.I,
)
_EMPHASIS = late_pattern(
    r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=[^\s\\])\1|(?<![\\*\w])(\*|_)(?=[^\s*_])([^*_]+?)(?<=[^\s\\])\3(?![*\w])"
)
_STRUCK = late_pattern(r"(?<!\\)~~(?=\S)(.+?)(?<=\S)~~")
_CODE = late_pattern(r"(?<!\\)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(slots=True)
class Inline:
    """How the markup of lines is taken off, and what was left out meanwhile."""

    markdown: bool = False
    """Markdown's marks are markup, and not only tags."""
    struck: int = 0
    """Characters that were struck out."""
    pictures: int = 0

    def line(self, number: int, text: str, offset: int) -> TextLine:
        """A piece of a line without its markup."""
        if not _may_have_markup(text, self.markdown):
            return TextLine(number, repair_characters(text), offset, hard=False)
        kept = bytearray(b"\x01") * len(text)
        bold = bytearray(len(text))
        written: dict[int, str] = {}
        code = self._marks(text, kept, bold)
        pattern = _MARKDOWN if self.markdown else _PLAIN
        for match in pattern.finditer(text):
            if not code[match.start()]:
                self._take_off(match, kept, written)
        return _line(number, text, offset, kept, bold, written)

    def _marks(self, text: str, kept: bytearray, bold: bytearray) -> bytearray:
        """Takes marks off that stand on both sides of words; where there is code, in which nothing else is markup."""
        code = bytearray(len(text))
        if len(text) > LONGEST_MARKED_LINE:
            return code
        if self.markdown:
            for match in _CODE.finditer(text):
                _fill(code, match.start(), match.end(), 1)
                _drop_around(kept, match, 2)
        for match in _STRUCK_TAG.finditer(text):
            self._strike(match, kept, code)
        for match in _BOLD_TAG.finditer(text):
            _fill(bold, *match.span(2), 1)
        if not self.markdown:
            return code
        for match in _STRUCK.finditer(text):
            self._strike(match, kept, code)
        for match in _EMPHASIS.finditer(text):
            if not code[match.start()] and not code[match.end() - 1]:
                group = 2 if match[1] else 4
                _drop_around(kept, match, group)
                _fill(bold, *match.span(group), 1 if match[1] else 0)
        return code

    def _strike(self, match: re.Match[str], kept: bytearray, code: bytearray) -> None:
        if not code[match.start()]:
            self.struck += len((match[2] if match.re is _STRUCK_TAG else match[1]).strip())
            _fill(kept, match.start(), match.end(), 0)

    def _take_off(self, match: re.Match[str], kept: bytearray, written: dict[int, str]) -> None:
        groups = match.groupdict()
        if groups["entity"]:
            meant = html.unescape(match[0])
            if len(meant) == 1:
                _fill(kept, match.start() + 1, match.end(), 0)
                written[match.start()] = " " if meant == "\xa0" else meant
        elif groups.get("escaped"):
            kept[match.start()] = 0
        elif groups.get("link"):
            _drop_around(kept, match, "text")
        elif groups.get("picture"):
            self.pictures += 1
            _drop_around(kept, match, "words")
        else:
            self.pictures += match[0][:4].lower() == "<img"
            _fill(kept, match.start(), match.end(), 0)


def _may_have_markup(text: str, markdown: bool) -> bool:
    return "<" in text or "&" in text or (markdown and any(mark in text for mark in "*_`\\~[{"))


def _fill(flags: bytearray, start: int, end: int, value: int) -> None:
    flags[start:end] = bytes([value]) * (end - start)


def _drop_around(kept: bytearray, match: re.Match[str], group: int | str) -> None:
    """Drops what of a match is outside of a group."""
    _fill(kept, match.start(), match.start(group), 0)
    _fill(kept, match.end(group), match.end(), 0)


def _line(number: int, text: str, offset: int, kept: bytearray, bold: bytearray, written: dict[int, str]) -> TextLine:
    at = [k for k in range(len(text)) if kept[k]]
    left = repair_characters("".join([written.get(k, text[k]) for k in at]))
    places = tuple(offset + k for k in at)
    ranges = list(_ranges(bytes(bold[k] for k in at)))
    return TextLine(number, left, places[0] if places else offset, ranges, hard=False, places=places)


def _ranges(flags: bytes) -> Iterator[tuple[int, int]]:
    at = flags.find(1)
    while at >= 0:
        end = flags.find(0, at)
        end = len(flags) if end < 0 else end
        yield at, end
        at = flags.find(1, end)
