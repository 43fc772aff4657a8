"""Summaries that print the same few rows for each case under review: 諮問件名, 実施機関, 決定内容, 審議内容.

What is contested and by whom (実施機関, 決定内容) is no row of the sitting's own head. Knows rows and the words of such
labels; what a matter is, `agenda` reads, and what was decided, `deliberation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.agenda_table import Matter
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_TITLE = late_pattern(
    r"(?:諮問|事案|案件|事件|請求|審査請求|異議申立て?|不服申立て?)?の?件名|(?:事案|案件|事件)(?:の?名称?)"
)
_RESULT = late_pattern(r"(?:審議|審査|調査審議|会議)の?(?:内容|結果|経過|状況|概要)|結果|答申案?")
_CONTESTED = late_pattern(
    r"(?:諮問)?実施機関(?:名)?|諮問庁|処分庁|審査庁|(?:原)?(?:決定|処分)の?(?:内容|区分|種別)?"
    r"|(?:一部)?(?:非開示|不開示|非公開|不存在|却下|拒否)の?(?:理由|部分|内容)等?|(?:審議|審査)の?区分|(?:諮問|答申|審査請求|受理)の?年?月?日"
    r"|審査請求人等?|異議申立人等?|対象(?:公|行政)?文書(?:名)?|請求の?内容|担当(?:部会|委員|課)|備考"
)
_LABEL = late_pattern(r"\s*[・○◯●■□◇◆]?\s*(\S{2,10}?)(?:[\s:：]+(?=\S)|\s*$)")
_TITLE_WITHIN = 3
"""Rows below the heading of a case within which its title stands."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its heading, the lines of its title, those of what was done, and where it ends."""

    heading: MinutesRow
    title: tuple[MinutesRow, ...]
    result: tuple[MinutesRow, ...]
    others: tuple[MinutesRow, ...]
    end: int

    @property
    def matter(self) -> Matter:
        """The case with what came of it."""
        return Matter((self.heading, *self.title), self.result)


def case_at(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> Case | None:
    """The case whose heading is a row; None where it heads none."""
    if not _heads(rows, index, words):
        return None
    below = range(index + 1, len(rows))
    end = next((at for at in below if _heads(rows, at, words) or _is_next(rows[index], rows[at])), len(rows))
    kept: dict[str, list[MinutesRow]] = {"title": [], "result": [], "other": []}
    for kind, row in _rows_of(rows[index + 1 : end]):
        kept[kind].append(row)
    return Case(rows[index], tuple(kept["title"]), tuple(kept["result"]), tuple(kept["other"]), end)


def _heads(rows: Sequence[MinutesRow], index: int, words: MinutesVocabulary) -> bool:
    """Whether a row names the numbers of 諮問, and the title of a case stands right below it."""
    text = rows[index].line.text
    if rows[index].cell is not None or len(text) > words.settings.longest_title or "。" in text:
        return False
    if not any(word in text for word in words.consultation) or not words.cited(text):
        return False
    near = rows[index + 1 : index + 1 + _TITLE_WITHIN]
    return any(_kind(row)[0] == "title" for row in near)


def _is_next(heading: MinutesRow, row: MinutesRow) -> bool:
    """Whether a row bears the number after that of a case's heading: ３　その他."""
    above, label = match_label(heading.line.text), match_label(row.line.text) if row.cell is None else None
    return above is not None and label is not None and label.follows(above)


def _rows_of(rows: Sequence[MinutesRow]) -> Iterator[tuple[str, MinutesRow]]:
    """The rows of a case without their labels, each with what it is of."""
    kind = "other"
    for row in rows:
        found, start = _kind(row)
        kind = found or kind
        rest = row.cut(start)
        if rest is not None:
            yield kind, rest


def _kind(row: MinutesRow) -> tuple[str, int]:
    """What a row is of by its label, and where its value begins; nothing where it has no label that is known."""
    text = row.line.text
    if row.cell is not None and row.cell.column:
        return "", 0
    if row.cell is not None:
        label, start = squeeze(row.cell.passage.text), len(text)
    else:
        match = _LABEL.match(text)
        label, start = (squeeze(match[1]), match.end()) if match is not None else ("", 0)
    key = fold(label)
    for kind, pattern in (("title", _TITLE), ("result", _RESULT), ("other", _CONTESTED)):
        if pattern.fullmatch(key):
            return kind, start
    return "", 0
