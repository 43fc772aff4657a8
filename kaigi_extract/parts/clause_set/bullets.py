"""Bullets below a clause: ・, ○, －, and what browsers, Word and Markdown set before the entries of a list.

A bullet is a label without a number: what it begins is an item, below the clause or the item that is open. Nothing
counts on from one to the next, so that the margin and the kinds of marks show which list a bullet is of. What follows
the last bullet of a list at its margin is text of what the list is below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, PlainLine
from kaigi_extract.layout.passages import ends_sentence
from kaigi_extract.parts.clause_set.node import ClauseNode, is_alike, succeeds
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import Label, match_label
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.quantities import is_quantity

NOTES = ("※", "＊")
"""Marks of notes, which are words of what they are below and no entries of a list."""
LEADS_ON = frozenset("→⇒⇨")
"""Marks that lead on from what is above and list nothing."""
_OUTER = frozenset("■□◆◇●○◎◯〇×✕✖★☆▲△▼▽❏❑❒❍➢➔❖▶▷►⚫⚪⬤")
"""Marks below whose entries lists with smaller marks are set at the same margin."""
_INNER = frozenset("・･•‣◦·-‐‑–－―—−*")
_WITHIN_WORDS = frozenset("・･·")
"""Marks that also part words, so that a wrapped line may begin with one."""
_ANNOUNCES = late_pattern(r"(?:次[のにと]|以下の|下記|掲げる|[：:]$)")
"""Words by which a paragraph announces a list."""
_SUMS_UP = late_pattern(r"\s*(?:これら|以上[のは]|上記[のは]|このよう|なお、|ただし、|また、)")
"""How a paragraph begins that is about a list as a whole."""
_ASIDE = late_pattern(r"\s*[（(\[［【](?:例|注|参考|備考)")
"""How a remark on what is right above begins."""
_STOP_OR_COMMA = late_pattern(r"[。、]")
DEEPEST = 30
"""Levels of items that are open; what is set in further is of the last of them, as no author nests so deep."""
MARGIN = 0.5
"""Ems by which entries of one list may differ in their margins."""


def bullet_of(line: AnyLine) -> Label | None:
    """The bullet before a line, printed in it or set by markup; None where there is none, where it begins a note or
    leads on from what is above, or stands for a number that is left open (○日以内)."""
    label = match_label(line.text)
    if label is None:
        mark = line.source.mark if isinstance(line, PlainLine) and line.offset == _start_of(line) else ""
        return Label("bullet", None, None, None, (), mark, 0, 0) if mark else None
    if (
        label.style != "bullet"
        or label.label in LEADS_ON
        or label.label.startswith(NOTES)
        or label.end >= len(line.text)
    ):
        return None
    return None if label.label in _OUTER and is_quantity(line.text, label.end) else label


def _start_of(line: PlainLine) -> int:
    text = line.source.text
    return line.source.offset + len(text) - len(text.lstrip())


def margin_of(line: AnyLine) -> float:
    """Where a line begins: its own margin, and how far its paragraph or list is set in."""
    return line.x0 + (line.source.indent if isinstance(line, PlainLine) else 0)


def is_aside(line: AnyLine) -> bool:
    """Whether a line begins a remark on what is right above it: （例）…."""
    return _ASIDE.match(line.text) is not None


def is_bullet(node: ClauseNode) -> bool:
    """Whether an item has a bullet for a label."""
    return node.label.style == "bullet"


@dataclass(slots=True)
class Bullets:
    """The bullets among the lines of one set."""

    lines: Sequence[AnyLine]
    openers: Mapping[int, Label]
    settings: ClauseSetSettings
    longest: int
    """Characters of the longest line."""
    labels: list[Label | None] = field(init=False)
    heads: set[int] = field(init=False)
    """The lines with a bullet that head the clauses below them: ■ 再委託."""
    next_bullet: list[int] = field(init=False)
    """For each line the next one below it with a bullet; the number of lines where there is none."""
    next_number: list[int] = field(init=False)
    """For each line the next one below it with a label that counts, or that opens a clause."""

    def __post_init__(self) -> None:
        count = len(self.lines)
        self.labels = [self._at(at) for at in range(count)]
        self.heads = self._heads()
        self.next_bullet, self.next_number = [count] * count, [count] * count
        for at in range(count - 2, -1, -1):
            below = at + 1
            numbered = id(self.lines[below]) in self.openers or self._counts(below)
            self.next_bullet[at] = below if self.labels[below] is not None else self.next_bullet[below]
            self.next_number[at] = below if numbered else self.next_number[below]

    def _at(self, at: int) -> Label | None:
        line = self.lines[at]
        label = (bullet_of(line) or self._alone(at)) if id(line) not in self.openers else None
        return None if label is None or self._is_wrap(at, label) else label

    def _alone(self, at: int) -> Label | None:
        """The bullet that a line is wholly made of, where its words are on the line below."""
        label = match_label(self.lines[at].text)
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if label is None or label.style != "bullet" or below is None or id(below) in self.openers:
            return None
        is_mark = label.label in _OUTER | _INNER and not self.lines[at].text[label.end :].strip()
        return label if is_mark and match_label(below.text) is None else None

    def _heads(self) -> set[int]:
        """The short lines with a large bullet right above clauses, none of which is in a list: there are several with
        the same bullet, and no other line has it."""
        marks: dict[str, list[int]] = defaultdict(list)
        for at, label in enumerate(self.labels):
            if label is not None and label.label in _OUTER:
                marks[label.label].append(at)
        alike = [places for places in marks.values() if len(places) > 1 and all(map(self._may_head, places))]
        return {at for places in alike for at in places}

    def _may_head(self, at: int) -> bool:
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        text = self.lines[at].text
        is_short = len(text) <= self.settings.longest_heading and _STOP_OR_COMMA.search(text) is None
        return is_short and below is not None and id(below) in self.openers

    def _counts(self, at: int) -> bool:
        label = match_label(self.lines[at].text)
        return label is not None and label.number is not None

    def _is_wrap(self, at: int, label: Label) -> bool:
        """Whether a line of an export begins with a mark between two words (氏名⏎・住所): right behind a full line that
        no sentence ends."""
        line, above = self.lines[at], self.lines[at - 1] if at > 0 else None
        if label.label not in _WITHIN_WORDS or above is None or not isinstance(line, PlainLine) or above.hard:
            return False
        spaced = label.end > label.start + 1
        full = len(above.text) >= self.settings.full_line * self.longest
        return full and not spaced and not ends_sentence(above) and above.text[0] not in _WITHIN_WORDS

    def place(self, path: list[ClauseNode], at: int, label: Label) -> None:
        """Closes the items that a bullet is not below: those right of it, and entries of lists that it goes on with."""
        line = self.lines[at]
        x0, slack = margin_of(line), MARGIN * line.size
        del path[DEEPEST:]
        while len(path) > 1:
            last = path[-1]
            if not is_bullet(last):
                if x0 >= last.x0 - slack or self._goes_on(last, at):
                    return
            elif x0 > last.x0 + slack or (x0 >= last.x0 - slack and _is_outer(last.label, label)):
                return
            path.pop()

    def close(self, path: list[ClauseNode], line: AnyLine) -> None:
        """Closes the bullets that a list with numbers is not below, which begins at a line: those that are not left of
        it, unless they announce it."""
        while is_bullet(path[-1]) and margin_of(line) <= path[-1].x0 + MARGIN * line.size:
            if margin_of(line) >= path[-1].x0 - MARGIN * line.size and _ANNOUNCES.search(path[-1].text.text):
                return
            path.pop()
            take_lone_bullet(path[-1])

    def _goes_on(self, item: ClauseNode, at: int) -> bool:
        """Whether the list of a numbered item goes on below a line."""
        below = self.next_number[at]
        line = self.lines[below] if below < len(self.lines) else None
        label = match_label(line.text) if line is not None and id(line) not in self.openers else None
        return label is not None and is_alike(item.label, label) and succeeds(item.label, label)

    def is_over(self, path: Sequence[ClauseNode], at: int, new: bool) -> bool:
        """Whether a line without a label is no more of the open bullet: a paragraph (`new`) that is not set in further,
        and behind which the list does not go on, or that announces another one."""
        bullet, line = path[-1], self.lines[at]
        if not bullet.text.text.strip():  # its mark is alone on the line above
            return False
        if not new or margin_of(line) > bullet.x0 + MARGIN * line.size or is_aside(line):
            return False
        if self.next_bullet[at] >= self.next_number[at] and not _are_explained(path[-2], bullet):
            return True
        said = _ANNOUNCES.search(line.text) or _SUMS_UP.match(line.text)
        return said is not None or ends_sentence(self.lines[at - 1])

    def stopped_short(self, at: int) -> bool:
        """Whether the line above one, in an export, is too short to be a wrapped one."""
        line, above = self.lines[at], self.lines[at - 1] if at > 0 else None
        return isinstance(line, PlainLine) and above is not None and len(above.text) < self._end

    @property
    def _end(self) -> float:
        return self.settings.paragraph_end * self.longest


def take_lone_bullet(node: ClauseNode) -> None:
    """Where a clause has nothing but one line behind a bullet when its words begin, that line stands over these and is
    one of them: ○外国人登録法 第４条."""
    if node.text.pieces or len(node.children) != 1 or not is_bullet(node.children[0]) or node.children[0].children:
        return
    pieces = node.children[0].text.pieces
    if len(pieces) == 1:
        node.children.clear()
        node.text.add(pieces[0][1], glue="")


def _are_explained(parent: ClauseNode, last: ClauseNode) -> bool:
    """Whether the bullets of a list before the last one have paragraphs below their first words, as it then may."""
    before = parent.children[-2] if len(parent.children) > 1 and parent.children[-1] is last else None
    _, _, below = before.text.text.partition("\n") if before is not None and is_bullet(before) else ("", "", "")
    return bool(below) and below[0] not in "（([【"


def _is_outer(one: Label, other: Label) -> bool:
    """Whether a list with one mark may be set below an entry with another at the same margin: ・ below ○."""
    return one.label[0] in _OUTER and other.label[0] in _INNER
