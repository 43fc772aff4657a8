"""Records as rows: every model has a table, every row a key, every key leads somewhere."""

from __future__ import annotations

import datetime
import json

import pytest

from kaigi_extract import extract
from kaigi_extract import records as nouns
from kaigi_extract.records import (
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    Counterparty,
    DataItem,
    DataItems,
    Document,
    Evidence,
    Item,
    Measure,
    Outline,
    PageSpan,
    Record,
    RegisterSheet,
    Source,
    Table,
    TableCell,
)
from kaigi_extract.records.tables import TABLES, FoundAs, record_rows
from tests.archives import CORPUS

ASKED_FOR = {
    "documents", "cases", "legal_bases", "outlines", "forms", "data_items", "measures", "registers", "choices",
    "meetings", "agenda", "speeches", "decisions", "clause_sets", "clauses", "items", "references", "sections",
    "tables", "evidence", "findings",
}  # fmt: skip
SHA = "0123456789abcdef" * 4
ID = "0123456789abcdef"
SPAN = PageSpan(page=2, bbox=(1, 2, 3, 4))
DOCUMENT = Document(
    source=Source(path="/a.pdf", sha256=SHA, media_type="application/pdf", page_count=3, pages=[]),
    ward="nerima",
    cases=[
        Case(
            title="甲",
            numbers=[31, 32],
            meeting_date=datetime.date(2012, 3, 14),
            outline=Outline(purpose="目的", evidence={"purpose": Evidence(label="目的", text="目　的", spans=[SPAN])}),
            forms=[
                CaseForm(
                    category="outsourcing",
                    counterparty=Counterparty(name="㈱乙"),
                    data_items=DataItems(subjects="住民", items=[DataItem(text="氏名", spans=[SPAN])], open=True),
                    ward_safeguards=[Measure(text="一", items=[Measure(text="ア", spans=[])], spans=[SPAN])],
                )
            ],
        )
    ],
    registers=[
        RegisterSheet(
            kind="outsourcing", title="記録票", choices={"媒体/形": [Choice(text="紙", checked=True, spans=[])]}
        )
    ],
    clause_sets=[
        ClauseSet(
            title="特記事項",
            kind="special_terms",
            case=0,
            clauses=[
                Clause(
                    number=1,
                    label="第１",
                    text="守る。",
                    items=[
                        Item(
                            label="(1)",
                            number=1,
                            text="一",
                            items=[Item(label="ア", number="ア", text="二", spans=[])],
                            spans=[],
                        )
                    ],
                    spans=[SPAN],
                )
            ],
            spans=[],
        )
    ],
    tables=[
        Table(
            ruled=True,
            cells=[TableCell(row=0, column=0, text="□", choices=[Choice(text="無", checked=None, spans=[])], spans=[])],
        )
    ],
)


def rows(document):
    """Rows as dictionaries, by table."""
    record = json.loads(document.model_dump_json())
    found = record_rows(record, FoundAs(["/a.pdf", "/b.pdf"], "http://x", "題"))
    names = {name: [column.name for column in table.columns] for name, table in TABLES.items()}
    return {name: [dict(zip(names[name], row, strict=True)) for row in found[name]] for name in found}


def test_every_table_asked_for_is_there():
    assert set(TABLES) >= ASKED_FOR


def test_every_model_has_a_table_or_is_part_of_one():
    models = {value for value in vars(nouns).values() if isinstance(value, type) and issubclass(value, Record)}
    within = {"Record", "Source", "Counterparty", "DataItems", "Parties", "PageSpan", "TextSpan", "Alignment", "Link"}
    within |= {"MappingUsed", "MappingReason", "Letter", "Opinion", "Chapter", "Definition"}
    within |= {"ItemLink", "CellChange", "DutyChange", "StaleReference", "Replacement"}  # of an alignment, as links are
    within |= {"Correction"}  # kept beside the records
    assert {model.__name__ for model in models} == {table.model.__name__ for table in TABLES.values()} | within


def test_every_column_says_what_it_refers_to():
    references = {column.references for table in TABLES.values() for column in table.columns} - {None}
    assert references <= set(TABLES)


