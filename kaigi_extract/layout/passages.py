"""Text with its place: lines joined into what an author wrote, every character still leading back to the page.

Knows geometry and typesetting (which characters may not begin a line), no ward, no law.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import prod

from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, PassageSettings
from kaigi_extract.records import Evidence, Span
from kaigi_extract.text import Label, match_due, match_label
from kaigi_extract.text.late_pattern import late_pattern

CACHED_WORDS = 4096
"""First words of lines whose width is kept, at most: most are one character or two."""
_TOKEN = late_pattern(
    r"[「『（【〔〈《｛［(\[{]*"  # may not end a line
    r"(?:[A-Za-z0-9][A-Za-z0-9.,:/@_%&+\-]*|.)"  # an unbroken word, or one character
    r"[」』）】〕〉》｝］)\]}、。，．,.・：；:;？！?!ー～〜…‥々ゝゞ％%"  # may not begin one
    r"ぁぃぅぇぉっゃゅょァィゥェォッャュョ]*"
)
_WORD_END, _WORD_START = late_pattern(r"[A-Za-z0-9.,;:)]$"), late_pattern(r"[A-Za-z]")
_NO_START = late_pattern(r"[」』）】〕〉》｝］)\]}、。，．,々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョーをん]")
"""What begins neither a sentence nor a word."""
_SENTENCE_END = tuple("。．」』】）)：:")
_ORDINAL, _NO_ORDINAL = "第", ("次第", "及第", "落第")
_NUMBER_START = late_pattern(r"\s*[0-9０-９〇一二三四五六七八九十百]")
_PAGE_END = tuple("0123456789０１２３４５６７８９-－)）")
_LEADER_END = late_pattern(
    r"(?<![.．・･…‥·])(?<![.．・･…‥·]\s)(?:[.．・･…‥·]\s?){3,}\s*[-－(（]?\s*[0-9０-９]{1,4}\s*[-－)）]?$"
)
"""Of a line in a list of contents: dots that lead to a page's number, which ends in one of `_PAGE_END`."""
_BRACKETED = late_pattern(r"[(（][^()（）。、]{1,30}[)）]$")
"""A heading in brackets, by itself on its line."""
_WITHIN_SENTENCE = late_pattern(r"[、。，,]")
_CAPTION_END = ("】", "〕")
_CAPTION_START = late_pattern(r"[【〔※]")


