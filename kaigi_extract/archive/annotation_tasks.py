"""What worker processes do for the annotation of an archive: say what is to be asked, ask it, compare versions.

Each function is one task, and raises nothing that one clause or set has brought about: that is its answer. GiNZA and
the topics' pipeline are loaded by the first clause that needs them, once a process. Reads the archive's manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from kaigi_extract.archive.annotations import Kept, is_known, packed_answer, question_key, set_key
from kaigi_extract.archive.lineages import SetCollection, related_sets
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import Damage, damage_noticed
from kaigi_extract.clauses.answers import ClauseQuestion, questions_of
from kaigi_extract.records import ClauseSet
from kaigi_extract.records.tables import document_id

_WITH_SETS = "SELECT sha256 FROM records JOIN asks USING (sha256) WHERE sets <> '[]' ORDER BY sha256"
"""The records that have clause sets, by what is noted of them (see `asked`): the others are not read for families."""
Answers = list[tuple[str, Kept]]
"""What came of each key."""
MODELS = "the models for topics and sentences cannot be loaded"


class AskedSet(NamedTuple):
    """What one clause set asks for."""

    id: str
    """Of its row."""
    key: str
    """Of all that it says."""
    clauses: list[str]
    """The key of each clause."""


class Asked(NamedTuple):
    """What some records ask for."""

    sets: dict[str, list[AskedSet]]
    """The clause sets of each whole record, by its content hash."""
    missing: dict[str, ClauseQuestion]
    """By its key each clause without an answer."""


def clause_sets_of(data: Mapping[str, Any]) -> list[tuple[str, ClauseSet]]:
    """The clause sets of a record, given as plain data, with the ids of their rows.

    A set that names no ward has that of its document.

    Raises:
        Damage: The record cannot be read back.
    """
    with damage_noticed():
        document = document_id(data["source"]["sha256"])
        sets = [ClauseSet.model_validate(one) for one in data.get("clause_sets") or ()]
        ward = data.get("ward")
    known = [one if one.ward is not None else one.model_copy(update={"ward": ward}) for one in sets]
    return [(f"{document}/clause_sets/{place}", one) for place, one in enumerate(known)]


def asked_by(dest: Path, hashes: Sequence[str], sign: str) -> Asked:
    """What the records of these content hashes ask annotators of this sign."""
    asked = Asked({}, {})
    with Manifest(dest) as manifest:
        for sha256 in hashes:
            for _, sets in _sets_by_record(manifest, sha256):
                asked.sets[sha256] = [_asked_by_set(manifest, *one, sign, asked.missing) for one in sets]
    return asked


def _asked_by_set(
    manifest: Manifest, set_id: str, clause_set: ClauseSet, sign: str, missing: dict[str, ClauseQuestion]
) -> AskedSet:
    """What one set asks for; what has no answer goes among the `missing`."""
    questions = {question_key(question): question for question in questions_of(clause_set)}
    for key, question in questions.items():
        if key not in missing and not is_known(manifest, "clause", key, sign):
            missing[key] = question
    return AskedSet(set_id, set_key(clause_set), list(questions))


def _sets_by_record(manifest: Manifest, sha256: str) -> Iterator[tuple[str, list[tuple[str, ClauseSet]]]]:
    """The clause sets of a record, with its hash, if it is whole; whoever builds the tables marks the others."""
    for stored in manifest.stored(sha256, sha256):
        try:
            yield stored.sha256, clause_sets_of(stored.data())
        except Damage:
            continue


def annotate_batch(asked: Sequence[tuple[str, ClauseQuestion]]) -> Answers:
    """What the annotators say of clauses. Where they fail with all of them, each is asked by itself."""
    try:
        return _annotated(asked)
    except Exception:
        problem = _models_problem()
    if problem is not None:
        return [(key, Kept(None, problem)) for key, _ in asked]
    return [pair for one in asked for pair in _each(one[0], partial(_annotated_alone, one))]


def _annotated_alone(one: tuple[str, ClauseQuestion]) -> Kept:
    [(_, kept)] = _annotated([one])
    return kept


def _annotated(asked: Sequence[tuple[str, ClauseQuestion]]) -> Answers:
    from kaigi_extract.clauses.annotation import answers_to, with_sentence_topics

    answers = with_sentence_topics(answers_to(question for _, question in asked))
    return [(key, Kept(packed_answer(answers[question]))) for key, question in asked]


def _models_problem() -> str | None:
    """Why the models cannot be loaded; None where they can."""
    from kaigi_extract.clauses.annotation import load_annotators

    try:
        load_annotators()
    except Exception as error:
        return f"{MODELS} ({type(error).__name__}: {' '.join(str(error).split())})"
    return None


def _each(key: str, ask: Callable[[], Kept]) -> Answers:
    try:
        return [(key, ask())]
    except Exception as error:
        return [(key, Kept(None, f"{type(error).__name__}: {' '.join(str(error).split())}; please report it"))]


def find_related(dest: Path, asked: Sequence[tuple[str]]) -> Answers:
    """The families and lineages of all sets of an archive; `asked` is the one key that they have."""

    def found() -> Kept:
        held = SetCollection()
        with Manifest(dest) as manifest:
            for (sha256,) in list(manifest.rows(_WITH_SETS)):
                for _, sets in _sets_by_record(manifest, sha256):
                    for one in sets:
                        held.add(*one)
        return Kept(related_sets(held.sets))

    return _each(asked[0][0], found)


def align_pairs(dest: Path, pairs: Sequence[tuple[str, str, str]]) -> Answers:
    """The links between two versions of a set, for each pair: its key, and the ids of the old and the new set."""
    with Manifest(dest) as manifest:
        sets = SetReader(manifest)
        return [answer for key, old, new in pairs for answer in _each(key, partial(_aligned, sets, old, new))]


class SetReader:
    """Clause sets by the ids of their rows. The document that was asked for last is held."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._held: tuple[str, Mapping[str, ClauseSet]] = ("", {})

    def get(self, set_id: str) -> ClauseSet:
        """One of them.

        Raises:
            Damage: Its record cannot be read back.
            KeyError: There is none of that id.
        """
        document = set_id.partition("/")[0]
        if self._held[0] != document:
            found = [
                one
                for stored in self._manifest.stored(document, f"{document}g")
                for one in clause_sets_of(stored.data())
            ]
            self._held = document, dict(found)
        return self._held[1][set_id]


def _aligned(sets: SetReader, old_id: str, new_id: str) -> Kept:
    """The links of two versions, as plain data."""
    from kaigi_extract.clauses.alignment import align_groups
    from kaigi_extract.clauses.changes import Side

    old, new = sets.get(old_id), sets.get(new_id)
    alignment, groups, _ = align_groups(old, new, Side.of(old), Side.of(new))
    names = {"changes", "doubtful", "similarity", "reason", "duty", "duty_changes"}
    return Kept(
        [
            link.model_dump(mode="json", include=names) | {"old": group.old, "new": group.new}
            for link, group in zip(alignment.links, groups, strict=True)
        ]
    )
