"""Whether a form is that of a matter before a council, by what is seen together: its labels, how many of them are
known, what is printed above it, which law it cites. Returns a score and its reasons; decides nothing else.

The form of a call for tenders, an application, an invoice or a list has labels that are known too, and is no case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.titles import is_sentence
from kaigi_extract.text import find_citations, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards.words import Words

_ORDINANCE = late_pattern(r"条例|法律|法$|法施行")
_BASIS_LINE = late_pattern(r"^[(（〔【\[][^()（）]*第[\s\d０-９一二三四五六七八九十百]+条.*[)）〕】\]]$")
CORE = (
    "bases",
    "counterparty",
    "data_items",
    "subjects",
    "media",
    "current_handling",
    "ward_safeguards",
    "counterparty_safeguards",
)
"""Fields that hardly any other form has together."""
_MOST_CORE = 4
_CLOSING, _REMARK = tuple(")〕】]>"), late_pattern(r"[(〔【\[<][^()〔〕【】\[\]<>]*[)〕】\]>]$")
_BELOW_A_LETTER = 4.0
"""Weight of a letter that asks right above the labels."""
_OWN = 0.5
"""Weight of each label that papers about one thing have, up to four."""
_LESS_BY_KIND = 0.5
"""Weight by which a label known by its kind is less than one that words know."""


@dataclass(slots=True)
class Score:
    """How much speaks for something, and what."""

    value: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, weight: float, reason: str) -> None:
        self.value += weight
        self.reasons.append(reason)

    def because(self) -> str:
        """The reasons as one sentence."""
        return Message.joined("; ", self.reasons)


def score_form(
    header: Sequence[AnyLine],
    rows: Sequence[GeneralRow],
    words: Words,
    settings: GeneralSettings,
    *,
    asked: bool = False,
    below: Sequence[AnyLine] = (),
) -> Score:
    """How much speaks for a form being that of a case: 0 where its labels are too few, or nothing says that a council
    is asked. `asked`: it is right below a letter that asks one. `below` are the lines right below it."""
    score = Score()
    labelled = [row for row in rows if row.label.text.strip()]
    known = [row for row in labelled if row.meaning is not None and row.meaning.confidence >= settings.least_confidence]
    names = {row.meaning.name for row in known if row.meaning is not None}
    own = _own_labels(header, rows, words)
    told = sum(row not in known for row in own)
    if (
        not names
        or len(names) + told < settings.least_labels
        or len(known) + told < settings.labels_known * len(labelled)
    ):
        return score
    score.add(
        _weight(known),
        Message(
            "{count} of {total} labels are known: {listed}",
            count=len(known),
            total=len(labelled),
            listed=", ".join(sorted(names)),
        ),
    )
    if own:
        listed = ", ".join(sorted({squeeze(row.label.text) for row in own})[:_MOST_CORE])
        score.add(
            _OWN * min(len(own), _MOST_CORE), Message("what it is about has labels of its own: {listed}", listed=listed)
        )
    if asked:
        score.add(_BELOW_A_LETTER, "a letter that asks a council is above it")
    asked = _score_header(score, header, rows, words) or asked
    asked = _score_beside(score, header, rows, below, words) or asked
    safeguards = {"ward_safeguards", "counterparty_safeguards"}
    if "data_items" in names and (safeguards | {"media"}) & names:
        asked = True
        score.add(0.5, "what is handled and how it is kept safe are both asked for")
    elif safeguards <= names:
        asked = True
        score.add(0.5, "how both sides keep data safe is asked for")
    _score_other(score, header, [row for row in labelled if row not in own], words)
    return score if asked else Score(0.0, ["nothing says that a council is asked"])


def _own_labels(header: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words) -> list[GeneralRow]:
    """The rows whose labels are those of papers about what the title, or a line above, says that this one is about."""
    titles = [row.value.text for row in rows if _means(row, "title")] or [line.text for line in header]
    about = {category for title in titles for category, _, _ in words.categories(title)}
    return [row for row in rows if words.general.is_own(row.label.text, about)] if about else []


def _weight(rows: Sequence[GeneralRow]) -> float:
    """What the known labels of a form weigh: less where only their kind, or their value, says what they mean."""
    said = {row.name for row in rows if row.meaning is not None and not row.meaning.by_value}
    by_kind = said - {row.name for row in rows if row.meaning is not None and not row.meaning.by_kind}
    by_value = {row.name for row in rows} - said
    core, others = said.intersection(CORE), said.difference(CORE, ("title",))
    weight = min(len(core), _MOST_CORE) + 0.5 * len(others) + ("title" in said)
    return weight - _LESS_BY_KIND * len(by_kind & set(CORE)) + 0.3 * len(by_value)


def _score_header(score: Score, header: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words) -> bool:
    """What is printed above the labels and in the row of the bases; whether it says that a council is asked."""
    evidence = words.general.evidence
    lines = [text_key(line.text) for line in header]
    asked = _score_heading(score, lines, words)
    asked = _score_basis(score, header, rows, words) or asked
    whole = "".join(lines) + "".join(text_key(row.label.text) for row in rows)
    asks = next((word for word in evidence.asks if word in whole), None)
    if asks is None and asked and (reported := _REPORTED.search(whole)) is not None:
        asks = reported[0]
    if asks is not None:
        score.add(1.0, Message("it says {asks}", asks=asks))
    about = words.categories(next((row.value.text for row in rows if _means(row, "title")), "".join(lines)))
    if about:
        score.add(1.0, Message("its title says {about}", about=about[0][1]))
    return asked or asks is not None


def _score_heading(score: Score, lines: Sequence[str], words: Words) -> bool:
    """What the paper calls itself, and the council that is named above; whether one is asked."""
    evidence, asked = words.general.evidence, False
    heading = next((line for line in lines if is_heading(line, words)), None)
    if heading is not None:
        asked = any(word in heading for word in evidence.asks)
        score.add(2.0 if asked else 0.5, Message("the heading is {heading}", heading=heading))
        if not asked and (about := words.categories(heading)):
            score.add(1.0, Message("the heading says {about}", about=about[0][1]))
    number = next((line for line in lines if _NUMBERED.match(line)), None)
    if heading is None and number is not None:
        asked = True
        score.add(1.0, Message("the heading is {heading}", heading=number[:40]))
    council = next((line for line in lines if any(word in line for word in evidence.council)), None)
    if council is not None:
        score.add(1.5, Message("a council is named above: {council}", council=council[:40]))
    return asked or council is not None


def _score_beside(
    score: Score, header: Sequence[AnyLine], rows: Sequence[GeneralRow], below: Sequence[AnyLine], words: Words
) -> bool:
    """Where no council is named above a form: one that a row names, or a line right below which says that it is told or
    asked; whether there is one."""
    evidence = words.general.evidence
    if any(word in text_key(line.text) for line in header for word in evidence.council):
        return False
    told = (*evidence.asks, *words.general.sheet.report, *words.general.sheet.consultation)
    texts = [text_key(line.text) for line in below if any(word in text_key(line.text) for word in told)]
    texts += [text_key(row.value.text) for row in rows if _OF_COUNCIL.search(text_key(row.label.text))]
    council = next((text for text in texts if any(word in text for word in evidence.council)), None)
    if council is not None:
        score.add(1.5, Message("a council is named beside: {council}", council=council[:40]))
    return council is not None


_OF_COUNCIL = late_pattern(r"(?:機関|審議会|審査会|諮問先|報告先|付議先)(?:名)?$")
"""Labels of rows that name a council: 点検機関, 諮問先."""


def _score_basis(score: Score, header: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words) -> bool:
    """The article that it rests on; whether that is one by which a council is asked."""
    texts = [line.text for line in header] + [row.value.text for row in rows if _means(row, "bases")]
    cited = _cited(texts)
    if cited is None:
        return False
    asked = any(word in squeeze(cited) for word in words.general.evidence.law)
    asked = asked or any(is_basis_line(line.text) for line in header)
    score.add(2.0 if asked else 1.0, Message("it rests on {cited}", cited=squeeze(cited)[:40]))
    return asked


def _means(row: GeneralRow, name: str) -> bool:
    return row.meaning is not None and row.meaning.name == name


def _score_other(score: Score, header: Sequence[AnyLine], rows: Sequence[GeneralRow], words: Words) -> None:
    """What only other papers print, among the labels and above them."""
    evidence = words.general.evidence
    labels = [text_key(row.label.text) for row in rows]
    texts = "\n".join([*(text_key(line.text) for line in header), *labels])
    other = sorted({word for word in evidence.other if word in texts})
    if other:
        score.add(-1.5 * len(other), Message("other papers print {listed}", listed=", ".join(other)))
    minutes = sorted({word for word in evidence.minutes if word in texts})
    if minutes:
        score.add(-2.0 * len(minutes), Message("minutes and agendas print {listed}", listed=", ".join(minutes)))
    repeated = len(labels) - len(set(labels))
    if repeated:
        score.add(-1.0 * repeated, Message("{repeated} labels are printed again: it is a list", repeated=repeated))
    register = sorted({word for word in evidence.registers if word in texts})
    if register:
        score.add(-1.0 * len(register), Message("registers print {listed}", listed=", ".join(register)))


def _cited(texts: Sequence[str]) -> str | None:
    """The first citation of an ordinance or a law."""
    for text in texts:
        for citation in find_citations(text):
            if citation.ordinance is not None and _ORDINANCE.search(citation.ordinance):
                return citation.text
    return None


_NUMBERED = late_pattern(r"[【\[(]?諮問(?:事項)?第?[\d０-９一二三四五六七八九十百]+号?[】\])]?")
"""What begins with the number of a matter: 諮問第５号　…の設置について."""
_REPORTED = late_pattern(r"報告第?\d+号")
"""What a council is told of, where nothing asks it."""


def is_basis_line(text: str) -> bool:
    """Whether a line is nothing but the article that a case rests on, in brackets: （…条例第13条関係）."""
    return _BASIS_LINE.match(squeeze(text)) is not None and bool(find_citations(text))


def asks_council(text: str, words: Words) -> bool:
    """Whether a sentence asks a council: …の意見を求めます, …に諮問する."""
    plain = text_key(text)
    return "諮問" in plain or any(text_key(word) in plain for word in words.general.evidence.letter)


def is_heading(text: str, words: Words) -> bool:
    """Whether a line is what a paper calls itself: 諮問事項, ○○審議会諮問・報告事項, 諮問事項別説明書（別紙１）."""
    bare = text_key(text).strip("○●◎◇◆■□・*#-—―")
    if bare.endswith(_CLOSING):
        bare = _REMARK.sub("", bare)
    bare = bare.strip("【】〔〕[]<>《》「」 ")
    return bare.endswith(words.general.headings) and len(bare) <= 40 and not is_sentence(bare)
