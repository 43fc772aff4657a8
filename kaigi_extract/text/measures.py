"""Protective measures: numbered paragraphs under 【…】, as 情報保護対策 and 個人情報の保護 print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.enclosed import ENCLOSED_RANGE
from kaigi_extract.text.inline_numbers import items_begin
from kaigi_extract.text.label import Label
from kaigi_extract.text.labels import match_due
from kaigi_extract.text.late_pattern import late_pattern

Party = Literal["ward", "counterparty"]


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """One measure, or a sub-item of one; ``start``..``end`` are its words and the notes to them, without label."""

    group: str | None
    party: Party | None
    number: int | str | None
    label: str | None
    text: str
    items: tuple[MeasureReading, ...]
    start: int
    end: int


@dataclass(slots=True)
class _Draft:
    """A measure that may still grow: by the notes after it, and by its sub-items."""

    group: str | None
    party: Party | None
    label: Label | None
    style: str | None
    text: str
    start: int
    end: int
    items: list[_Draft] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Its place in a list of digits; 0 where it has none."""
        return self.label.ordinal or 0 if self.label is not None and self.label.style == "digit" else 0


_GROUP = late_pattern(r"[【〔\[［＜<]([^【】〔〕\[\]［］＜＞<>]+)[】〕\]］＞>]\s*(?:$|(?=\S))")
_ROUND_GROUP = late_pattern(r"[(（]([^()（）。、]{1,14})[)）]")
_CAPTIONED = late_pattern(r"((?:(?![0-9０-９(（])[^\t\n。、，：:]{1,20}\t)+)(?=\S)")
"""The cells before a measure in a row of a table, which say what group it is of."""
_RUN_ON = late_pattern(
    # Where paragraphs ran together in one: before 【…】, and before a number after the end of a sentence.
    r"(?<=\S)\s*(?=【)|(?<=】)[^\S\n]+(?=\S)"
    rf"|(?<=。)\s*(?=(?:[0-9０-９]{{1,2}}[^\S\n]+|[(（][0-9０-９]{{1,2}}[)）]|[{ENCLOSED_RANGE}])\s*[^\s0-9０-９、。])"
)
_NOTE_START = late_pattern(
    r"[※＊*]|[(（]?注(?:[0-9０-９]|意?[)）:：])|(?:ただし|なお|また|この場合|その際|おって)[、，]?"
)
_WARD_SIDE = late_pattern(
    r"^(?:[本当]?(?:区|市|町|村))(?:の?側|$)|(?:区|提供|利用|所管|担当|主管|保有)課?の?側|(?:提供|利用|所管)課|実施機関|[本当]区"
)
_OTHER_SIDE = late_pattern(r"側$|結合先|委託先|受託|相手方|事業者|提供先")


def read_measures(text: str) -> tuple[MeasureReading, ...]:
    """Read a safeguards field; ``text`` has ``\\n`` between paragraphs (paragraphs that run together are split)
    and ``\\t`` between the cells of a row.

    A line in 【】 is the ``group`` of what follows; one that names a side (【区側】, 【法務省側】, 【結合先】) is its
    ``party`` too. Lines in round brackets are groups where one of them names a side (（区）). A numbered or bulleted
    paragraph is a measure, a label of another style below it a sub-item, as deep as it goes. An unnumbered paragraph is
    a measure with number None, unless it goes on with the one before: a ※ note, ただし, なお, また after a numbered
    one, or the rest of a sentence.
    """
    group: str | None = None
    party: Party | None = None
    found: list[_Draft] = []
    path: list[_Draft] = []
    paragraphs = list(_paragraphs(text))
    headings = [_GROUP, _ROUND_GROUP] if _has_round_groups([text[start:end] for start, end in paragraphs]) else [_GROUP]
    for begin, end in paragraphs:
        start, captioned = begin, _CAPTIONED.match(text, begin, end)
        names = captioned[1].split("\t")[:-1] if captioned is not None else []
        sides = [side for name in names if (side := _party(name)) is not None]
        if captioned is not None and (sides or len(names[0].strip()) > 1):
            group, path, start = names[-1].strip(), [], captioned.end()
            party = sides[-1] if sides else None
        heading = next((match for one in headings if (match := one.fullmatch(text, start, end))), None)
        if heading is not None:
            group, party, path = heading[1].strip(), _party(heading[1]), []
        else:
            due = path[0].number + 1 if path else 1
            _place(found, path, _draft(text, start, end, group, party, due), text)
    return tuple(_frozen(draft) for draft in found)


