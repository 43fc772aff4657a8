"""Works: what is one document in several files, as PDF and Word and scan, or slightly revised, is counted once.

Three steps, each linear in the number of documents. How many documents have each shingle is counted, which shows what
is template. MinHashes of what each document has of its own meet in an LSH; what is within a bundle is found by samples
of its shingles, however small a part it is. Who meets is compared exactly (`work_pairs`), each document with the first
of every work that it meets, so that no chain of small differences joins two documents that are unlike. Pure.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import Any

import numpy

from kaigi_extract.archive.shingles import Frequencies, Hashes, shingles
from kaigi_extract.archive.work_columns import FORMS
from kaigi_extract.archive.work_documents import WorkDocument
from kaigi_extract.archive.work_encounters import Encounters
from kaigi_extract.archive.work_pairs import NOTHING, Reason, Text, Verdict, compare, taken_apart
from kaigi_extract.archive.work_settings import DEFAULT_WORKS, WorkSettings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records.tables import ID_LENGTH, Row


@dataclass(slots=True)
class Member:
    """A document within a work."""

    document: WorkDocument
    verdict: Verdict | None
    """What it is to the first of the work; None of that."""
    length: int
    version: int = 0
    """0: that of the first."""
    completeness: float = 1.0
    """Its length as a share of that of the longest."""


@dataclass(slots=True)
class Work:
    """Documents that are one."""

    members: list[Member]
    parts: list[tuple[WorkDocument, Verdict]] = field(default_factory=list)
    """Documents that have it in them."""
    id: str = ""
    reason: Reason = NOTHING

    @property
    def best(self) -> WorkDocument:
        """The document that stands for it, once the members are in order."""
        return self.members[0].document


def find_works(documents: list[WorkDocument], settings: WorkSettings = DEFAULT_WORKS) -> list[Work]:
    """The works that so many documents are, in the order of their best documents' ids.

    Raises:
        MissingExtra: datasketch is not installed.
    """
    search = _Search(documents, settings)
    for document in sorted(documents, key=_precedence):
        search.place(document)
    search.find_parts()
    works = search.works
    for work in works:
        _put_in_order(work, settings)
    _name(works)
    return sorted(works, key=lambda work: work.best.id)


def _precedence(document: WorkDocument) -> tuple[Any, ...]:
    """Born digital comes first, and the longest of these: what comes later is compared with the first of its work."""
    return document.recognised, -document.length, document.id


class _Search:
    """Works while documents are placed in them, one after the other."""

    def __init__(self, documents: list[WorkDocument], settings: WorkSettings) -> None:
        self.settings = settings
        self.frequencies = _frequencies(documents, settings)
        self.own = Encounters(settings.permutations, settings.rows)
        """Works by what their first document has of its own."""
        self.all = Encounters(settings.permutations, settings.strict_rows)
        """Those whose first document has nothing of its own, by all of it."""
        self.works: list[Work] = []
        self.first = lru_cache(_TEXTS_HELD)(self._first)
        """The first document of a work, taken apart."""

    def place(self, document: WorkDocument) -> None:
        """Adds a document to the work that it is, or makes one of it."""
        text = taken_apart(document, self.frequencies, self.settings)
        index = self.all if text.by_all else self.own
        signature = index.signature(text.met)
        number, verdict = self._same(text, index.met(signature, self.settings.candidates))
        member = Member(document, verdict, len(text.stream))
        if number is None:
            index.add(len(self.works), signature)
            self.works.append(Work([member]))
            return
        members = self.works[number].members
        if verdict is not None and verdict.relation == "revised":
            member.version = len(members)
        members.append(member)

    def _first(self, number: int) -> Text:
        return taken_apart(self.works[number].members[0].document, self.frequencies, self.settings)

    def _same(self, text: Text, met: list[int]) -> tuple[int | None, Verdict | None]:
        """The work that a document agrees with best."""
        found: list[tuple[bool, float, int, Verdict]] = []
        for number in met:
            verdict = self._either_way(text, number)
            if verdict is not None and verdict.relation != "part":
                found.append((verdict.relation == "same", verdict.share, -number, verdict))
        if not found:
            return None, None
        _, _, number, verdict = max(found)
        return -number, verdict

    def _either_way(self, text: Text, number: int) -> Verdict | None:
        """The document and the work compared; whichever is the shorter may lack something."""
        first = self.first(number)
        one, other = (text, first) if len(text.stream) <= len(first.stream) else (first, text)
        return compare(one, other, self.settings)

    def find_parts(self) -> None:
        """Finds the works that are within others: a document of its own that is bound into a bundle, too."""
        chosen = [self._sampled(number) for number in range(len(self.works))]
        samples = _Samples(chosen)
        for number, own in enumerate(chosen):
            for other in samples.met(own, number, self.settings.candidates):
                verdict = compare(self.first(number), self.first(other), self.settings)
                if verdict is not None and verdict.relation == "part":
                    self.works[number].parts.append((self.works[other].members[0].document, verdict))

    def _sampled(self, number: int) -> Hashes:
        """Of the shingles that the first document of a work has of its own, and others have too, one of so many."""
        text = self.first(number)
        own: Hashes = numpy.unique(text.hashes[:0] if text.by_all else text.met)
        sampled: Hashes = own[own % self.settings.sampled == 0]
        return sampled


_TEXTS_HELD = 2048
"""Documents that are kept taken apart."""


def _frequencies(documents: list[WorkDocument], settings: WorkSettings) -> Frequencies:
    """In how many documents each shingle is; copies of one text count once, as they make no template."""
    found = Frequencies(sum(document.length for document in documents))
    seen: set[bytes] = set()
    for document in documents:
        digest = hashlib.blake2b(document.compressed, digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            found.add(shingles(document.text, settings.shingle))
    return found


class _Samples:
    """Shingles, and the numbers of the works that have them."""

    def __init__(self, chosen: list[Hashes]) -> None:
        numbers = numpy.repeat(numpy.arange(len(chosen), dtype=numpy.uint32), [len(own) for own in chosen])
        hashes = numpy.concatenate([*chosen, numpy.zeros(0, dtype=numpy.uint32)])
        order = numpy.argsort(hashes, kind="stable")
        self.hashes, self.numbers = hashes[order], numbers[order]

    def met(self, own: Hashes, number: int, most: int) -> list[int]:
        """The other works that have some of these, those that have most of them."""
        starts, ends = (numpy.searchsorted(self.hashes, own, side).tolist() for side in ("left", "right"))
        times: Counter[int] = Counter()
        for start, end in zip(starts, ends, strict=True):
            times.update(self.numbers[start:end].tolist())
        del times[number]
        return sorted(sorted(times, key=lambda other: (-times[other], other))[:most])


def _put_in_order(work: Work, settings: WorkSettings) -> None:
    """The best first: what is complete and clear, then what was born digital, then what says that it is the latest
    version, then what is least doubtful."""
    longest = max(member.length for member in work.members) or 1

    def rank(member: Member) -> tuple[Any, ...]:
        document = member.document
        member.completeness = member.length / longest
        lacks = member.completeness < settings.complete
        unclear = document.is_recognised and document.confidence < settings.clear
        form = FORMS.index(document.form)
        latest = -document.edition
        return lacks or unclear, document.is_recognised, latest, document.doubts, form, -member.length, document.id

    work.members.sort(key=rank)
    best = work.members[0]
    work.reason = _why_best(best, min(member.document.edition for member in work.members))


def _why_best(best: Member, earliest: int) -> Reason:
    """Why a member is the best of its work, whose earliest version has this number."""
    document, share = best.document, f"{best.completeness:.0%}"
    sure = f"{document.confidence:.2f}"
    how = Reason(f"recognised with a confidence of {sure}", f"文字認識（確からしさ{sure}）")
    if not document.is_recognised:
        how = Reason("born digital", "電子文書")
    later = Reason("; the latest version by its name", "。名称から最新の版") if document.edition > earliest else NOTHING
    return Reason(
        f"{document.form}, {how.english}; {share} of the longest; {document.doubts} doubts{later.english}",
        f"{_FORMS_JA[document.form]}、{how.japanese}。最長のものの{share}。要確認{document.doubts}件{later.japanese}",
    )


_FORMS_JA = {"pdf": "PDF", "word": "Word", "text": "テキスト", "other": "その他の形式", "scan": "スキャン"}


def _name(works: list[Work]) -> None:
    """Ids by what is in the works; where two have the same text (of two wards, or none at all), by their file, too."""
    sums = [hashlib.sha256(work.best.text.encode("utf-8", "surrogatepass")) for work in works]
    times = Counter(checksum.digest() for checksum in sums)
    for work, checksum in zip(works, sums, strict=True):
        if times[checksum.digest()] > 1:
            checksum.update(work.best.id.encode())
        work.id = checksum.hexdigest()[:ID_LENGTH]


def work_rows(works: list[Work]) -> Iterator[Row]:
    """The rows of the table `works`."""
    for work in works:
        best = work.best
        title = next(iter(best.titles), best.name)
        date = min(best.days, default=best.date)
        day = date and date.isoformat()
        yield work.id, best.ward, title, len(best.titles), day, len(work.members), best.id, *work.reason


def manifestation_rows(works: list[Work]) -> Iterator[Row]:
    """The rows of the table `manifestations`."""
    for work in works:
        version = work.members[0].version
        for rank, member in enumerate(work.members, 1):
            document, verdict = member.document, member.verdict
            role = "best" if rank == 1 else "same" if member.version == version else "revised"
            reason = verdict.reason if verdict else _COMPARED if len(work.members) > 1 else (None, None)
            how = (document.form, round(member.completeness, 4), round(verdict.share, 4) if verdict else 1.0)
            yield document.id, document.id, work.id, rank, role, *how, document.doubts, *reason
        for document, verdict in work.parts:
            key, share = f"{document.id}/{work.id}", round(verdict.share, 4)
            found = ("part", document.form, None, share, document.doubts)
            yield key, document.id, work.id, None, *found, *verdict.reason


_COMPARED = Reason("what the others were compared with", "他の文書はこれと比べた")
