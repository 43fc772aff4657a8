"""What a page says of a label that no mapping knows, of the fields to choose from, and of what would change. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kaigi_extract.catalogue import in_language
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.show.sanitise import in_one_line
from kaigi_extract.wards import NO_FIELD, label_keys
from kaigi_extract.wards.field_meanings import MEANINGS, fields_for
from kaigi_extract.wards.trial import Proposal
from kaigi_extract.wards.unknown_labels import UnknownLabel
from kaigi_extract.web.pages import Language
from kaigi_extract.web.review.changes import Change
from kaigi_extract.web.review.inputs import CHOICES, NAMES
from kaigi_extract.web.review.labels import LabelTrial
from kaigi_extract.web.review.view import said_value

CHANGES_SHOWN = 300
"""Changed values that a page shows; how many more there are is said."""
_PARTS = {
    "cover": ("表紙", "cover"),
    "outline": ("事業の概要", "outline"),
    "form": ("様式", "form"),
    "registers": ("記録票", "register"),
}
_RECORDS = {
    **{"cases": ("案件", "case"), "forms": ("様式", "form"), "outline": ("事業の概要", "outline")},
    **{"registers": ("記録票", "register"), "meetings": ("会議", "meeting"), "meeting": ("会議", "meeting")},
    **{"letters": ("諮問書", "letter"), "opinions": ("答申", "opinion"), "clause_sets": ("条項", "clauses")},
}
_NO_FIELD = ("なし", "none")
_NOTHING = "―"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field to choose."""

    field: str
    """Its name in the mapping."""
    name: str
    """In the language of the page."""
    japanese: str
    """What it is called in Japanese, by which it is found whatever the language of the page."""
    meaning: str
    """A sentence of what it is."""
    guess: int | None = None
    """How sure the guess is, in percent; None where nobody guesses it."""
    because: str = ""
    """What the guess rests on."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One changed value as a page shows it."""

    file: str
    """The name of the file; empty where the row above has it."""
    where: str
    """The record that it is in."""
    name: str
    before: str
    after: str
    kind: str


def field_choices(label: UnknownLabel, proposals: Sequence[Proposal], language: Language) -> list[FieldChoice]:
    """The fields of the part of a label: those that are guessed first, the surest first; none of them last."""
    guessed = {one.field: one for one in proposals}
    names = fields_for(label.part)
    return [_choice(name, guessed.get(name), language) for name in dict.fromkeys([*guessed, *names]) if name in names]


def _choice(name: str, guess: Proposal | None, language: Language) -> FieldChoice:
    return FieldChoice(
        name,
        field_name(name, language),
        field_name(name, "ja"),
        MEANINGS[name].into(language),
        round(100 * guess.confidence) if guess is not None else None,
        in_language(guess.because, language) if guess is not None else "",
    )


def field_name(name: str, language: Language) -> str:
    """What a field is called."""
    if name == NO_FIELD:
        return _NO_FIELD[language == "en"]
    return NAMES.get(name, name) if language == "ja" else name.replace("_", " ")


def part_name(part: str, language: Language) -> str:
    """What a part of a document is called; `part` is a table below `labels`."""
    return _PARTS[part][language == "en"]


def change_rows(trial: LabelTrial, language: Language, wards: Mapping[str, str]) -> list[ChangeRow]:
    """The first of what changes; `wards` are the names of wards by their ids."""
    rows: list[ChangeRow] = []
    file = ""
    for one in sorted(trial.changes[:CHANGES_SHOWN], key=_in_turn(trial)):
        where, name = _place_of(one, language)
        before, after = _said(one, language, wards)
        kind = kind_in(trial, one)
        if kind == "moved":
            after = f"→ {field_name(trial.means, language)}"
        rows.append(ChangeRow("" if one.file == file else one.file, where, name, before, after, kind))
        file = one.file
    return rows


def _said(change: Change, language: Language, wards: Mapping[str, str]) -> tuple[str, str]:
    """What a value was and would be, in words."""
    before, after = change.said
    if before != after:
        return before or _NOTHING, after or _NOTHING
    if change.field == "ward":
        return wards.get(change.before, _NOTHING), wards.get(change.after, _NOTHING)
    return said_value(in_words(change.before, language)), said_value(in_words(change.after, language))


def kind_in(trial: LabelTrial, change: Change) -> str:
    """gained, lost or changed; moved, where the label that is tried leaves `extra` for its field."""
    is_label = label_keys(change.field)[0] == label_keys(trial.label.label)[0]
    return "moved" if is_label and change.kind == "lost" and trial.means != NO_FIELD else change.kind


def _in_turn(trial: LabelTrial) -> Callable[[Change], tuple[int, bool]]:
    """Document by document; in each first what the label and its field are about."""
    files = {sha256: at for at, sha256 in enumerate(dict.fromkeys(one.sha256 for one in trial.changes))}
    about = {trial.means, trial.label.label}
    return lambda one: (files[one.sha256], one.field not in about)


def in_words(value: Any, language: Language) -> Any:
    """A value with the words that a page in Japanese has for what a record codes: 業務委託 for outsourcing."""
    if language == "en":
        return value
    if isinstance(value, dict):
        return {name: in_words(each, language) for name, each in value.items()}
    if isinstance(value, list):
        return [in_words(each, language) for each in value]
    return CHOICES.get(value, value) if isinstance(value, str) else value


def _place_of(change: Change, language: Language) -> tuple[str, str]:
    """The records that a value is in, and its name."""
    steps = change.pointer.split("/")[1:]
    said: list[str] = []
    at = 0
    for at, step in enumerate(steps):
        if step.isdigit() and said:
            said[-1] += f" {int(step) + 1}"
        elif step in _RECORDS and at + 1 < len(steps):
            said.append(_RECORDS[step][language == "en"])
        else:
            break
    labelled = steps[at] in ("extra", "fields") and at + 1 < len(steps)
    group = [field_name(steps[at], language)] if labelled else []
    name = in_one_line(change.field, 60) if labelled else field_name(change.field, language)
    return " › ".join([*said, *group]), name
