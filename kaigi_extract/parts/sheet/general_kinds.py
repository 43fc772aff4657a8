"""What rows mean whose labels no word knows, or that a label alone would put into a wrong field: by the kind of the
label's words, by what the value looks like, by the rows around them. Changes the meaning of rows; reads no field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.general_values import SPEAKS_AGAINST, SPEAKS_FOR, Shape, field_of_value, shape_of
from kaigi_extract.text.normal_words import normal_words
from kaigi_extract.wards.general import Meaning
from kaigi_extract.wards.words import Words

_SURE = 0.8
"""Confidence from which on a known label is not asked again."""
BY_VALUE = 0.7
"""Confidence of a field that only its value speaks for."""
_DOUBTED = 0.78
"""Share of the confidence of a label whose value is not such as its field has."""
_UNSUPPORTED = 0.9
"""Share of the confidence of a kind of label whose value says nothing."""
_BY_SIDE = 0.84
"""Greatest confidence of safeguards that other rows say are those of the other party."""
_SIDE_BY_WORDS = 0.95
"""Share of the confidence of safeguards whose own words say whose they are."""
_SIDE_BY_ROWS = 0.93
"""Share of the confidence of safeguards of which only the words of other rows say whose they are."""
_SIDE_UNSAID = 0.86
"""Share of the confidence of safeguards of which no word says whose they are."""
_FEWEST, _MOST = 4, 60
"""Rows of a form that say enough of each other, and more than which are a list."""
_ROUNDS = 2
"""How often guesses are settled: a row that turns out to be of another field leaves its first one free."""
_REPEATABLE = frozenset({"ward_safeguards", "counterparty_safeguards", "attachments", "data_items", "periods"})


@dataclass(frozen=True, slots=True)
class _Guess:
    row: GeneralRow
    meaning: Meaning

    @property
    def is_of_safeguards(self) -> bool:
        return self.meaning.name.endswith("safeguards")


def mean_by_kind(rows: Sequence[GeneralRow], words: Words) -> None:
    """Doubts labels whose values are not such as their fields have, and gives the rows that no word knows the field
    that the kind of their label and their value speak for, where no surer row has it. What was is no field's."""
    rows = [row for row in rows if not row.past]
    for row in rows:
        _forget(row)
        _doubt(row, words)
    if len(rows) < _FEWEST or len(rows) > _MOST:
        _mean_by_value(rows, words)
        return
    _doubt_repeated(rows, words)
    for safeguards in (False, True):  # whose they are, the rows of the other fields say
        sides = _Sides.of(rows, words)
        guesses = [one for row in rows for one in _guesses(row, words, sides) if one.is_of_safeguards == safeguards]
        for _ in range(_ROUNDS):
            for guess in sorted(guesses, key=lambda one: -one.meaning.confidence):
                _settle(guess, rows)
    _mean_by_value(rows, words)
    _part_sides(rows, _Sides.of(rows, words))
    _other_side(rows)


def _settle(guess: _Guess, rows: Sequence[GeneralRow]) -> None:
    """Gives a row what is guessed of it, where that is surer than what it has and no other row has the field."""
    row, meaning = guess.row, guess.meaning
    surer = row.meaning is None or row.meaning.confidence < meaning.confidence
    if surer and (meaning.name in _REPEATABLE or not _taken(meaning.name, row, rows)):
        row.meaning = meaning


def _forget(row: GeneralRow) -> None:
    """Takes back what rows around it said before: there may be other ones now."""
    if row.meaning is not None and (row.meaning.by_kind or row.meaning.by_value):
        row.meaning = None


def _doubt(row: GeneralRow, words: Words) -> None:
    """Lowers the confidence of a general word where the value speaks against its field."""
    meaning = row.meaning
    if meaning is None or not meaning.general or meaning.doubted or not row.value.text.strip():
        return
    against = SPEAKS_AGAINST[shape_of(row.value.text, words.general)]
    if meaning.name in against:
        otherwise = meaning.otherwise if meaning.otherwise and meaning.otherwise not in against else ""
        row.meaning = replace(
            meaning, confidence=round(meaning.confidence * _DOUBTED, 2), otherwise=otherwise, doubted=True
        )


def _doubt_repeated(rows: Sequence[GeneralRow], words: Words) -> None:
    """Doubts the rows that have one field with others, of which the kind of the words says another one first
    (利用する部署 beside 担当する部署), or only the others' value is such as the field has (担当 of a person beside that
    of an office)."""
    for row in rows:
        meaning = row.meaning
        if meaning is None or not meaning.general or meaning.name in _REPEATABLE or not _taken(meaning.name, row, rows):
            continue
        possible = words.general.may_mean(row.label.text.strip())
        other = bool(possible) and meaning.name not in {one.name for one in possible}
        if other or (not _fits(row, words) and any(one.name == meaning.name and _fits(one, words) for one in rows)):
            row.meaning = replace(meaning, confidence=round(meaning.confidence * _DOUBTED, 2), doubted=True)


