"""The other party as a form names it: 委託先, 結合の相手方, 結合先, 利用課, 委託先業種."""

from __future__ import annotations

import re
from dataclasses import replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.labels import match_label
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.nothing import is_nothing
from kaigi_extract.text.width import fold


@dataclass(frozen=True, slots=True)
class CounterpartyReading:
    """``name``, or ``kind`` where only a line of business is printed, or ``undecided``; ``note`` is the remark beside.

    ``start`` and ``end`` are those of the name or kind, or of several names, else of the whole text.
    """

    name: str | None
    kind: str | None
    note: str | None
    undecided: bool
    start: int
    end: int


_UNDECIDED = late_pattern(
    r"未\s*定|選定中|未選定|検討中|調整中|(?:今後|後日|別途|入札|競争|見積|プロポーザル|契約|選考|公募|審査)[^。]{0,24}?"
    r"(?:決定|選定)(?:する|予定|した(?:者|業者|事業者)|され|$|[。)）])|(?:により|にて|で)(?:決定|選定)$|(?:決定|選定)(?:予定|する予定)"
)
_CLOSING_REMARK = late_pattern(r"(?<!\s)\s*+[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]\s*+(?:。\s*+)?$")
_OF_THE_NAME = late_pattern(
    r"[株有社財独福学資名合同]|代表(?:者|社員|取締役|理事|役員)?(?:社長|会長|理事長)?[\s:：].+", re.DOTALL
)
"""What is in a bracket and no remark: the form of the company, and who stands for it, as contracts name a party."""
_SPLIT_REMARK = late_pattern(r"\n|。\s*+(?=\S)|(?<!\s)\s++(?=※)|(?=※)")
_CORPORATE = late_pattern(
    r"[㈱㈲㈳㈶]|株式会社|有限会社|合同会社|合資会社|合名会社|法人|財団|社団|協同組合|公社|[(（][株有社財独福学][)）]|機構|協会|連合会|企業体|"
    r"ＪＶ|JV|Inc|Corp|Co\.|Ltd"
)
_KIND = late_pattern(
    r"(?:(?:事|専門|製造|工|販売)?業者|者|業|団体|会社|企業|法人|機関|事業所|ベンダー?|メーカー)(?:等)?$"
)
_ABSTRACT = late_pattern(
    r"^(?:株式会社|有限会社|(?:社会福祉|医療|特定非営利活動|ＮＰＯ|NPO|一般社団|財団|社団)?法人|民間(?:企業|会社|事業者))(?:等)?$"
)
_OWN_BODY = late_pattern(
    r"(?:都|道|府|県|区|市|町|村|省|庁|署|局|部|課|所|会|院|校|園|館|センター)$|区市町村|指定情報処理機関|情報処理機関"
)
_ADDRESS = late_pattern(
    # A line of address above the name: 東京都…区…１－２－３　…ビル.
    r"\s*(?:〒\s*[0-9０-９－-]+\s*)?(?:東京都|北海道|(?:京都|大阪)府|[一-鿿]{2,3}県)?[^\n]{0,12}?[区市町村郡]"
    r"[^\n]{0,24}[0-9０-９〇一二三四五六七八九十](?:丁目|番地?|号|[－―‐−-])[^\n]*\n(?=\s*\S)"
)
_LONGEST_NAME = 40
"""Characters of a line that names one of several parties."""
_LEADING_CAPTION = late_pattern(r"\s*+(?:([・○◇■●])(?!\1)\s*|(?:業者名|委託先|事業者名|名称|相手方)\s*[:：]\s*)|\s*+")
_QUALIFIED = late_pattern(r"(?:^|(?<=。))(?>[^。]*?(?:実績|資格|能力|許可))[^。]*(?:ある|有する|持つ)")
"""A sentence that says what somebody must have; looked for from the first such word of a sentence on only."""


def read_counterparty(text: str) -> CounterpartyReading:
    """Read a counterparty field. Blank text is neither named nor undecided. A line of address above the name is a note.

    A remark in brackets at the end, after a line break or behind ※ is the ``note``; a bracket inside a name, (株), is
    not, nor is one that names who stands for the party (代表者 ……), as contracts do. A line of business with no name
    (印刷業者, …に実績のある団体) is the ``kind``; offices and bodies are names. 未定, 選定中, 入札により決定 are
    ``undecided``; the words that say how it will be decided are then the note. Several, one a line, are one name with
    、 between; － and なし are none.
    """
    end, base, addresses = len(text.rstrip()), 0, list[str]()
    start = _behind_caption(text, base)
    while (address := _ADDRESS.match(text, start, end)) is not None:
        addresses.append(address[0].strip())
        base = address.end()
        start = _behind_caption(text, base)
    if start >= end or is_nothing(text[start:end]):
        return CounterpartyReading(None, None, "\n".join(addresses) or None, False, base, base)
    if (several := _several(text[start:end])) is not None and not addresses:
        return CounterpartyReading("、".join(several), None, None, False, start, end)
    reading = _read(text, start, end)
    return replace(reading, note="\n".join([*addresses, *filter(None, [reading.note])])) if addresses else reading


def _several(text: str) -> list[str] | None:
    """The names of several parties, one a line: each is numbered, or names a company; None where they are not."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or any(len(line) > _LONGEST_NAME or line.endswith("。") or line[0] in "(（※" for line in lines):
        return None
    labels = [match_label(line) for line in lines]
    if all(label is not None and label.ordinal == at for at, label in enumerate(labels, 1)):
        return [line[label.end :].strip() for line, label in zip(lines, labels, strict=True) if label is not None]
    return lines if all(map(_CORPORATE.search, lines)) and not any(":" in fold(line) for line in lines) else None


def _behind_caption(text: str, at: int) -> int:
    """Where words begin, without white space and the caption before them."""
    lead = _LEADING_CAPTION.match(text, at)
    return lead.end() if lead is not None else at


def _read(text: str, start: int, end: int) -> CounterpartyReading:
    """The reading of the words behind caption and address."""
    head, note = _split(text, start, end)
    words = text[start:head]
    if _UNDECIDED.search(words):
        return CounterpartyReading(None, None, note or _reason(words), True, start, end)
    undecided = note is not None and re.search(r"未\s*定|選定中", note) is not None
    if _is_kind(words):
        return CounterpartyReading(None, words, note, undecided, start, head)
    return CounterpartyReading(words, None, note, False, start, head)


def _split(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Where the name ends, and the remark after it."""
    match = _CLOSING_REMARK.search(text, start, end)
    own = match is not None and _OF_THE_NAME.fullmatch(match[1].strip()) is not None
    if match is not None and not own and match.start() > start:
        return match.start(), match[1].strip() or None
    cut = _SPLIT_REMARK.search(text, start, end)
    if cut is None or cut.start() == start:
        return start + len(text[start:end].rstrip("。")), None
    return cut.start(), text[cut.end() : end].strip().strip("()（）") or None


def _reason(words: str) -> str | None:
    """How an open question will be settled, where the words say more than 未定."""
    plain = words.strip().rstrip("。")
    return (
        None
        if re.fullmatch(r"(?:現時点では|現在)?(?:未\s*定|選定中|未選定|検討中|調整中)(?:である|です)?", plain)
        else plain
    )


def _is_kind(words: str) -> bool:
    """Whether the words name a line of business, not somebody."""
    if _ABSTRACT.fullmatch(words):
        return True
    if _CORPORATE.search(words) and not _QUALIFIED.search(words):
        return False
    return _KIND.search(words) is not None and _OWN_BODY.search(words) is None