class Passage:
    """A stretch of text and the pieces of lines that it is made of. Its text is put together when it is asked for, so
    that one of many lines takes no more time a line than one of few."""

    __slots__ = ("_length", "_texts", "pieces")

    def __init__(self, text: str = "") -> None:
        self._texts, self._length = [text], len(text)
        self.pieces: list[tuple[int, AnyLine, int, int]] = []
        """(offset in `text`, line, start and end in the line), in order. What lies between them was added: a space
        where a wrap was undone, a newline between paragraphs."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passage) and (self.text, self.pieces) == (other.text, other.pieces)

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __repr__(self) -> str:
        return f"Passage({self.text!r})"

    @property
    def text(self) -> str:
        """What is printed, with what was added between the pieces."""
        if len(self._texts) > 1:
            self._texts = ["".join(self._texts)]
        return self._texts[0]

    @classmethod
    def of(cls, line: AnyLine, start: int = 0, end: int | None = None) -> Passage:
        """A part of one line; without numbers all of it."""
        passage = cls()
        passage.add(line, start, end)
        return passage

    def add(self, line: AnyLine, start: int = 0, end: int | None = None, glue: str = "") -> None:
        """Appends a part of a line after `glue`."""
        end = len(line.text) if end is None else end
        if start < end:
            self._append(glue)
            self.pieces.append((self._length, line, start, end))
            self._append(line.text[start:end])

    def join(self, other: Passage, glue: str = "") -> None:
        """Appends another passage after `glue`; `glue` only where both have a text."""
        if not other._length:
            return
        self._append(glue if self._length else "")
        self.pieces += [(at + self._length, line, i, j) for at, line, i, j in other.pieces]
        self._append(other.text)

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def part(self, start: int, end: int) -> Passage:
        """The passage from `start` to `end`, without the white space at either end."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end = start + len(text.strip())
        cut = Passage(self.text[start:end])
        for at, line, i, j in self._between(start, end):
            first, last = max(start - at, 0), min(end - at, j - i)
            if first < last:
                cut.pieces.append((at + first - start, line, i + first, i + last))
        return cut

    def spans(self, start: int = 0, end: int | None = None) -> list[Span]:
        """One place for each line that `start` to `end` touches."""
        spans: list[Span] = []
        if not start and end is None:
            for _, line, i, j in self.pieces:
                spans += line.spans(i, j)
            return spans
        end = self._length if end is None else end
        for at, line, i, j in self._between(start, end):
            first, last = max(start - at, 0), min(end - at, j - i)
            if first < last:
                spans += line.spans(i + first, i + last)
        return spans

    def _between(self, start: int, end: int) -> Iterator[tuple[int, AnyLine, int, int]]:
        first = bisect_right(self.pieces, start, key=lambda piece: piece[0]) - 1
        last = bisect_left(self.pieces, end, key=lambda piece: piece[0])
        yield from self.pieces[max(first, 0) : last]

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Start and end of each paragraph."""
        at = 0
        for text in self.text.split("\n"):
            if text:
                yield at, at + len(text)
            at += len(text) + 1

    @property
    def confidence(self) -> float | None:
        """How likely all of its characters are right; None where they are embedded."""
        known = [p for _, line, i, j in self.pieces if (p := line.confidence(i, j)) is not None]
        return round(prod(known), 4) if known else None

    def emphasised(self) -> list[str]:
        """Runs in bold or underline, joined across lines."""
        runs: list[str] = []
        last = -1
        for at, line, i, j in self.pieces:
            for first, last_bold in line.bold:
                start, end = at + max(first, i) - i, at + min(last_bold, j) - i
                if start >= end:
                    continue
                if runs and not self.text[last:start].strip():
                    runs[-1] += self.text[last:end]
                else:
                    runs.append(self.text[start:end])
                last = end
        return [run.strip() for run in runs if run.strip()]

    def evidence(self, label: str | None = None, note: str | None = None, *, additions: bool = False) -> Evidence:
        """The passage as the evidence of a value."""
        return Evidence.model_construct(
            label=label,
            note=note,
            text=self.text,
            spans=self.spans(),
            confidence=self.confidence,
            additions=self.emphasised() if additions else [],
        )


def join(passages: Sequence[Passage], glue: str = "\n") -> Passage:
    """Passages one after the other."""
    whole = Passage()
    for passage in passages:
        whole.join(passage, glue)
    return whole


def unwrap_lines(
    lines: Sequence[AnyLine], right: float | None, settings: PassageSettings = DEFAULT_LAYOUT.passages
) -> Passage:
    """Lines to paragraphs: wraps are undone, list items and paragraphs stay apart.

    `right` is the x where the lines had to end; None says that every line is a paragraph.
    """
    if len(lines) == 1:
        return Passage.of(lines[0])  # as in most cells
    passage = Passage()
    flow = Flow(right, left_of(lines), settings)
    for line in lines:
        passage.add(line, glue=flow.glue(line))
    return passage


def left_of(lines: Sequence[AnyLine]) -> float:
    """Points by which the least indented of the lines are indented from their container."""
    return min((_inset(line) for line in lines if not line.vertical), default=0.0)


def measure(lines: Sequence[AnyLine]) -> float | None:
    """The x where the lines of one text end: that of the longest."""
    if not lines or isinstance(lines[0], PlainLine):
        return None
    return max(line.x1 for line in lines)


def ends_sentence(line: AnyLine) -> bool:
    """Whether a line ends where a sentence does, or a heading."""
    return line.text.endswith(_SENTENCE_END)


def is_bracketed(line: AnyLine) -> bool:
    """Whether a line is nothing but a heading in brackets."""
    return _BRACKETED.match(line.text) is not None


def _inset(line: AnyLine) -> float:
    return line.x0 - line.left


def is_cut_before_number(above: str, text: str) -> bool:
    """Whether a line goes on with a number that the line above begins: 第 | ２条."""
    above = above.rstrip()
    return above.endswith(_ORDINAL) and not above.endswith(_NO_ORDINAL) and _NUMBER_START.match(text) is not None


class Flow:
    """Decides line by line whether the next one goes on with the sentence. Holds what is known of the list it is in."""

    def __init__(
        self, right: float | None, left: float = 0.0, settings: PassageSettings = DEFAULT_LAYOUT.passages
    ) -> None:
        self.right, self.left, self.settings = right, left, settings
        self.last: AnyLine | None = None
        self.began = True
        """Whether the last line began a paragraph."""
        self.deeper = False
        """Whether the last line begins right of the one before it."""
        self.item: AnyLine | None = None
        """The line that began the present list item."""
        self.counts: dict[str, int] = {}
        """Last number seen of each style of label."""

    def glue(self, line: AnyLine) -> str:
        """What joins the line to the one before: nothing, a space, or a newline."""
        last, self.last = self.last, line
        label = self._label(last, line)
        self.began = last is None or line.apart or self._begins(last, line, label)
        self.deeper = last is not None and self._deeper(last, line) > 0
        if self.began:
            self.item = line if label else None
            if label and label.ordinal is not None:
                self.counts[label.style] = label.ordinal
        if last is None:
            return ""
        if line.beside:
            return "\t"
        return "\n" if self.began else self._wrap(last, line)

    def begins(self, line: AnyLine) -> bool:
        """Whether a line would begin a paragraph if it came next."""
        return self.last is None or line.apart or self._begins(self.last, line, self._label(self.last, line))

    def _label(self, last: AnyLine | None, line: AnyLine) -> Label | None:
        """The line's label; where a list is going on and the line before has ended, the number to come is one too."""
        if last is not None and "digit" in self.counts and ends_sentence(last):
            return match_due(line.text, self.counts["digit"] + 1)
        return match_label(line.text)

    def _right(self, line: AnyLine) -> float | None:
        return line.right if line.right is not None else self.right

    def _begins(self, last: AnyLine, line: AnyLine, label: Label | None) -> bool:
        """Whether the line begins a paragraph."""
        if is_cut_before_number(last.text, line.text):
            return False
        right = self._right(last)
        if right is None:
            return self._begins_plain(last, line, label)
        if last.vertical or line.vertical:
            return False
        if self._ends_short(last, line, right) or self._stands_apart(last, line):
            return True
        if label:
            return self._begins_item(last, line, label)
        captioned = last.text.endswith(_CAPTION_END) or _CAPTION_START.match(line.text) is not None
        if captioned or self._leaves_edge(last, line, right):
            return True
        within_item = self.item is not None and (self.began or not ends_sentence(last))
        return not within_item and self._is_indented(last, line)

    def _ends_short(self, last: AnyLine, line: AnyLine, right: float) -> bool:
        """Whether a line left room for the first word of the next one."""
        room = right - last.x1 - self.settings.line_end_slack * last.size
        return room > 0 and room > needed(last, line, self.settings)

    def _stands_apart(self, last: AnyLine, line: AnyLine) -> bool:
        """Whether a line is a paragraph however the one before ends: far below it, after a line of a list of contents,
        a heading in brackets."""
        if line.page == last.page and line.y0 - last.y1 > self._paragraph_gap(last):
            return True
        led = last.text.rstrip().endswith(_PAGE_END) and _LEADER_END.search(last.text) is not None
        return led or self._is_bracketed(last, line)

    def _paragraph_gap(self, last: AnyLine) -> float:
        """Points of empty space under a line from which on the next one begins a paragraph."""
        em, usual = last.size, last.spacing
        if usual is None:
            return self.settings.paragraph_gap * em
        return usual + self.settings.extra_gap * em

    def _begins_item(self, last: AnyLine, line: AnyLine, label: Label) -> bool:
        """A full line followed by what looks like a label: a wrap, unless the number is the one to come."""
        ended = ends_sentence(last)
        indent = self.settings.paragraph_indent * last.size
        if self.item is not None and _inset(line) - _inset(self.item) > indent and not ended:
            return self._follows(label)
        return label.ordinal is None or self._follows(label) or last.text.endswith("。")

    def _is_bracketed(self, last: AnyLine, line: AnyLine) -> bool:
        """Whether a line is a heading in brackets: after a sentence, or set in from the line above."""
        return is_bracketed(line) and (ends_sentence(last) or self._deeper(last, line) > 0)

    def _deeper(self, last: AnyLine, line: AnyLine) -> int:
        """1 where the line begins right of the one before, -1 where left of it, 0 where below it."""
        shift, indent = _inset(line) - _inset(last), self.settings.paragraph_indent * last.size
        return (shift > indent) - (shift < -indent)

    def _leaves_edge(self, last: AnyLine, line: AnyLine, right: float) -> bool:
        """Whether the line begins left of lines that hang under the first of their paragraph; or both are set to the
        right edge, where each is by itself."""
        deeper = self._deeper(last, line)
        wide = last.x1 - last.x0 >= self.settings.hanging_width * last.size
        if deeper < 0 and not self.began and line.page == last.page and wide:
            indent = _inset(last) - _inset(line)
            if last.hanging or not self.deeper or indent > self.settings.first_line_indent * last.size:
                return True
        alike = ends_sentence(last) or line.text[:2] == last.text[:2]
        if last.hanging and self.began and self.item is None and deeper == 0 and wide and alike:
            return True
        middle = last.left + self.left + self.settings.right_share * (right - last.left - self.left)
        return deeper != 0 and min(last.x0, line.x0) > middle

    def _is_indented(self, last: AnyLine, line: AnyLine) -> bool:
        """Whether the line has a first-line indent, which the one before has not, or was a paragraph by itself. Under
        the first line of a paragraph that stops in the middle of a sentence it hangs."""
        if _inset(line) - self.left <= self.settings.paragraph_indent * last.size:
            return False
        if self.began and (last.hanging or not ends_sentence(last)):
            return False
        return self._deeper(last, line) > 0 or (self.began and last.text.endswith("。"))

    def _begins_plain(self, last: AnyLine, line: AnyLine, label: Label | None) -> bool:
        """Whether a line without geometry begins a paragraph: in an export a line short of a sentence goes on
        with the next."""
        if not last.hard and _NO_START.match(line.text):
            return False
        if last.hard or ends_sentence(last) or bool(_CAPTION_START.match(line.text)):
            return True
        if self._is_set_apart(last, line):
            return True
        return label is not None and (label.ordinal is None or label.ordinal == 1 or self._follows(label))

    def _is_set_apart(self, last: AnyLine, line: AnyLine) -> bool:
        """Whether a line without geometry is a heading, by white space before it that the next one does not have."""
        em = self.settings.heading_indent * last.size
        return last.x0 > em and last.x0 - line.x0 >= em and not _WITHIN_SENTENCE.search(last.text)

    def _follows(self, label: Label) -> bool:
        return label.ordinal is not None and label.ordinal == self.counts.get(label.style, 0) + 1

    def _wrap(self, last: AnyLine, line: AnyLine) -> str:
        right = self._right(last)
        if right is not None and _WORD_START.match(line.text) and _WORD_END.search(last.text):
            widest = max(right, self.right or right)
            return " " if widest - last.x1 >= advance(line.text[0], line.size) else ""
        return ""


def needed(last: AnyLine, line: AnyLine, settings: PassageSettings = DEFAULT_LAYOUT.passages) -> float:
    """Points that the first word of a line would have taken at the end of the one before, with the space that word
    processors leave between Latin and Japanese characters."""
    token = _TOKEN.match(line.text)
    width = _ems(token.group()) * line.size if token else line.size
    mixed = last.text[-1].isascii() or line.text[0].isascii()
    return width + (settings.latin_space * line.size if mixed else 0.0)


@functools.lru_cache(maxsize=CACHED_WORDS)
def _ems(word: str) -> float:
    """Usual width of a word, in ems."""
    return sum(advance(char, 1.0) for char in word)


def advance(char: str, size: float) -> float:
    """Usual width of a character: a full em, or half of one for Latin characters, digits and half-width kana."""
    return size if unicodedata.east_asian_width(char) in "WFA" else size / 2