def _has_round_groups(paragraphs: Sequence[str]) -> bool:
    """Whether a paragraph in round brackets names a side, and is no note."""
    names = [match[1] for text in paragraphs[:-1] if (match := _ROUND_GROUP.fullmatch(text))]
    return any(_party(name) is not None for name in names)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs, without white space at their ends."""
    at = 0
    for line in text.split("\n"):
        cuts = [(cut.start(), cut.end()) for cut in _RUN_ON.finditer(line)]
        cuts = sorted(
            {*cuts, *((start, start) for start in items_begin(line) if start not in {end for _, end in cuts})}
        )
        lows, highs = [0] + [end for _, end in cuts], [start for start, _ in cuts] + [len(line)]
        for low, high in zip(lows, highs, strict=True):
            part = line[low:high]
            if part.strip():
                yield at + low + len(part) - len(part.lstrip()), at + low + len(part.rstrip())
        at += len(line) + 1


def _party(group: str) -> Party | None:
    """Whose side a group names: 区側, 提供課 → ward; 法務省側, 結合先 → counterparty; 運用上の対策 → None."""
    name = "".join(group.split())
    if _WARD_SIDE.search(name):
        return "ward"
    return "counterparty" if _OTHER_SIDE.search(name) else None


def _draft(text: str, start: int, end: int, group: str | None, party: Party | None, due: int) -> _Draft:
    """A paragraph as a measure of its own; ``due`` is the number that the list has come to."""
    label = match_due(text[start:end], due)
    if label is None or label.end >= end - start or text[start] in "※＊*":
        return _Draft(group, party, None, None, text[start:end], start, end)
    low = start + label.end
    return _Draft(group, party, label, label.style, text[low:end], low, end)


def _place(found: list[_Draft], path: list[_Draft], draft: _Draft, text: str) -> None:
    """Put ``draft`` beside, below or into what came before; ``path`` holds the open measure of each depth."""
    if draft.label is None:
        if path and _goes_on(path[-1], draft):
            path[-1].end, path[-1].text = draft.end, text[path[-1].start : draft.end]
            return
        path.clear()
    depth = next((at for at, above in enumerate(path) if _is_beside(above, draft)), len(path))
    if depth and path[0].label is None:
        depth = 0
    del path[depth:]
    (path[-1].items if path else found).append(draft)
    path.append(draft)


def _is_beside(one: _Draft, other: _Draft) -> bool:
    """Whether two measures are of one list: their labels are of one style and one case."""
    small = [draft.label is not None and draft.label.is_small for draft in (one, other)]
    return one.style == other.style and small[0] == small[1]


def _goes_on(before: _Draft, draft: _Draft) -> bool:
    """Whether an unnumbered paragraph belongs to the measure before it: a note, a proviso, the rest of a sentence."""
    if draft.text[0] in "※＊*(（":
        return True
    if before.label is None:
        return not before.text.endswith(("。", "．", ")", "）", "：", ":"))
    return _NOTE_START.match(draft.text) is not None or before.text[-1] not in "。．" or before.label.style == "bullet"


def _frozen(draft: _Draft) -> MeasureReading:
    """The finished measure; a bullet has a label but no number."""
    label = draft.label
    return MeasureReading(
        draft.group,
        draft.party,
        None if label is None else label.number,
        None if label is None else label.label,
        draft.text,
        tuple(_frozen(item) for item in draft.items),
        draft.start,
        draft.end,
    )