def _fits(row: GeneralRow, words: Words) -> bool:
    """Whether a value is such as its field has."""
    return row.name in SPEAKS_FOR[shape_of(row.value.text, words.general)]


def _taken(name: str, row: GeneralRow, rows: Sequence[GeneralRow]) -> bool:
    return any(one is not row and one.name == name for one in rows)


def _guesses(row: GeneralRow, words: Words, sides: _Sides) -> Iterator[_Guess]:
    """What the kind of a label and its value may mean, for a row that no word knows, or knows with doubt."""
    label = row.label.text.strip()
    if not label or (row.meaning is not None and (not row.meaning.general or row.meaning.confidence >= _SURE)):
        return
    shape = shape_of(row.value.text, words.general)
    under = words.general.may_mean(label + row.under) if row.under else []
    for possible in (*words.general.may_mean(label), *under):
        share = _support(possible.name, possible.needs, shape)
        if share is None:
            continue
        name = possible.name
        if name == "counterparty" and any(word in row.value.text for word in words.general.evidence.council):
            continue  # 点検機関 is the council itself
        if name == "safeguards":
            name, side = sides.whose(label)
            share *= side
        meaning = Meaning(name, round(possible.confidence * share, 2), possible.place, by_kind=True)
        yield _Guess(row, meaning)


def _support(name: str, needs: bool, shape: Shape) -> float | None:
    """Which share of its confidence a kind of label keeps beside a value; None where the value says something else."""
    if name in SPEAKS_FOR[shape]:
        return _UNSUPPORTED if shape in ("items", "sentence") and needs else 1.0
    if needs or name in SPEAKS_AGAINST[shape] or (name == "safeguards" and "ward_safeguards" in SPEAKS_AGAINST[shape]):
        return None
    return _UNSUPPORTED


def _mean_by_value(rows: Sequence[GeneralRow], words: Words) -> None:
    """Gives rows that nothing else says the meaning of the field that their value alone speaks for."""
    taken = {row.name for row in rows}
    for row in rows:
        label = row.label.text.strip()
        if row.meaning is not None or not label or words.general.means_none(label):
            continue
        if any(word in row.value.text for word in words.general.evidence.council):  # the council itself
            continue
        name = field_of_value(row.value.text, label, words.general)
        if name is not None and name not in taken:
            taken.add(name)
            row.meaning = Meaning(name, BY_VALUE, "", by_value=True)


def _part_sides(rows: Sequence[GeneralRow], sides: _Sides) -> None:
    """Gives the other party its safeguards, where words know several rows as those of the one that asks."""
    known = [row for row in rows if row.meaning is not None and row.meaning.general and row.name == "ward_safeguards"]
    for row in known if len(known) > 1 else ():
        name, share = sides.whose(row.label.text)
        if share > _SIDE_UNSAID and row.meaning is not None and name != row.name:
            row.meaning = replace(
                row.meaning, name=name, confidence=round(min(row.meaning.confidence, _BY_SIDE) * share, 2)
            )


def _other_side(rows: Sequence[GeneralRow]) -> None:
    """Of two rows of safeguards of which no word says whose they are, the second is the other side's."""
    unsaid = [row for row in rows if row.meaning is not None and row.meaning.by_kind and row.name == "ward_safeguards"]
    if len(unsaid) == 2 and not any(row.name == "counterparty_safeguards" for row in rows):
        first, second = (row.meaning for row in unsaid)
        if first is not None and second is not None and first.confidence == second.confidence:
            unsaid[1].meaning = replace(second, name="counterparty_safeguards")


@dataclass(frozen=True, slots=True)
class _Sides:
    """The words of a form for the one that asks, and for the one that is given data."""

    own: frozenset[str]
    other: frozenset[str]
    words: Words

    @classmethod
    def of(cls, rows: Sequence[GeneralRow], words: Words) -> _Sides:
        """The words of the rows that name the department and the other party."""
        own, other = set[str](), set[str]()
        for row in rows:
            if row.name == "department":
                own.update(normal_words(row.value.text))
            elif row.name == "counterparty":
                other.update(normal_words(row.value.text), normal_words(row.label.text))
        neither = set(words.general.sides.neither)
        return cls(frozenset(own - other - neither), frozenset(other - own - neither), words)

    def whose(self, label: str) -> tuple[str, float]:
        """Whose safeguards a label is about, and the share of its confidence that this keeps: less where only other
        rows say it, or nothing does."""
        said = normal_words(label)
        own, other = self.words.general.sides.count(said)
        share = _SIDE_BY_WORDS
        if own == other:
            own, other = sum(word in self.own for word in said), sum(word in self.other for word in said)
            share = _SIDE_BY_ROWS if own != other else _SIDE_UNSAID
        return ("counterparty_safeguards" if other > own else "ward_safeguards"), share
