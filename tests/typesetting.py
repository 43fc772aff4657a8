"""Paragraphs set into lines as word processors do it, for tests of how they are read back."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from kaigi_extract.source import Frame, Page, Run

NO_START = "」』）】〕〉》、。，．・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;?!"
NO_END = "「『（【〔〈《([{"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/@_%&+\-]*|.")


@dataclass(frozen=True)
class Setting:
    """How one page is set. Lengths in ems unless said otherwise."""

    size: float = 10.5
    """Points."""
    measure: float = 40.0
    leading: float = 1.5
    left: float = 70.0
    """Points."""
    justified: bool = True
    hanging_stops: bool = False
    """Whether 、 and 。 may hang beyond the edge."""
    first_indent: float = 1.0
    hanging: float = 0.0
    """By how much all lines but the first are set in."""
    paragraph_space: float = 0.0
    width: float = 595.0
    """Points."""


@dataclass
class SetLine:
    """One line before it is placed: its text, where it begins, and whether it is the paragraph's last."""

    text: str
    indent: float
    last: bool = False


def ems(text: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def broken(text: str, setting: Setting) -> list[SetLine]:
    """A paragraph in lines, no line begun or ended with what may not be there."""
    words = _WORD.findall(text)
    lines: list[SetLine] = []
    indent = setting.first_indent
    line: list[str] = []
    for word in words:
        room = setting.measure - indent - ems("".join(line))
        if line and ems(word) > room + 1e-6:
            if word in "、。" and setting.hanging_stops and room > -0.5 and line[-1] not in NO_START:
                line.append(word)
                continue
            carried: list[str] = []
            if word[0] in NO_START:
                while line and (not carried or carried[0][0] in NO_START):
                    carried.insert(0, line.pop())
            while line and line[-1] in NO_END:
                carried.insert(0, line.pop())
            lines.append(SetLine("".join(line), indent))
            indent, line = setting.hanging, carried
        line.append(word)
    lines.append(SetLine("".join(line), indent, last=True))
    return lines


def placed(line: SetLine, setting: Setting, y: float) -> Run:
    """The line as it is printed: stretched to the measure where it is justified."""
    size, text = setting.size, line.text
    spare = setting.measure - line.indent - ems(text)
    stretch = (
        spare * size / (len(text) - 1) if setting.justified and not line.last and len(text) > 1 and spare > 0 else 0.0
    )
    x = setting.left + line.indent * size
    start, end = [], []
    for char in text:
        start.append(x)
        x += size * ems(char)
        end.append(x)
        x += stretch
    return Run(text, start, end, y, y + size, size, "Mincho")


@dataclass
class Sheet:
    """Pages being filled."""

    height: float = 842.0
    top: float = 70.0
    foot: float = 90.0
    pages: list[Page] = field(default_factory=list)
    y: float = 1e9

    def add(self, paragraph: str, setting: Setting) -> list[SetLine]:
        """Sets a paragraph below what is there."""
        lines = broken(paragraph, setting)
        for line in lines:
            if self.y + setting.size > self.height - self.foot:
                self.pages.append(Page(Frame(len(self.pages) + 1, setting.width, self.height)))
                self.y = self.top
            self.pages[-1].runs.append(placed(line, setting, self.y))
            self.y += setting.leading * setting.size
        self.y += setting.paragraph_space * setting.size
        return lines


NOUNS = [
    "花壇",
    "温室",
    "遊歩道",
    "噴水",
    "標識",
    "腕章",
    "貸出帳",
    "鍵箱",
    "掲示板",
    "落とし物",
    "苗木",
    "散水栓",
    "集会室",
    "調理台",
    "休憩所",
    "図書",
    "自転車",
    "駐輪場",
    "案内図",
    "記念樹",
]
VERBS = [
    "点検し",
    "掃除し",
    "数え",
    "並べ",
    "書き留め",
    "取り替え",
    "運び入れ",
    "貸し出し",
    "見回り",
    "直し",
    "塗り替え",
    "届け出",
]
ENDS = [
    "るものとする。",
    "なければならない。",
    "ることができる。",
    "ておく。",
    "るよう努める。",
    "た日から三日のうちに知らせる。",
]
LATIN = ["Web", "Excel", "2024年", "15名", "URL", "A4", "3か月", "Wi-Fi", "CSV"]


def sentence(chance: random.Random) -> str:
    """An invented sentence of the park's keeper."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        noun = chance.choice(NOUNS) if chance.random() < 0.85 else chance.choice(LATIN)
        noun = (
            f"「{noun}」"
            if chance.random() < 0.12
            else f"{noun}（{chance.choice(NOUNS)}を除く。）"
            if chance.random() < 0.06
            else noun
        )
        parts.append(f"{noun}{chance.choice(['を', 'について', 'のうち古いものを'])}{chance.choice(VERBS)}")
    return f"{chance.choice(['係員は', '管理者は', '利用する者は', '雨の日は', ''])}{'、'.join(parts)}{chance.choice(ENDS)}"


def paragraphs(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield "".join(sentence(chance) for _ in range(chance.randint(1, 5)))
