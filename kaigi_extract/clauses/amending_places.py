"""Places in a law as an amendment names them: 第３条第２項ただし書, 同条, 第５条から第７条まで. Knows no text."""

from __future__ import annotations

import re
from typing import Literal

from kaigi_extract.clauses.amending_numbers import DIGITS, Numbers, numbers_in
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

Level = Literal[
    "text", "title", "supplement", "preamble", "contents", "annex", "row", "notes", "chapter", "name",
    "article", "table", "paragraph", "item", "subitem", "within", "heading",
]  # fmt: skip
"""Of a step: the whole text (本則), the title of the law, its 附則, 前文 and 目次; a 別表 or 様式, a row of one
(…の項), its 備考; a 章 and its name; 条, a table in it, 項, 号, its 細目, a piece of one (ただし書), its heading."""
RANKS: dict[Level, int] = {
    "text": 0,
    "title": 0,
    "supplement": 0,
    "preamble": 0,
    "contents": 0,
    "annex": 0,
    "chapter": 0,
    "article": 1,
    "paragraph": 2,
    "item": 3,
    "subitem": 4,
    "table": 5,
    "within": 6,
    "heading": 6,
    "name": 6,
    "row": 7,
    "notes": 7,
}
"""What hangs under what."""
_N = f"[{DIGITS}]+"
_STEPS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("title", late_pattern("題名")),
    ("contents", late_pattern("目次")),
    ("preamble", late_pattern("前文")),
    (
        "annex",
        late_pattern(
            f"別表(?:第{_N}(?:の{_N}(?!の?項))*|[0-9０-９]+(?!の項))?|(?:別記)?(?:第{_N}号(?:の{_N})*)?様式(?:第{_N}号?(?:の{_N})*)?|別記|別紙|同表|同様式"
        ),
    ),
    ("chapter", late_pattern(f"第{_N}[編章節款](?:の{_N})*|同[編章節款]")),
    ("name", late_pattern("の?(?:編名|章名|節名|款名)")),
    ("text", late_pattern("本則")),
    ("supplement", late_pattern("附則")),
    ("article", late_pattern(f"第{_N}条(?:の{_N})*|第{_N}(?:の{_N})*(?=[中をにの及並、]|から|まで|と[しす])|同条")),
    ("table", late_pattern("の表(?=[^「」、。]{0,40}の項|中|に)")),
    ("paragraph", late_pattern(f"第{_N}項(?:の{_N})*|同項")),
    ("item", late_pattern(f"第{_N}号(?:の{_N})*|同号")),
    (
        "within",
        late_pattern("各号列記以外の部分|各号以外の部分|柱書(?:き)?|本文|ただし書(?:き)?|前段|後段|第一文|各号"),
    ),
    ("heading", late_pattern("(?:の)?(?:前の)?見出し")),
    ("subitem", late_pattern(r"[ア-ンイロハニホヘトチリヌ](?=[中を及、のにと]|から|まで)|[（(][ア-ン][）)]|同[ア-ン]")),
    ("notes", late_pattern(f"(?:の)?備考(?:第?{_N}項?)?")),
    ("row", late_pattern("(?!の[次前]に)[^「」、。]{1,40}?の項(?=[中をに及、]|の次|の前|から|まで|並びに)")),
)
_TABLES: tuple[Level, ...] = ("annex", "table", "notes", "row")
WITH_HEADING = late_pattern("[（(](?:の?前?の?見出しを含む。?|見出しを含む。?)[）)]")
_JOINS = late_pattern("、|及び|並びに|又は|から|まで|の規定|以下")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a place."""

    level: Level
    words: str
    numbers: Numbers = ()
    """None of 同条 and of what bears none."""

    @property
    def is_same(self) -> bool:
        """Whether it names what was named last: 同条."""
        return self.words.startswith("同")


@dataclass(frozen=True, slots=True)
class Place:
    """A place, from the outermost step to the innermost."""

    steps: tuple[Step, ...]
    with_heading: bool = False

    @property
    def words(self) -> str:
        """As printed."""
        return "".join(step.words for step in self.steps)

    @property
    def last(self) -> Step:
        """Its innermost step."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Span:
    """A place, or all places from one to another."""

    first: Place
    last: Place | None = None


def place_at(text: str, at: int) -> tuple[Place, int] | None:
    """The place that begins at an offset, and where it ends; None where none does."""
    steps: list[Step] = []
    rank = -1
    while True:
        step = _step(text, at, rank, steps[-1].level if steps else None)
        if step is None:
            break
        steps.append(step[0])
        rank, at = max(rank, RANKS[step[0].level]), step[1]
    if not steps:
        return None
    heading = WITH_HEADING.match(text, at)
    return Place(tuple(steps), heading is not None), heading.end() if heading is not None else at


def _step(text: str, at: int, rank: int, above: Level | None) -> tuple[Step, int] | None:
    for level, pattern in _STEPS:
        found = pattern.match(text, at)
        if found is None or not _hangs(level, rank, above):
            continue
        same = found[0].startswith("同") and level != "row"
        return Step(level, found[0], () if same else numbers_in(found[0])), found.end()
    return None


def _hangs(level: Level, rank: int, above: Level | None) -> bool:
    """Whether a step of a level may stand behind one of a rank."""
    if level in ("row", "notes"):
        return above in _TABLES
    if above == "chapter":
        return level in ("chapter", "name", "article", "within")
    if level == "subitem" and rank < RANKS["article"]:
        return False
    return RANKS[level] > rank or (RANKS[level] == rank and level in ("within", "heading"))


def spans_at(text: str, at: int) -> tuple[list[Span], int]:
    """The places that are listed from an offset on, ranges as such, and where the list ends."""
    spans: list[Span] = []
    while (found := place_at(text, at)) is not None:
        place, at = found
        last = place_at(text, at + 2) if text.startswith("から", at) else None
        if last is not None and text.startswith("まで", last[1]):
            spans.append(Span(place, last[0]))
            at = last[1] + 2
        else:
            spans.append(Span(place))
        joint = next((word for word in ("、", "及び", "並びに", "又は") if text.startswith(word, at)), None)
        if joint is None or place_at(text, at + len(joint)) is None:
            break
        at += len(joint)
    return spans, at
