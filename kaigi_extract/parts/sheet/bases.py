"""The articles that a case rests on, wherever a document prints them: on a cover, in a row, in brackets, in a sentence.

Each is one of the law that is named before it, in its own words or carried over 及び, 、 and the like.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.reading import Days, Reading
from kaigi_extract.records import Category, LegalBasis
from kaigi_extract.text import Citation, find_citations, further_paragraphs
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import About, CitedLaw, CitedLaws
from kaigi_extract.wards.words import Words

CaseKind = Literal["consultation", "report"]
"""諮問 or 報告."""

_AFTER_CITATION = late_pattern(r"\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]")
_NO_LABEL = late_pattern(r"^\s*(?:関係|抜粋|以下|同|(?:昭和|平成|令和|明治|大正)[^()（）]*第[^()（）]*号)")
_CARRIED = late_pattern(
    r"(?:\s|[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]|及び|並びに|又は|若しくは|および|ならびに|または|もしくは|から|ないし|乃至|まで|と"
    r"|[、・,，/／~〜～]|第?[\d０-９〇一二三四五六七八九十]+[項号]|の?各号|の?(?:ただし|但し?)書き?|本文|前段|後段|の規定)*"
)
"""What may be between two articles of one law."""


@dataclass(slots=True)
class Bases:
    """The bases of a case, and all that each of them is about."""

    bases: list[LegalBasis] = field(default_factory=list)
    about: list[list[Category]] = field(default_factory=list)
    """The categories of each basis, in the order of the mapping."""

    def categories(self) -> Iterator[tuple[int, Category]]:
        """Every category with the index of its basis."""
        for index, categories in enumerate(self.about):
            yield from ((index, category) for category in categories)


@dataclass(frozen=True, slots=True)
class _Named:
    """A citation, the name that it is under, and the names before it."""

    citation: Citation
    name: str | None
    before: tuple[str, ...]
    loose: bool
    """No name is before it and none is carried to it, but another one was read in its paragraph."""


def read_bases(
    cited: Iterable[tuple[Passage, CaseKind | None]],
    reading: Reading,
    day: Days,
    findings: Findings,
    found: Bases | None = None,
) -> Bases:
    """Every article that paragraphs name, each once, added to those `found` before. `day` decides which law holds;
    `findings` are those of the case."""
    found = found or Bases()
    seen = {_key(basis.ordinance, basis) for basis in found.bases}
    for passage, kind in cited:
        earlier = [basis.ordinance for basis in found.bases if basis.ordinance is not None]
        for named in _named(passage.text, earlier, reading):
            key = _key(named.name, named.citation)
            if key in seen:
                continue
            seen.add(key)
            at = findings.at(f"/bases/{len(found.bases)}")
            basis, categories = _basis(passage, named, kind, reading, day, at)
            found.bases.append(basis)
            found.about.append(categories)
    return found


def _key(name: str | None, one: Citation | LegalBasis) -> tuple[object, ...]:
    return name, one.article, tuple(one.branches), one.paragraph, one.item


def _named(text: str, earlier: Sequence[str], reading: Reading) -> Iterator[_Named]:
    """The citations of a paragraph, each with its law's name; `earlier` are the names in the paragraphs above."""
    name, end, before = None, 0, list(earlier)
    for citation in find_citations(text, reading.laws.names):
        if citation.ordinance is not None:
            name = citation.ordinance
            before.append(name)
        elif name is not None and _CARRIED.fullmatch(text[end : citation.start]) is None:
            name = None
        end = citation.end
        loose = name is None and len(before) > len(earlier)
        yield _Named(citation, name, tuple(before), loose)
        for further in further_paragraphs(text, citation):
            end = further.end
            yield _Named(further, name, tuple(before), loose)


def _basis(
    passage: Passage,
    named: _Named,
    kind: CaseKind | None,
    reading: Reading,
    day: Days,
    findings: Findings,
) -> tuple[LegalBasis, list[Category]]:
    citation = named.citation
    after = _AFTER_CITATION.match(passage.text, citation.end)
    if after is not None and (_NO_LABEL.match(after[1]) or not after[1].strip()):
        after = None
    label = after[1].strip() if after is not None else None
    law, about, when = _law(named, reading.laws, day)
    about = _by_label(about, law, label, named.name, reading) or about
    spans = passage.spans(citation.start, after.end() if after is not None else citation.end)
    category = about.categories[0] if about.categories else None
    if len(law.laws) > 1:
        message = Message(
            "{text} may be of {ids}, and the day is not known; give it with date= or --date",
            text=citation.text,
            ids=law.ids,
        )
        findings.info("value_unread", message, spans, "/ordinance_id")
    findings.decided(
        "/ordinance_id",
        law.id,
        Message("{because}; {when}", because=law.because, when=when),
        mapping=law.places,
        spans=spans,
    )
    findings.decided("/category", category, about.because, mapping=about.places, spans=spans)
    basis = LegalBasis(
        kind=kind,
        ordinance=named.name,
        ordinance_id=law.id,
        article=citation.article,
        branches=list(citation.branches),
        paragraph=citation.paragraph,
        item=citation.item,
        label=label,
        category=category,
        spans=spans,
    )
    return basis, list(about.categories)


def _law(named: _Named, laws: CitedLaws, days: Days) -> tuple[CitedLaw, About, str]:
    """The law of a citation, what its article is about, and the day that decided: of several that the day may be, one
    where all of them have one answer, else none."""
    answers = [_law_on(named, laws, day) for day in days]
    one = all((law.id, about.categories) == (answers[0][0].id, answers[0][1].categories) for law, about in answers)
    law, about = answers[0] if one else _law_on(named, laws, None)
    if not one or days[0] is None:
        return law, about, "no day is known"
    return (
        law,
        about,
        Message("the day is {days}", days=days[0])
        if len(days) == 1
        else Message("the day is one of {days} to {last}", days=days[0], last=days[-1]),
    )


def _law_on(named: _Named, laws: CitedLaws, day: datetime.date | None) -> tuple[CitedLaw, About]:
    citation = named.citation
    law = laws.cited(named.name, day, named.before[: -1 if citation.ordinance is not None else None])
    if named.loose and not laws.cited(named.before[-1], day, named.before[:-1]).is_own:
        law = CitedLaw(
            (), Message("no name stands before the article, and {before} was named before", before=named.before[-1])
        )
    return law, laws.about(law, citation, day)


def _by_label(about: About, law: CitedLaw, label: str | None, name: str | None, reading: Reading) -> About | None:
    """What the words beside an article say that it is about: where no mapping lists it, and it is no other law's than
    the body's own."""
    own = law.is_own if reading.ward is not None else not law.laws and (name or "条例").endswith("条例")
    if about.categories or label is None or not own:
        return None
    said = Words(reading.ward).general.categories(label)
    return About((said[0][0],), Message("the article is called {said}", said=said[0][1]), said[0][2]) if said else None
