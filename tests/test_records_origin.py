"""What a record remembers of its file: carried by copies, seen by nothing that compares, prints or writes records."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest

from kaigi_extract import Document, align
from kaigi_extract.records import Alignment, Case, ClauseSet, Evidence, PageSpan, provenance
from kaigi_extract.records.provenance import remember_source, sets_of, source_of
from kaigi_extract.records.walk import walk

PAPER = Path(__file__).parents[1] / "corpus" / "shinjuku-2013-library-cards.pdf"

COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "model_copy": lambda record: record.model_copy(),
    "deep model_copy": lambda record: record.model_copy(deep=True),
    "updated": lambda record: record.model_copy(update={"label": "別"}),
    "pickle": lambda record: pickle.loads(pickle.dumps(record)),
}


@pytest.fixture
def document(extracted):
    return extracted(PAPER)


@pytest.fixture
def evidence(document):
    return document.cases[0].evidence["title"]


class TestSource:
    def test_every_record_with_a_place_knows_it(self, document):
        case, clause = document.cases[0], document.clause_sets[0].clauses[4]
        records = [
            *(document, case, case.outline, case.outline.evidence["purpose"], case.bases[0], case.forms[0]),
            *(case.forms[0].ward_safeguards[0], case.forms[0].data_items.items[0], document.clause_sets[0], clause),
            *(clause.items[0], document.sections[0], document.tables[0].cells[0]),
        ]
        assert all(source_of(record) is document.source for record in records)

    def test_read_or_loaded(self, document):
        for loaded in (
            Document.model_validate_json(document.model_dump_json()),
            Document.model_validate(document.model_dump()),
        ):
            assert source_of(loaded.clause_sets[0].clauses[0]) is loaded.source

    def test_composed_or_loaded_without_its_document(self, evidence):
        assert source_of(Evidence(text="新宿区", spans=[])) is None
        assert source_of(Evidence.model_validate_json(evidence.model_dump_json())) is None

    @pytest.mark.parametrize("name", COPIES)
    def test_copies_carry_it(self, document, evidence, name):
        assert source_of(COPIES[name](evidence)) == document.source

    def test_a_pickled_document(self, document):
        again = pickle.loads(pickle.dumps(document))
        assert again == document
        assert source_of(again.cases[0].evidence["title"]) is again.source

    def test_records_put_in_later(self, document):
        other = document.model_copy(deep=True)
        other.cases.append(Case(title="追加", evidence={"title": Evidence(text="追加", spans=[])}))
        assert source_of(other.cases[-1]) is None
        remember_source(other)
        assert source_of(other.cases[-1].evidence["title"]) is other.source

    def test_a_corrected_record_knows_it_and_no_other_is_looked_at(self, document, monkeypatch):
        """Or else the time of many corrections grew with their square."""
        other, looked_at = document.model_copy(deep=True), []
        monkeypatch.setattr(provenance, "walk", lambda record: looked_at.append(record) or walk(record))
        form = other.cases[0].forms[0]
        other.correct("/cases/0/forms/0/data_items", form.data_items.model_dump(mode="json") | {"open": True})
        assert [record is form for record in looked_at] == [True]
        assert source_of(form.data_items.items[0]) is other.source


class TestUnseen:
    """A record that knows its file is the same as one that does not."""

    @pytest.fixture
    def bare(self, evidence):
        return Evidence.model_validate(evidence.model_dump())

    def test_equal(self, evidence, bare):
        assert evidence == bare
        assert bare == evidence

    @pytest.mark.parametrize(
        "written",
        [
            Evidence.model_dump,
            Evidence.model_dump_json,
            repr,
            dict,
            lambda record: record.model_dump(mode="json", exclude_unset=True),
            lambda record: sorted(record.model_fields_set),
        ],
    )
    def test_written_alike(self, evidence, bare, written):
        assert written(evidence) == written(bare)

    def test_no_path_in_the_json_but_the_source(self, document):
        dumped = json.loads(document.model_dump_json())
        assert dumped.pop("source")["path"] == str(PAPER)
        assert PAPER.name not in json.dumps(dumped, ensure_ascii=False)

    def test_spans_are_left_alone(self, evidence):
        [span, *_] = evidence.spans
        assert hash(span) == hash(PageSpan(page=span.page, bbox=span.bbox))
        assert source_of(span) is None

    def test_the_schema_says_nothing_of_it(self):
        assert '"_source"' not in json.dumps(Document.model_json_schema())


class TestSets:
    @pytest.fixture
    def sets(self, document):
        old = document.clause_sets[0]
        return old, ClauseSet(title="新", kind="special_terms", clauses=old.clauses[2:], spans=[])

    def test_remembered_by_alignments_and_their_copies(self, sets):
        alignment = align(*sets)
        for found in (alignment, copy.deepcopy(alignment), pickle.loads(pickle.dumps(alignment))):
            assert sets_of(found) == sets

    def test_not_by_one_that_was_loaded(self, sets):
        alignment = align(*sets)
        loaded = Alignment.model_validate_json(alignment.model_dump_json())
        assert sets_of(loaded) is None
        assert loaded == alignment
