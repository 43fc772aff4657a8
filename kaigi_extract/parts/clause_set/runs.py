"""The numberings that the lines of a document run in: every label is weighed with all others, none is taken on sight.

A run is a chain of labels of one style, each the successor of the one before. The best chains of a style are found by
dynamic programming over its labels; of all chains those that lie in no other one number clauses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import ENCLOSED, Label, fold
from kaigi_extract.text.late_pattern import late_pattern

_VALUE = late_pattern(r"[0-9一二三四五六七八九十百ァ-ヶa-zA-Z]+(?:の[0-9一二三四五六七八九十]+)*")
Family = tuple[str, bool]
"""A style of label, and whether it is drawn as one character or in small letters: ⒈ and １, a and A count apart."""

_NUMBERED_TWICE = frozenset({"decimal_2"})
"""Styles of label whose ordinal counts them all, 1-2 and 2-1."""
LOOK_BACK = 40
"""Labels of a style before one among which the one that it follows is looked for."""
SAME_SIZE, SAME_MARGIN = 0.08, 0.8
"""Share of the size of type, and ems of the margin, by which labels of one run may differ."""

# Evidence, weighed against the next label of a numbering.
MOST = 1.0
"""The next label of a numbering."""
JUMP = 0.5
"""A label that is ahead, under a heading of its own."""
LATE_START = 0.4
"""The first label of a run, under a heading, where it is not the first of the numbering: an extract."""
LATE_ARTICLE = 0.2
"""The same for an article without a heading, which nothing but its label shows."""
OTHER_MARGIN, OTHER_SIZE, OTHER_FORM = 0.7, 0.5, 0.4
"""What a label loses at another margin, in another size of type, in another form (４ after ３．)."""
OTHER_INDENT = 0.1
"""What a label of a file without pages loses that is set in otherwise: of two that count on, the one set in alike is
next."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that begins with a label."""

    at: int
    """Index of the line in the flow."""
    line: AnyLine
    label: Label
    headed: bool
    """Whether it has a heading of its own, above it or behind the label, or is below what an extract leaves out."""
    lone: bool = False
    """Whether the label is all that is on the line."""
    opens: bool = False
    """Whether it is of an article that opens a paragraph by itself: below a sentence's end, before white space."""


@dataclass(slots=True, eq=False)
class Run:
    """Labels that count on, in order."""

    family: Family
    marks: list[Mark] = field(default_factory=list)
    score: float = 0.0

    @property
    def first(self) -> int:
        """Index of the line with the first label."""
        return self.marks[0].at

    @property
    def last(self) -> int:
        """Index of the line with the last label."""
        return self.marks[-1].at

    @property
    def places(self) -> tuple[int, ...]:
        """Indices of the lines with its labels."""
        return tuple(mark.at for mark in self.marks)

    def gaps(self) -> int:
        """How many times a number is missing between two labels."""
        pairs = zip(self.marks, self.marks[1:], strict=False)
        return sum(not follows(a.label, b.label) for a, b in pairs)

    def around(self, at: int) -> tuple[int, int] | None:
        """The lines of the two labels between which a line is; None outside of the run."""
        if not self.first < at < self.last:
            return None
        low = max(mark.at for mark in self.marks if mark.at <= at)
        return low, min(mark.at for mark in self.marks if mark.at > at)


def family_of(label: Label) -> Family:
    """The style of a label as far as labels of one run share it."""
    return label.style, label.label[:1] in ENCLOSED or label.is_small


def is_first(label: Label) -> bool:
    """Whether a numbering begins with the label."""
    first = label.ordinal == 1 or label.iroha_ordinal == 1
    return first and (not label.branches or label.style in _NUMBERED_TWICE)


def follows(last: Label, label: Label) -> bool:
    """Whether one label is the next after another: in number, in ア イ ウ, in イ ロ ハ, or as a branch (第１条の２)."""
    if last.ordinal == label.ordinal and label.branches != last.branches:
        return _is_next_branch(last.branches, label.branches)
    if label.branches and label.style not in _NUMBERED_TWICE:
        return False
    pairs = ((last.ordinal, label.ordinal), (last.iroha_ordinal, label.iroha_ordinal))
    return any(a is not None and b is not None and b == a + 1 for a, b in pairs)


def _is_next_branch(last: tuple[int, ...], branches: tuple[int, ...]) -> bool:
    """Whether の3 follows の2, の2の2 follows の2, and の2 follows the number without one."""
    if len(branches) > len(last):
        return branches[: len(last)] == last and branches[len(last) :] == (2,)
    kept = branches[: len(branches) - 1]
    return bool(branches) and last[: len(kept)] == kept and branches[-1] == last[len(kept)] + 1


