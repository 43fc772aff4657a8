"""Forms of bodies whose labels were never seen: each value in its canonical place, or in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaigi_extract import extract
from kaigi_extract.records import Case, Evidence
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards.load import bundled_wards, general_words
from tests.composed_forms import FORMATS
from tests.unseen_bodies import HELD_OUT, LATER, WORDED, Body

FORMS = ("word.docx", "ruled.pdf", "colons.txt")
BODIES = (*WORDED, *HELD_OUT, *LATER)
LEAST = 0.95
"""Share of the fields of one paper that must be in their place; what was read at first says `unseen_bodies`."""
SURE = 0.8


def read(folder: Path, body: Body, form: str) -> Case:
    path = folder / form
    FORMATS[form](path, body.above, [(label, value) for label, value, _ in body.rows], [])
    (case,) = extract(path).cases
    return case


def by_label(case: Case) -> dict[str, tuple[str, Evidence]]:
    records = [case, case.outline, *case.forms]
    found = [one for record in records if record is not None for one in record.evidence.items()]
    return {squeeze(evidence.label): (name, evidence) for name, evidence in found if evidence.label}


def is_placed(case: Case, label: str, value: str, field: str) -> bool:
    form = case.forms[0]
    if field == "bases":
        return [basis.article for basis in case.bases] != []
    if field == "subjects":
        return form.data_items is not None and squeeze(form.data_items.subjects or "") == squeeze(fold(value))
    if field == "":
        return (squeeze(label), squeeze(value)) in [(extra.label, squeeze(extra.text)) for extra in form.extra]
    name, evidence = by_label(case).get(squeeze(label), ("", None))
    return name == field and evidence is not None and squeeze(evidence.text) == squeeze(value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_fields_under_labels_never_seen(tmp_path: Path, body: Body, form: str) -> None:
    case = read(tmp_path, body, form)
    found = by_label(case)
    missed = [label for label, value, field in body.rows if not is_placed(case, label, value, field)]
    wrong = [
        (label, found[squeeze(label)][0])
        for label, _, field in body.rows
        if squeeze(label) in found
        and found[squeeze(label)][0] != field
        and (found[squeeze(label)][1].confidence or 1) >= SURE
    ]
    assert wrong == []
    assert len(missed) <= (1 - LEAST) * len(body.rows), missed
    assert case.category == body.category


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_no_field_is_certain(tmp_path: Path, body: Body) -> None:
    case = read(tmp_path, body, "word.docx")
    confidences = {name: evidence.confidence for name, evidence in case.forms[0].evidence.items()}
    assert confidences != {}
    assert [name for name, confidence in confidences.items() if confidence is None or confidence >= 1] == []


def test_no_label_of_these_bodies_is_known_as_it_is_printed() -> None:
    known = {squeeze(label) for words in general_words().labels for label in (*words.whole, *words.heads)}
    known |= {
        squeeze(label)
        for ward in bundled_wards()
        for labels in (ward.labels.form, ward.labels.outline)
        for names in labels.model_dump().values()
        for label in names
    }
    assert [label for body in BODIES for label, _, _ in body.rows if squeeze(label) in known] == []
