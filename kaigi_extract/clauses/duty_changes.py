"""Whether linked clauses ask more or less than before, sentence by sentence: must → effort, a ban that gets an
exception, 直ちに → 速やかに, a number of days. Reads words by rule; loads neither spaCy nor Sudachi.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.clauses.duties import modality_of, plain_text
from kaigi_extract.clauses.sentence_pairs import sentence_pairs
from kaigi_extract.clauses.sentences import Statement, statements
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.records import Clause, Direction, DutyChange, Modality
from kaigi_extract.text import parse_number
from kaigi_extract.text.late_pattern import late_pattern

STRENGTH: dict[Modality, int] = {"must_not": 3, "must": 3, "effort": 2, "may": 1}
"""How much a sentence asks; what is only declared is not compared."""
_CONSENT = late_pattern(
    r"(?:承諾|承認|許可|同意|了承|了解|許諾|認可)(?:を(?:得|受け|与え)|が(?:あ|な)|なく|なし|した|された|のな|を要)|"
    r"(?:認め|認め[たるら]れ?た?)(?:場合|とき|もの)を?(?:除|限)"
)
_HASTE = (
    ("直ちに", "ただちに", "即時に", "即座に", "すぐに"),
    ("速やかに", "すみやかに", "早急に"),
    ("遅滞なく", "遅滞無く"),
)
"""Words for at once, the most urgent first."""
_WITHIN = late_pattern(
    r"(?P<number>[0-9]{1,6}|[一二三四五六七八九十]{1,6})(?P<unit>時間|営業日|日|週間|[かヶケ箇]?月|年)(?:以内|前まで|まで)"
)
_DAY = late_pattern(
    "(?:その|同じ|同|当|即)(?:営業|開庁)?日(?:の?うち|中|の?(?:業務|勤務|執務)時間内|まで)?に|(?:即|当)日中?"
)
"""The day on which what it is about happened."""
_OFTEN = late_pattern(
    r"(?P<every>毎年度?|毎月|毎週|毎日|年度?ごとに?|月ごとに?|週ごとに?|年度?に?|(?:一|1)?[かヶケ箇]?月に?|週(?:間)?に?|(?:一|1)?日に?)"
    r"(?P<number>[0-9]{1,6}|[一二三四五六七八九十]{1,6})(?:回|度)(?P<least>以上|以下|まで)?"
)
"""How often something is to be done: 年１回以上."""
_PER_YEAR = {"年": 1.0, "月": 12.0, "週": 52.0, "日": 365.0}
_AT_LEAST = late_pattern(
    r"(?P<number>[0-9]{1,6}|[一二三四五六七八九十]{1,6})(?:(?P<unit>人|名|台|個|本|枚|組|班|か所|箇所|ヶ所|割|パーセント|%)以上"
    r"|(?P<time>年|[かヶケ箇]月|日)(?:間|以上)*(?=(?:保存|保管|保持|残|備え)))"
)
"""How many there are to be at least, and how long something is to be kept: ３人以上, 三年間保存."""
_UNIT_DAYS = {"時間": 1 / 24, "営業日": 1.0, "日": 1.0, "週間": 7.0, "年": 365.0}
_MONTH_DAYS = 30.0


def duty_changes(
    old: Iterable[Clause], new: Iterable[Clause], settings: AlignSettings = DEFAULT_ALIGN
) -> list[DutyChange]:
    """Each way in which a sentence of linked clauses became stronger or weaker, in the order of the old side."""
    ones, others = ([one for clause in side for one in statements(clause)] for side in (old, new))
    return [change for one, other in _pairs(ones, others, settings) for change in _changes(one, other)]


def direction(changes: Sequence[DutyChange]) -> Direction | None:
    """The direction of all changes together."""
    found = {change.direction for change in changes}
    return None if not found else next(iter(found)) if len(found) == 1 else "other"


def _pairs(
    old: Sequence[Statement], new: Sequence[Statement], settings: AlignSettings
) -> Iterator[tuple[Statement, Statement]]:
    """Sentences that say the same, as far as they changed: the only ones on either side, or those that are similar."""
    keys = [[text_key(f"{one.text}{one.exception or ''}") for one in side] for side in (old, new)]
    both = set(keys[0]) & set(keys[1])
    ones = [at for at, key in enumerate(keys[0]) if key not in both]
    others = [at for at, key in enumerate(keys[1]) if key not in both]
    if len(ones) == len(others) == 1:
        yield old[ones[0]], new[others[0]]
        return
    texts = [text_key(old[at].text) for at in ones], [text_key(new[at].text) for at in others]
    for row, column in sentence_pairs(*texts, settings.minimum_item_similarity):
        yield old[ones[row]], new[others[column]]


def _changes(old: Statement, new: Statement) -> Iterator[DutyChange]:
    one, other = plain_text(old.text), plain_text(new.text)
    yield from _modality(one, other)
    yield from _consent(one, other)
    if bool(old.exception) != bool(new.exception):
        yield DutyChange(
            aspect="exception",
            direction="weaker" if new.exception else "stronger",
            old=old.exception or "",
            new=new.exception or "",
        )
    yield from _haste(one, other)
    yield from _days(one, other)
    yield from _frequency(one, other)
    yield from _numbers(one, other)


def _modality(old: str, new: str) -> Iterator[DutyChange]:
    one, other = modality_of(old), modality_of(new)
    if one == other or one not in STRENGTH or other not in STRENGTH:
        return
    change = STRENGTH[other] - STRENGTH[one]
    way: Direction = "stronger" if change > 0 else "weaker" if change < 0 else "other"
    yield DutyChange(aspect="modality", direction=way, old=one, new=other)


def _consent(old: str, new: str) -> Iterator[DutyChange]:
    """A ban that is absolute on one side and holds without consent on the other; of a duty that one may not do, too."""
    if modality_of(old) != "must_not" or modality_of(new) != "must_not":
        return
    one, other = _CONSENT.search(old), _CONSENT.search(new)
    if (one is None) != (other is None):
        yield DutyChange(
            aspect="consent",
            direction="weaker" if other else "stronger",
            old=one[0] if one else "",
            new=other[0] if other else "",
        )


def _haste(old: str, new: str) -> Iterator[DutyChange]:
    """A word for haste that became another or none. Neither stronger nor weaker is the same day instead: it may be
    later than at once, but is no matter of opinion."""
    one, other = (_urgency(text) for text in (old, new))
    if one[0] != other[0]:
        way: Direction = "weaker" if other[0] > one[0] else "stronger"
        definite = [_definite(text) for text in (old, new)]
        if not all((one[1], other[1])) and definite[0] != definite[1]:
            way = "other"
            one, other = ((rank, word or said) for (rank, word), said in zip((one, other), definite, strict=True))
        yield DutyChange(aspect="deadline", direction=way, old=one[1], new=other[1])


def _definite(text: str) -> str:
    """The words that say that something is to be done on the same day; empty where none do."""
    found = _DAY.search(text)
    return found[0] if found is not None else ""


def _urgency(text: str) -> tuple[int, str]:
    """How urgent a sentence is, 0 for at once, and the word that says so; a number of days is told by itself."""
    found = ((rank, word) for rank, row in enumerate(_HASTE) for word in row if word in text)
    return next(found, (len(_HASTE), ""))


def _days(old: str, new: str) -> Iterator[DutyChange]:
    """Periods within which something is to be done: the shorter, the stronger. 前まで is to be done the earlier."""
    ones, others = (list(_WITHIN.finditer(text)) for text in (old, new))
    if len(ones) != len(others):
        return
    for one, other in zip(ones, others, strict=True):
        before, after = _length(one), _length(other)
        if before == after or one[0].endswith("前まで") != other[0].endswith("前まで"):
            continue
        is_longer = after > before
        is_weaker = is_longer != one[0].endswith("前まで")
        yield DutyChange(aspect="days", direction="weaker" if is_weaker else "stronger", old=one[0], new=other[0])


def _frequency(old: str, new: str) -> Iterator[DutyChange]:
    """How often something is to be done: the more often, the stronger."""
    ones, others = (list(_OFTEN.finditer(text)) for text in (old, new))
    if len(ones) != len(others):
        return
    for one, other in zip(ones, others, strict=True):
        before, after = _times_a_year(one), _times_a_year(other)
        if before != after and before and after and _is_least(one) and _is_least(other):
            way: Direction = "stronger" if after > before else "weaker"
            yield DutyChange(aspect="frequency", direction=way, old=one[0], new=other[0])


def _numbers(old: str, new: str) -> Iterator[DutyChange]:
    """How many at least, and how long something is to be kept, in duties: the more, the stronger."""
    if not {modality_of(old), modality_of(new)} <= {"must", "effort"}:
        return
    ones, others = (list(_AT_LEAST.finditer(text)) for text in (old, new))
    if len(ones) != len(others):
        return
    for one, other in zip(ones, others, strict=True):
        before, after = _amount(one), _amount(other)
        if before != after and one["unit"] == other["unit"]:
            way: Direction = "stronger" if after > before else "weaker"
            yield DutyChange(aspect="number", direction=way, old=one[0], new=other[0])


def _amount(found: re.Match[str]) -> float:
    number = parse_number(found["number"]) or 0
    return number * {"年": 12 * _MONTH_DAYS, "日": 1.0}.get(found["time"], _MONTH_DAYS) if found["time"] else number


def _is_least(found: re.Match[str]) -> bool:
    return found["least"] in (None, "以上")


def _times_a_year(found: re.Match[str]) -> float:
    per_year = next(times for unit, times in _PER_YEAR.items() if unit in found["every"])
    return (parse_number(found["number"]) or 0) * per_year


def _length(found: re.Match[str]) -> float:
    return (parse_number(found["number"]) or 0) * _UNIT_DAYS.get(found["unit"], _MONTH_DAYS)
