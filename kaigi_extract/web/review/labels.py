"""Labels that no mapping knows, given their fields: found, tried on the documents of their body, kept in a mapping.

Nothing is written before what changes was seen and is kept. Works on holdings and mapping files, without a server.
"""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

from kaigi_extract.catalogue import Message
from kaigi_extract.corrections.kept import write_whole_file
from kaigi_extract.errors import KaigiError, UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
from kaigi_extract.records import Document
from kaigi_extract.source.open import hold
from kaigi_extract.wards import MappingPart, Ward
from kaigi_extract.wards.field_meanings import fields_for
from kaigi_extract.wards.guesses import Guesses, LabelledPart
from kaigi_extract.wards.known import KnownWards, Mappings, given_wards, known_wards
from kaigi_extract.wards.laws import ID_PATTERN
from kaigi_extract.wards.load import check_text
from kaigi_extract.wards.own_mapping import OwnMapping, begun_mapping, is_as_it_was, own_mapping
from kaigi_extract.wards.toml_text import with_label
from kaigi_extract.wards.trial import Proposal, proposals_for
from kaigi_extract.wards.unknown_labels import UnknownLabel, UnknownLabels
from kaigi_extract.web.review.changes import Change, changes
from kaigi_extract.web.review.holdings import Holdings, holdings_of

TRIED_DOCUMENTS = 200
"""Documents that a mapping is tried on at most, those that print the label first: the papers of ten years of one ward
are about as many."""
TRIED_SECONDS = 180.0
"""Seconds after which no further document is begun: as long as somebody waits who has other labels to look at."""
REMEMBERED = 16
"""Trials that can still be kept: the last ones."""
DRAFTED_FROM = 50
"""Documents that a mapping is drafted from: what the papers of one body are called is in each of them."""
_OVER: dict[str, str] = {
    "running": Message("it is still being tried; nothing was written. Wait until it has ended"),
    "kept": Message("it is kept already"),
    "discarded": Message("it was discarded; nothing was written. Try the field again"),
}
_PARTS: dict[str, MappingPart] = {"cover": "cover", "outline": "outline", "form": "form", "registers": "register"}


class TrialOver(Exception):
    """A trial cannot be kept: it has not ended, was kept or discarded, or the mapping is another by now; `said` says
    which."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


@dataclass(slots=True)
class LabelTrial:
    """One label given a field, tried: `documents` grow and `changes` come while it runs."""

    label: UnknownLabel
    means: str
    """The field that it is given."""
    ward: Ward
    """The mapping as it would be."""
    own: OwnMapping
    """The file that it would be in, as it is now."""
    text: str
    """What that file would hold."""
    total: int
    """Documents that it is tried on."""
    untried: int = 0
    """Documents of the body that it was not tried on: there are too many, or it took too long."""
    tried: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Documents that could not be read again, and why."""
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str = "running"
    """running, ended, kept or discarded."""
    ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def wait(self, seconds: float | None = None) -> LabelTrial:
        """Waits until it has ended, or so long; returns itself."""
        self.ended.wait(seconds)
        return self


@dataclass(frozen=True, slots=True)
class KeptLabel:
    """A mapping that was written, and what comes of it."""

    path: Path
    again: int | None
    """Documents that the next `migrate` reads again; None of files, which the next `extract` reads so."""
    mapping: tuple[str, ...]
    """What that `migrate` must be given by `--mapping`: what the review was given, or the folder of the file where the
    documents were read with a mapping that was given; nothing where it finds the file by itself."""


