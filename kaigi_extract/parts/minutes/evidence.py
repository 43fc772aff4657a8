"""Whether lines are minutes, by what is seen together from the first of them on.

Rows of a head (日時, 場所, 出席, 議題 … under any label, in any arrangement, or a day and a place alone on lines of
their own), a title, words that open the sitting, and speeches in one style: each weighs something, none is needed. What
is needed beside weight is that something is told that happened: words that were said, who observed, what was decided.
So an invitation, a programme or a newsletter with 日時 and 場所 is none. Where such lines begin, `sittings` knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.agenda_told import CONCLUDES
from kaigi_extract.parts.minutes.case_rows import case_at
from kaigi_extract.parts.minutes.head_labels import head_label, torn_label
from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary, right_of
from kaigi_extract.parts.minutes.searched_lines import Numbered, SearchedLines
from kaigi_extract.parts.minutes.speakers import Speakers
from kaigi_extract.parts.minutes.times import first_day, times
from kaigi_extract.parts.minutes.title import is_title_word
from kaigi_extract.parts.minutes.turns import Turn
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_WEIGHTS = {
    "a title of minutes": 3,
    "the word for minutes": 2,
    "the name of a council": 1,
    "the number of a sitting": 1,
    "the day of a sitting": 1,
    "a day": 1,
    "a place": 1,
    "who was present": 2,
    "who was absent": 1,
    "who observed": 1,
    "an agenda": 1,
    "when the sitting was opened or closed": 1,
    "when the sitting was closed": 1,
    "held in writing": 3,
    "a heading above what was said": 1,
    "what was done with matters": 1,
    "what was done with cases": 3,
    "a speech": 1,
    "two speeches in one style": 2,
    "three speeches in one style": 4,
    "members or officials who speak": 1,
    "words that open a sitting": 1,
}
_SPEECHES = ("three speeches in one style", "members or officials who speak", "words that open a sitting")
"""The most that speeches show."""
_HAPPENED = ("two speeches in one style", "three speeches in one style")
_WHEN = ("a day", "when the sitting was opened or closed", "the word for minutes", "held in writing")
_LABELS = {
    "date": "a day",
    "place": "a place",
    "attendance": "who was present",
    "members": "who was present",
    "officials": "who was present",
    "absent": "who was absent",
    "observers": "who observed",
    "agenda": "an agenda",
    "speeches": "a heading above what was said",
    "start": "when the sitting was opened or closed",
    "end": "when the sitting was opened or closed",
}
_NAMED_AND_SAID = (
    {"the number of a sitting", "who was present", "three speeches in one style"},
    {"the day of a sitting", "three speeches in one style", "members or officials who speak"},
    {"the number of a sitting", "three speeches in one style", "words that open a sitting"},
)
"""What makes minutes of which no row says when they were held: 第６回委員会 above those present and what they said; a
council with a day above speeches; 第６回委員会 above speeches of which the first opens a sitting."""
_OPENS_SITTING = late_pattern(
    r"(?:会議?|審議|協議|委員会|審議会|審査会|協議会|次第|議事)を(?:始め|はじめ|開会|開催|開き|進め)|開会(?:いた|し|を宣)"
)
"""Words that open a sitting: ただいまから…審議会を始めます, 開会いたします."""
_OPENING_TURNS = 2
"""Speeches of which one opens a sitting that somebody opens."""
_ONLY_COUNTED = late_pattern(rf"\D{{0,4}}{NUMERAL}\s*[名人](?:程度)?")
"""五百人: how many came, and nobody by name or office."""
_NAMES = {"a title of minutes", "the word for minutes", "the name of a council", "the number of a sitting"}
"""What a list of links to minutes shows, too."""
_RESULT = late_pattern(r"結果|経過|顛末|てん末|大要|発言|議事録|会議録|記録|要旨")
"""How headings are called below which something is told that happened."""
_DRAFT = late_pattern(r"[(（]案[)）]$")
"""第８回…議事録（案） among what was handed out: minutes of another sitting."""
_PAST = late_pattern(r"(?:れ|し|っ|い|べ|め|え|け|せ|て|ね)た。$")
_MAIN = ("a day", "a place", "who was present", "an agenda", "the name of a council", "who observed")


class Score(NamedTuple):
    """What was seen of minutes from a place on."""

    score: int
    reasons: list[str]
    """What was seen, in the order of the document."""


@dataclass(slots=True)
class Sitting:
    """The rows from a place in a document on, up to the head of another sitting, with what is seen in them."""

    rows: list[Numbered]
    lines: SearchedLines
    seen: dict[str, str] = field(default_factory=dict)
    """What was seen, and the words that showed it."""
    first_row: dict[str, int] = field(default_factory=dict)
    """The row of the head where each was seen first."""
    rows_seen: list[int] = field(default_factory=list)
    """The rows of the head that showed anything."""
    begin: int = 0
    """The row where the speeches begin."""
    turns: list[Turn] = field(default_factory=list)
    last: int = 0
    """The row of the last speech's speaker."""

    @property
    def words(self) -> MinutesVocabulary:
        """The words by which minutes are known."""
        return self.lines.words

    def look(self) -> None:
        """Fills `seen`."""
        rows = [one.row for one in self.rows]
        speakers = Speakers(rows, self.words, right_of(rows, self.words.settings))
        self.begin, self.turns = speakers.turns()
        spoken = [(at, start.speaker) for at, start in sorted(speakers.starts.items())]
        self.last = max([0, *speakers.tails_at, self._last_of([one for one in spoken if self.words.speaks(one[1])])])
        self._look_at_head(rows[: min(self.begin, self.words.settings.evidence_lines)])
        self._look_at_speeches()
        cases = (case_at(rows, k, self.words) for k in range(min(self.begin, self.words.settings.evidence_lines)))
        case = next((case for case in cases if case is not None and case.result), None)
        if case is not None:
            self._see("what was done with cases", case.heading.line.text)
        at = self.first_row.get("an agenda")
        if at is not None and self._is_told_by_matter:
            self._see("what was done with matters", self.rows[at].row.line.text)

    def says_when(self) -> bool:
        """Whether a day, an opening or a title is among the lines, without which nothing makes minutes; a cheap test
        of the first ones, before speeches are looked for."""
        self._look_at_head([one.row for one in self.rows])
        return any(what in self.seen for what in (*_WHEN, *_NAMES, "the day of a sitting"))

    def may_be_minutes(self) -> bool:
        """Whether what the head shows may make minutes together with whatever is said below; a test that costs little,
        before speeches are looked for."""
        self._look_at_head([one.row for one in self.rows])
        if "a title of minutes" in self.seen:
            return True
        shown = self.seen.keys() | set(_SPEECHES)
        when = any(what in shown for what in _WHEN) or any(shown >= each for each in _NAMED_AND_SAID)
        enough = sum(_WEIGHTS[what] for what in shown) >= self.words.settings.least_evidence
        return when and enough and not self.seen.keys().isdisjoint(_MAIN)

    def _last_of(self, spoken: Sequence[tuple[int, str]]) -> int:
        """The row of the last that belongs to the sitting: what follows on a mark such as 資料５, or on a table, is of
        another document, unless somebody speaks there who spoke before."""
        last = {name: index for index, (_, name) in enumerate(spoken)}
        heard = 0
        for index in range(1, len(spoken)):
            between = self.rows[spoken[index - 1][0] + 1 : spoken[index][0]]
            heard = max(heard, last[spoken[index - 1][1]])
            if heard < index and any(map(self._begins_other, between)):
                return spoken[index - 1][0]
        return spoken[-1][0] if spoken else 0

    def _begins_other(self, one: Numbered) -> bool:
        row = one.row
        return row.cell is not None or self.lines.reading.material_of([row.line]) is not None

    def _see(self, what: str, words: str) -> None:
        self.seen.setdefault(what, words)

    def _look_at_head(self, rows: Sequence[MinutesRow]) -> None:
        listing = ""
        for index, row in enumerate(rows):
            text = row.line.text
            if len(text) > 2 * self.words.settings.longest_title:
                continue
            label = head_label(row, self.words)
            torn = torn_label(rows, index, self.words)
            if torn is not None:
                label = torn[0]
            known = set(self.seen)
            if label is not None and label.name in _LABELS and self._counts(label.name, rows, index):
                self._see(_LABELS[label.name], label.printed)
            listing = label.name if label is not None else listing
            if listing != "materials" or not _DRAFT.search(text):
                self._look_at_line(row)
            if label is not None and label.name == "end" and times(text):
                self._see("when the sitting was closed", text)
            new = self.seen.keys() - known
            self.first_row |= dict.fromkeys(new, index)
            self.rows_seen += [index] if new else []

    def _counts(self, name: str, rows: Sequence[MinutesRow], index: int) -> bool:
        """Whether a label has a value: for a day one that can be read; for others words beside or below it. A form
        that nobody filled in has none."""
        text = rows[index].line.text
        if name in ("agenda", "speeches"):
            return not is_title_word(text, self.words)
        if name == "date":
            near = "".join(row.line.text for row in rows[index : index + 4])
            return first_day(near) is not None or bool(times(near)) or re.search(r"[0-9０-９]\s*月", near) is not None
        label = head_label(rows[index], self.words)
        value = rows[index].cut(label.start) if label is not None and label.start is not None else None
        if name in ("attendance", "members") and value is not None and _ONLY_COUNTED.fullmatch(value.line.text):
            return False
        if label is None or value is not None:
            return True
        below = rows[index + 1] if index + 1 < len(rows) else None
        return below is not None and (head_label(below, self.words) is None or below.cell is not rows[index].cell)

    def _look_at_line(self, row: MinutesRow) -> None:
        for what, printed in self.lines.shown(row.line):
            self._see(what, printed)

    def _look_at_speeches(self) -> None:
        said = [turn for turn in self.turns if turn.speaker is not None]
        named = [turn for turn in said if turn.speaker is not None and self.words.speaks(turn.speaker)]
        known, counts = {id(turn) for turn in named}, Counter(turn.speaker for turn in said)
        counted = [turn for turn in said if id(turn) in known or counts[turn.speaker] > 1]
        if len(counted) > 2:
            self._see("three speeches in one style", str(counted[0].speaker))
        elif len(counted) == 2:
            self._see("two speeches in one style", str(counted[0].speaker))
        elif counted:
            self._see("a speech", str(counted[0].speaker))
        seats = (*self.words.own.seats, "事務局")
        if any(squeeze(fold(turn.speaker or "")).split("(")[0].endswith(seats) for turn in named):
            self._see("members or officials who speak", str(named[0].speaker))
        texts = (turn.passage.text for turn in said[:_OPENING_TURNS])
        opening = next((match[0] for text in texts if (match := _OPENS_SITTING.search(text)) is not None), None)
        if opening is not None and len(counted) > 2:
            self._see("words that open a sitting", opening)

    @property
    def score(self) -> int:
        """The weight of what was seen."""
        return sum(_WEIGHTS[what] for what in self.seen)

    @property
    def reasons(self) -> list[str]:
        """What was seen, with the words that showed it."""
        return [f"{what} ({words})" for what, words in self.seen.items()]

    @property
    def is_dense(self) -> bool:
        """Whether what was seen begins here: near the first line, and not behind sentences of something else."""
        places = [*self.rows_seen, self.begin]
        above = [one.row.line.text for one in self.rows[: places[0]]]
        between = [one.row.line.text for one in self.rows[places[0] + 1 : places[1]]] if len(places) > 1 else []
        sentences = sum("。" in text for text in between)
        near = max(len(above), len(between)) <= HEAD_WITHIN
        return near and sentences <= _LETTER_SENTENCES and not any("。" in text for text in above)

    @property
    def is_minutes(self) -> bool:
        """Whether what was seen makes minutes."""
        seen = self.seen
        if not self.is_dense:
            return False
        if self._is_above("a title of minutes"):
            return not seen.keys() <= _NAMES
        head = [what for what in _MAIN if what in seen]
        when = any(what in seen for what in _WHEN) or any(seen.keys() >= each for each in _NAMED_AND_SAID)
        return when and bool(head) and self._tells(len(head)) and self.score >= self.words.settings.least_evidence

    @property
    def _is_told(self) -> bool:
        """Whether what is below the heading of what was said is told in the past: …から説明があった。"""
        at = self.first_row.get("a heading above what was said")
        return at is not None and self._past_below(at) > 0

    def _past_below(self, at: int) -> int:
        """How many of the lines below a row are told in the past, or tell what came of a matter."""
        below = [one.row.line.text for one in self.rows[at + 1 : at + 1 + HEAD_WITHIN]]
        return sum(_PAST.search(text) is not None or CONCLUDES.match(text) is not None for text in below)

    @property
    def _is_told_by_matter(self) -> bool:
        """Whether what was done is told below the entries of the agenda: several sentences in the past."""
        at = self.first_row.get("an agenda")
        return at is not None and self._past_below(at) >= _TOLD

    def _is_above(self, title: str) -> bool:
        """Whether a title was seen above the rows of the head; below them it may be a link to other minutes."""
        rows = [self.first_row[what] for what in ("a place", "who was present", "an agenda") if what in self.first_row]
        return title in self.first_row and self.first_row[title] <= min(rows, default=self.first_row[title])

    def _tells(self, head: int) -> bool:
        """Whether something is told that happened: words that were said; a result with those who came, and who did
        not come or observed; the word for minutes above several rows of a head."""
        seen = self.seen
        present = "who was present" in seen
        heading = seen.get("a heading above what was said", "")
        result = _RESULT.search(heading) is not None
        if result and "held in writing" in seen and head > 1:
            return True
        told = bool(heading) and (
            (result and head > 2)
            or ("an agenda" in seen and self._is_told)
            or not seen.keys().isdisjoint(("who observed", "who was absent"))
        )
        told = told or self._is_told_by_matter or "what was done with cases" in seen
        said = any(what in seen for what in _HAPPENED) or ("a speech" in seen and present)
        closed = "when the sitting was closed" in seen and head > 2
        return said or ((told or closed) and present) or (self._is_above("the word for minutes") and head > 1)


_TOLD = 2
"""Sentences in the past below the entries of an agenda from which on they tell what was done."""
_LETTER_SENTENCES = 2
"""Sentences between the first two things that are seen of a head: 次の審議会を下記のとおり開催した。"""
HEAD_WITHIN = 12
"""Lines within which the first rows of a head follow each other."""
