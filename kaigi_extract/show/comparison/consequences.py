"""What follows from the changes of a link, in words, Japanese and English: duties that became stronger or weaker,
references that name another clause now, cells of tables that changed, words that were replaced throughout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Alignment, CellChange, DutyChange, Link, StaleReference

Weight = Literal["stronger", "weaker", "other", "stale", "cell", "replaced"]

_DIRECTIONS = {"stronger": "強化", "weaker": "緩和", "other": "変更"}
_ASPECTS = {
    "modality": ("義務の程度", "modality"),
    "consent": ("同意", "consent"),
    "exception": ("ただし書", "exception"),
    "deadline": ("期限", "deadline"),
    "days": ("日数", "days"),
    "frequency": ("回数", "frequency"),
    "number": ("数", "number"),
}
_MODALITIES = {"must": "義務", "must_not": "禁止", "may": "できる", "effort": "努力義務"}
LONGEST = 30
"""Characters of a sentence that are shown; all of it stands beside."""
NOTHING = ("なし", "none")
"""What stands for a side that has nothing of the kind."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """One of them."""

    weight: Weight
    japanese: str
    english: str


def consequences(link: Link) -> list[Consequence]:
    """What follows from a link, the duties first."""
    found = [_of_duty(change) for change in link.duty_changes]
    found += [_of_reference(stale) for stale in link.stale_references]
    return found + [_of_cell(cell) for cell in link.tables]


def replaced_words(alignment: Alignment) -> Iterator[Consequence]:
    """The words that were replaced throughout, each once."""
    for told in alignment.replacements:
        yield Consequence(
            "replaced",
            f"「{told.old}」を「{told.new}」に（{told.count}か所）",
            f"「{told.old}」 → 「{told.new}」 ({told.count} places)",
        )


def _of_duty(change: DutyChange) -> Consequence:
    name, aspect = _ASPECTS[change.aspect]
    sides = (change.old, change.new)
    if change.aspect == "modality":
        japanese = [_MODALITIES.get(side, side) for side in sides]
        english = [side.replace("_", " ") for side in sides]
    else:
        japanese, english = ([_short(side) or nothing for side in sides] for nothing in NOTHING)
    return Consequence(
        change.direction,
        f"{_DIRECTIONS[change.direction]}（{name}）：{japanese[0]} → {japanese[1]}",
        f"{change.direction} ({aspect}): {english[0]} → {english[1]}",
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _of_reference(stale: StaleReference) -> Consequence:
    means, meant = "・".join(stale.means), "・".join(stale.meant)
    return Consequence(
        "stale",
        f"引用のずれ：{stale.text}は今{means}を指す（もとは{meant or 'なくなった条項'}）",
        f"stale reference: {stale.text} means {means} now, it meant {meant or 'a clause that is gone'}",
    )


def _of_cell(cell: CellChange) -> Consequence:
    japanese, english = (
        f"{cell.old if cell.old is not None else nothing} → {cell.new if cell.new is not None else nothing}"
        for nothing in NOTHING
    )
    return Consequence(
        "cell",
        f"表の{cell.row}行{cell.column}列：{japanese}",
        f"table, row {cell.row}, column {cell.column}: {english}",
    )
