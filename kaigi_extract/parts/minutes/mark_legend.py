"""Summaries that say once which mark is whose: （○：委員、●：事務局）, ○印は委員の発言、◇は事務局の発言.

Below such a line each line that begins with one of the marks is said by whom it stands for. Knows strings; whether
anybody is called so, the caller says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kaigi_extract.parts.minutes.lines import MinutesRow
from kaigi_extract.parts.minutes.speaker_styles import CIRCLES
from kaigi_extract.text.late_pattern import late_pattern

_MARKS = "○◯〇●◎◇◆□■△▲▽▼☆★・→⇒"
_ENTRY = late_pattern(
    rf"([{_MARKS}])\s*印?\s*(?:(は|が|[:：=＝…‥]+)\s*)?([一-鿿々ァ-ヶー]{{2,12}}(?:及び[一-鿿々ァ-ヶー]{{2,8}})?)"
    r"(?:(?:の|から|による)*(?:ご?(?:発言|意見|質問|質疑|回答|答弁|説明|コメント))+)?(?:を(?:示す|表す)|です)?"
    r"(?=[\s、，,；;／/。.)）\]】〕]|$)"
)
_SAYS_SO = late_pattern(r"凡例|発言|印は|意見|回答")
"""Words without which marks close before names are a list of people."""
_LEAST = 2
"""Marks that are told: one alone is a bullet before a word."""


def said_by_marks(rows: Sequence[MinutesRow], speaks: Callable[[str], bool]) -> Iterator[tuple[int, str, int]]:
    """The rows below a legend that begin with its marks: their numbers, who speaks, and where the words begin."""
    names: dict[str, str] = {}
    for at, row in enumerate(rows):
        told = _legend(row.line.text, speaks)
        if told:
            names = told
            continue
        text = row.line.text.lstrip()
        name = names.get(CIRCLES.sub("○", text[:1]))
        if name is not None:
            words = text[1:].lstrip()
            yield at, name, len(row.line.text) - len(words)


def _legend(text: str, speaks: Callable[[str], bool]) -> dict[str, str]:
    """Who is meant by each mark that a line tells; nothing where it tells none."""
    found = list(_ENTRY.finditer(text))
    told = {CIRCLES.sub("○", match[1]): match[3] for match in found}
    apart = all(match[2] for match in found) or _SAYS_SO.search(text) is not None
    return told if len(told) >= _LEAST and apart and all(map(speaks, told.values())) else {}