class TestRows:
    found = rows(DOCUMENT)

    @pytest.mark.parametrize(
        ("table", "values"),
        [
            ("documents", {"id": ID, "sha256": SHA, "page_count": 3, "ward": "nerima", "url": "http://x"}),
            ("documents", {"names": ["/a.pdf", "/b.pdf"], "source_title": "題"}),
            ("cases", {"id": f"{ID}/cases/0", "document_id": ID, "numbers": [31, 32], "meeting_date": "2012-03-14"}),
            ("outlines", {"id": f"{ID}/cases/0/outline", "case_id": f"{ID}/cases/0", "purpose": "目的"}),
            ("forms", {"counterparty_name": "㈱乙", "data_items_subjects": "住民", "data_items_open": True}),
            ("data_items", {"form_id": f"{ID}/cases/0/forms/0", "case_id": f"{ID}/cases/0", "text": "氏名", "page": 2}),
            ("registers", {"case_id": None, "kind": "outsourcing"}),
            ("clause_sets", {"case_id": f"{ID}/cases/0", "parties_principal": None}),
            ("clauses", {"clause_set_id": f"{ID}/clause_sets/0", "spans": '[{"page":2,"bbox":[1.0,2.0,3.0,4.0]}]'}),
            ("evidence", {"record_id": f"{ID}/cases/0/outline", "field": "purpose", "text": "目　的", "page": 2}),
        ],
    )
    def test_values(self, table, values):
        [row] = self.found[table]
        assert {name: row[name] for name in values} == values

    def test_measures_keep_their_field_and_their_parent(self):
        path = f"{ID}/cases/0/forms/0/ward_safeguards/0"
        assert [(m["id"], m["field"], m["parent_id"]) for m in self.found["measures"]] == [
            (path, "ward_safeguards", None),
            (f"{path}/items/0", "ward_safeguards", path),
        ]

    def test_items_keep_clause_and_parent_and_kana_numbers(self):
        clause = f"{ID}/clause_sets/0/clauses/0"
        assert [(i["clause_id"], i["parent_id"], i["number"]) for i in self.found["items"]] == [
            (clause, None, "1"),
            (clause, f"{clause}/items/0", "ア"),
        ]

    def test_choices_of_registers_and_of_cells(self):
        assert [
            (c["id"], c["register_id"], c["table_id"], c["field"], c["checked"]) for c in self.found["choices"]
        ] == [
            (f"{ID}/registers/0/choices/媒体~1形/0", f"{ID}/registers/0", None, "媒体/形", True),
            (f"{ID}/tables/0/cells/0/choices/0", None, f"{ID}/tables/0", "choices", None),
        ]


def test_keys_lead_somewhere(extracted):
    found = rows(extracted(CORPUS / "nerima-2014-bundle.pdf"))
    ids = {name: {row["id"] for row in every} for name, every in found.items()}
    every = [identity for table in ids.values() for identity in table]
    assert sum(map(len, found.values())) == len(set(every)) > 100
    for name, table in TABLES.items():
        for column in table.columns:
            if column.references:
                carried = {row[column.name] for row in found.get(name, [])} - {None}
                assert carried <= ids.get(column.references, set()), (name, column.name)
    assert {row["record_id"] for row in found["evidence"]} <= set(every)


def test_the_id_is_the_pointer_into_the_record(extracted):
    document = extracted(CORPUS / "nerima-2014-bundle.pdf")
    record = json.loads(document.model_dump_json())
    for row in rows(document)["clauses"]:
        value = record
        for step in row["id"].split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert value["text"] == row["text"]


def test_findings_lead_to_their_records():
    def finding(**about):
        return nouns.Finding(code="low_confidence", severity="warning", message="?", **about)

    findings = [
        finding(record="/cases/0/forms/0/counterparty"),
        finding(record="/cases/0/letter/number"),
        finding(record="/ward"),
        finding(spans=[PageSpan(page=2, bbox=(1, 2, 2, 3))]),
        finding(spans=[PageSpan(page=3, bbox=(1, 2, 2, 3))]),
        finding(),
    ]
    found = rows(DOCUMENT.model_copy(update={"findings": findings}))["findings"]
    assert [row["record_id"] for row in found] == [
        f"{ID}/cases/0/forms/0",
        f"{ID}/cases/0",
        ID,
        f"{ID}/cases/0/outline",
        None,
        None,
    ]


def test_a_field_newer_than_the_record_is_null():
    record = json.loads(extract(CORPUS / "shinjuku-2019-evacuation-list.txt").model_dump_json())
    for section in record["sections"]:
        del section["title"]
    found = record_rows(record, FoundAs([]))["sections"]
    names = [column.name for column in TABLES["sections"].columns]
    assert {row[names.index("title")] for row in found} == {None}
    assert {row[names.index("kind")] for row in found} >= {"form", "cover"}