def by_family(marks: Iterable[Mark]) -> dict[Family, list[Mark]]:
    """Labels by their style, in order."""
    families: dict[Family, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.label.number is not None:
            families[family_of(mark.label)].append(mark)
    return dict(families)


def find_runs(family: Family, marks: Sequence[Mark], weigh: Callable[[Mark, Mark], float | None]) -> list[Run]:
    """The runs of one style, the best first: each takes its labels away from the others, and those that are as good and
    have none of its labels stand beside it. `weigh` says what it is worth that a label comes after another, None where
    it cannot."""
    runs: list[Run] = []
    left, chains = list(marks), _Chains()
    while left:
        chains.go_on(left, weigh)
        found, score = chains.best()
        if score <= 0:
            break
        runs += [Run(family, [left[k] for k in places], score) for places in found]
        chains.cut(min(places[0] for places in found))
        taken = {k for places in found for k in places}
        left = [mark for k, mark in enumerate(left) if k not in taken]
    return runs


@dataclass(slots=True)
class _Chains:
    """The best chain to each of some labels."""

    scores: list[float] = field(default_factory=list)
    before: list[int | None] = field(default_factory=list)
    """Index of the label before each one in its chain."""

    def go_on(self, marks: Sequence[Mark], weigh: Callable[[Mark, Mark], float | None]) -> None:
        """Finds the chains to the labels that have none yet."""
        scores = self.scores
        for k in range(len(scores), len(marks)):
            mark = marks[k]
            score, origin = _start(mark), None
            for j in range(k - 1, max(-1, k - 1 - LOOK_BACK), -1):
                if scores[j] <= 0 or scores[j] + MOST <= score:
                    continue
                worth = weigh(marks[j], mark)
                if worth is not None and scores[j] + worth > score + 1e-9:
                    score, origin = scores[j] + worth, j
            scores.append(score)
            self.before.append(origin)

    def best(self) -> tuple[list[list[int]], float]:
        """The chains with the highest score that share no label, as indices of their labels, and that score."""
        highest = max(self.scores)
        chains: list[list[int]] = []
        taken: set[int] = set()
        for end in (k for k, score in enumerate(self.scores) if score == highest):
            chain: list[int] = []
            at: int | None = end
            while at is not None and at not in taken:
                chain.append(at)
                at = self.before[at]
            if at is None:
                chains.append(chain[::-1])
                taken.update(chain)
        return chains, highest

    def cut(self, first: int) -> None:
        """Forgets the chains to a label and those after it: they may have gone over what is taken away."""
        del self.scores[first:], self.before[first:]


def _start(mark: Mark) -> float:
    """What it is worth that a run begins with a label."""
    if is_first(mark.label):
        return MOST
    return LATE_START if mark.headed else LATE_ARTICLE if mark.label.style == "dai_jo" else 0.0


def link(last: Mark, mark: Mark, settings: ClauseSetSettings) -> float | None:
    """What it is worth by the two labels and their lines alone that one comes after another; None where it cannot."""
    if follows(last.label, mark.label):
        return MOST - _unlike_marks(last, mark)
    ahead = (mark.label.ordinal or 0) - (last.label.ordinal or 0)
    if ahead == 0 and mark.headed and mark.label.branches > last.label.branches:
        return JUMP - _unlike_marks(last, mark)  # 第２条の３ behind 第２条
    if ahead <= 0 or (ahead > settings.missing_numbers and not mark.headed and not mark.opens):
        return None
    if ahead > 1 or mark.label.branches or last.label.branches:
        return (JUMP if mark.headed else JUMP / 2) - _unlike_marks(last, mark)
    return None


def _unlike_marks(last: Mark, mark: Mark) -> float:
    """How much two labels and their lines differ in what those of one run share."""
    other = OTHER_FORM if form_of(last.label) != form_of(mark.label) else 0.0
    unlike = other + _unlike(last.line, mark.line)
    return unlike / 2 if mark.headed else unlike


def form_of(label: Label) -> str:
    """How a label is written, whatever its number: １． with a stop, (1) in brackets."""
    return _VALUE.sub("", fold(label.label)).strip()


def same_margin(one: AnyLine, other: AnyLine) -> bool:
    """Whether two lines on pages begin at one margin."""
    if not isinstance(one, Line) or not isinstance(other, Line) or one.vertical != other.vertical:
        return False
    raw = one.x0 - other.x0
    shift = min(abs(raw), abs(raw - one.left + other.left))
    return shift <= SAME_MARGIN * max(one.size, other.size)


def _unlike(one: AnyLine, other: AnyLine) -> float:
    """How much the setting of two lines speaks against one run: another margin, another size."""
    if isinstance(one, PlainLine) and isinstance(other, PlainLine):
        return OTHER_INDENT if one.x0 != other.x0 else 0.0
    if not isinstance(one, Line) or not isinstance(other, Line) or one.vertical != other.vertical:
        return 0.0
    size = max(one.size, other.size)
    unlike = 0.0 if same_margin(one, other) else OTHER_MARGIN
    return unlike + (OTHER_SIZE if abs(one.size - other.size) > SAME_SIZE * size else 0.0)