class LabelReview:
    """The labels of an archive or of files that no mapping knows. Safe to use from several threads."""

    def __init__(
        self,
        holdings: Holdings,
        options: ReadingOptions | None = None,
        *,
        most_documents: int = TRIED_DOCUMENTS,
        most_seconds: float = TRIED_SECONDS,
    ) -> None:
        """`options` are those that the documents are read with, its `mapping` above all."""
        self.holdings, self.options = holdings, options or ReadingOptions()
        self.most_documents, self.most_seconds = most_documents, most_seconds
        self._lock, self._reading = threading.RLock(), threading.Lock()
        self._found = UnknownLabels()
        self._trials: dict[str, LabelTrial] = {}
        self.scanned, self.total = 0, 1
        """Documents that were looked through, and that there are to look through."""
        self.problems: list[str] = []
        """Documents that could not be looked through, and why."""

    @classmethod
    def of(cls, *targets: str | os.PathLike[str], options: ReadingOptions | None = None) -> LabelReview:
        """The labels of an archive, or of files, all looked through. Errors: those of `holdings_of`."""
        options = options or ReadingOptions()
        review = cls(holdings_of([os.fspath(target) for target in targets], options), options)
        review.scan()
        return review

    # ---- Which labels there are ----

    def scan(self) -> None:
        """Looks through the documents. Those that cannot be read are noted and passed over."""
        try:
            named = list(self.holdings.unmapped())
            self.total = len(named)
            for sha256, name in named:
                try:
                    document = self.holdings.document(sha256)
                    with self._lock:
                        self._found.add(document)
                except (KaigiError, KeyError) as error:
                    self.problems.append(f"{name}: {error}")
                self.scanned += 1
        finally:
            self.total = self.scanned

    def begin(self) -> None:
        """Scans in the background."""
        threading.Thread(target=self.scan, name="labels", daemon=True).start()

    def labels(self) -> list[UnknownLabel]:
        """Every label, also those that were given their field meanwhile: what nothing read first, then by how many
        documents print it."""
        with self._lock:
            return self._found.all()

    def label(self, key: str) -> UnknownLabel:
        """The label of a key.

        Raises:
            KeyError: There is none.
        """
        return {one.key: one for one in self.labels()}[key]

    def known(self) -> KnownWards:
        """The mappings as they are now."""
        return known_wards(self.options.ward, self.options.mapping)

    def ward_of(self, label: UnknownLabel, known: KnownWards | None = None) -> Ward | None:
        """The ward in whose mapping a label belongs; None where no mapping knows the body."""
        return _ward_of(label, known or self.known())

    def target(self, label: UnknownLabel) -> OwnMapping | None:
        """The file that a field of a label would be written to; None where a draft is to begin one.

        Raises:
            KaigiError: It is there and cannot be read.
        """
        ward = self.ward_of(label)
        try:
            return own_mapping(ward, self.options.mapping) if ward is not None else None
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSource("mapping", Message("it cannot be read ({error})", error=error)) from error

    def field_of(self, label: UnknownLabel, known: KnownWards | None = None) -> str | None:
        """The field that a mapping gives a label by now; `other` where it was decided that it has none, None where it
        is open."""
        ward = _ward_of(label, known or self.known())
        return ward.field(_PARTS[label.part], label.label) if ward is not None else None

    def open(self) -> list[UnknownLabel]:
        """The labels that no mapping knows as the mappings are now."""
        known = self.known()
        return [one for one in self.labels() if self.field_of(one, known) is None]

    def proposals(self, label: UnknownLabel) -> list[Proposal]:
        """What a label may mean by other mappings and by general words, the best first; of fields of its own part."""
        if label.part == "registers":
            return []
        known = self.known()
        own = _ward_of(label, known)
        guesses = Guesses([one for one in known.wards if one is not own], self.options.settings.wards)
        part: LabelledPart = label.part  # type: ignore[assignment]  # of the four parts all but the one above
        found = proposals_for(part, label.label, label.read_as, label.confidence, guesses)
        return [one for one in found if one.table == f"labels.{label.part}"]

    # ---- Trying ----

    def try_field(self, label: UnknownLabel, name: str, id_: str | None = None, body: str | None = None) -> LabelTrial:
        """Tries a field for a label; returns when all documents are read again. Nothing is written.

        `name` is one of `fields_for(label.part)`: `other` is none. `id_` and `body` are the id and the name of the ward
        to be, where no mapping knows the body.

        Raises:
            InvalidMapping: The mapping would have a mistake, or has one.
            ValueError: There is no such field, or the id is none.
        """
        trial, hashes = self._prepared(label, name, id_, body)
        self._run(trial, hashes)
        return trial

    def begin_trial(
        self, label: UnknownLabel, name: str, id_: str | None = None, body: str | None = None
    ) -> LabelTrial:
        """The same in the background; returns at once. Errors: those of `try_field`."""
        trial, hashes = self._prepared(label, name, id_, body)
        threading.Thread(target=self._run, args=(trial, hashes), name="trial", daemon=True).start()
        return trial

    def trial(self, key: str) -> LabelTrial:
        """A trial by its key.

        Raises:
            KeyError: There is none.
        """
        return self._trials[key]

    def _prepared(
        self, label: UnknownLabel, name: str, id_: str | None, body: str | None
    ) -> tuple[LabelTrial, list[str]]:
        if name not in fields_for(label.part):
            known = ", ".join(fields_for(label.part))
            raise ValueError(Message("no field {name}; one of {known}", name=name, known=known))
        own = self._own(label, id_ or None, body or None)
        text = with_label(own.begun, label.part, label.label, name)
        ward, mistakes = check_text(own.path, text)
        if ward is None or mistakes:
            raise mistakes[0]
        hashes = self._documents(label)
        trial = LabelTrial(label, name, ward, own, text, total=min(len(hashes), self.most_documents))
        trial.untried = len(hashes) - trial.total
        with self._lock:
            self._trials[trial.key] = trial
            while len(self._trials) > REMEMBERED:
                _end(self._trials.pop(next(iter(self._trials))), "discarded")
        return trial, hashes[: trial.total]

    def _own(self, label: UnknownLabel, id_: str | None, body: str | None) -> OwnMapping:
        known = self.known()
        ward = _ward_of(label, known)
        try:
            if ward is not None:
                return own_mapping(ward, self.options.mapping)
            if id_ is not None and (not re.fullmatch(ID_PATTERN, id_) or id_ in {one.id for one in known.wards}):
                raise ValueError(
                    Message("{id} is no id for a new ward: small letters, digits, - and _, and no other ward's", id=id_)
                )
            hashes = self._found.documents(label)[:DRAFTED_FROM]
            documents = [self.holdings.document(one) for one in hashes]
            return begun_mapping(documents, known, self.options.mapping, id_, body)
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableSource("mapping", Message("it cannot be read ({error})", error=error)) from error

    def _documents(self, label: UnknownLabel) -> list[str]:
        """The documents of the body of a label, those that print it first."""
        others = self.holdings.of_ward(label.ward) if label.ward is not None else self._found.documents(label)
        return list(dict.fromkeys([*(place.sha256 for place in label.places), *others]))

    def _run(self, trial: LabelTrial, hashes: Sequence[str]) -> None:
        until = time.monotonic() + self.most_seconds
        try:
            mapping = self._mapping_of(trial.ward)
            for at, sha256 in enumerate(hashes):
                if trial.state != "running":
                    return
                if time.monotonic() > until:
                    trial.untried += len(hashes) - at
                    return
                with self._reading:  # of several trials one file at a time: more would only slow each other down
                    self._try_on(trial, sha256, mapping)
                trial.tried += 1
        finally:
            _end(trial, "ended")

    def _try_on(self, trial: LabelTrial, sha256: str, mapping: Mappings) -> None:
        name = sha256
        try:
            before = self.holdings.document(sha256)
            name = before.source.path
            trial.changes += changes(before, self._read(sha256, before, mapping))
        except (KaigiError, KeyError, OSError) as error:
            trial.problems.append(f"{name}: {str(error).removeprefix(f'{name}: ')}")
        except Exception as error:  # whatever a file of anybody's makes the reader stumble over: the others are tried
            trial.problems.append(f"{name}: {type(error).__name__}: {error}")

    def _read(self, sha256: str, before: Document, mapping: Mappings) -> Document:
        """A document read again with other words, its corrections applied.

        Raises:
            UnreadableSource: The file is not there any more, or is another.
        """
        options = dataclasses.replace(self.holdings.reading(sha256), mapping=mapping)
        with self.holdings.place(sha256) as path:
            document, _ = extract_with_reasons(hold(path, before.source.path), options)
        if document.source.sha256 != sha256:
            raise UnreadableSource(before.source.path, Message("it is not the file any more that was read"))
        document.settle(self.holdings.history(sha256))
        return document

    def _mapping_of(self, ward: Ward) -> Mappings:
        """What a run would be given whose mappings are as they would be."""
        given = given_wards(self.options.mapping)
        if [one.id for one in given] == [ward.id] and self.known().asked is not None:
            return ward  # it alone was given, and is asked for
        others = [one for one in (*given, *self.known().wards) if one.id != ward.id]
        return [ward, *{one.id: one for one in others}.values()]

    # ---- Keeping ----

    def keep(self, trial: LabelTrial) -> KeptLabel:
        """Writes the mapping of a trial that has ended, whole or not at all.

        Raises:
            TrialOver: It has not ended, was kept or discarded before, or somebody changed the file since.
            KaigiError: It cannot be written.
        """
        with self._lock:
            if trial.state != "ended":
                raise TrialOver(_OVER[trial.state])
            if not is_as_it_was(trial.own):
                raise TrialOver(Message("the mapping was changed since; nothing was written. Try the field again"))
            try:
                trial.own.path.parent.mkdir(parents=True, exist_ok=True)
                write_whole_file(trial.own.path, trial.text.encode())
            except OSError as error:
                raise UnreadableSource(
                    trial.own.path,
                    Message("it cannot be written ({strerror}); nothing was kept", strerror=error.strerror),
                ) from error
            trial.state = "kept"
        return self._kept(trial)

    def discard(self, trial: LabelTrial) -> None:
        """Ends a trial; nothing is written."""
        with self._lock:
            _end(trial, "discarded")

    def _kept(self, trial: LabelTrial) -> KeptLabel:
        path, given = trial.own.path, self.options.mapping
        again = self.holdings.read_again(self.options.ward, given)
        if given is not None:
            each = [given] if isinstance(given, (str, os.PathLike, Ward)) else given
            return KeptLabel(path, again, tuple(str(one) for one in each if not isinstance(one, Ward)))
        if again == 0:  # a run that is given nothing takes back nothing of what an earlier one was given
            folder = str(path.parent)
            return KeptLabel(path, self.holdings.read_again(self.options.ward, folder), (folder,))
        return KeptLabel(path, again, ())


def _ward_of(label: UnknownLabel, known: KnownWards) -> Ward | None:
    """The ward whose mapping a label belongs in: the one that read it, else the one that bears the body's name."""
    for ward in known.wards:
        if ward.id == label.ward or (label.ward is None and label.body and label.body in (ward.name, *ward.names)):
            return ward
    return None


def _end(trial: LabelTrial, state: str) -> None:
    if trial.state == "running" or (state == "discarded" and trial.state == "ended"):
        trial.state = state
    trial.ended.set()
