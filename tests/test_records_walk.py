"""One walk over a record: what it meets, in which order, under which pointer, with which evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaigi_extract.records import (
    Case,
    CaseForm,
    Choice,
    Clause,
    ClauseSet,
    Counterparty,
    Document,
    Evidence,
    Item,
    LegalBasis,
    Measure,
    PageSpan,
    RegisterSheet,
    Source,
)
from kaigi_extract.records.walk import spans_below, walk

BUNDLE = Path(__file__).parents[1] / "corpus" / "nerima-2014-bundle.pdf"
SPAN = [PageSpan(page=1, bbox=(0, 0, y, y)) for y in range(6)]
FORM = CaseForm(
    category=None,
    media="紙",
    counterparty=Counterparty(name="乙"),
    ward_safeguards=[Measure(text="一", items=[Measure(text="ア", spans=[SPAN[1]])], spans=[SPAN[0]])],
    evidence={
        "media": Evidence(label="記録媒体", text="紙　", spans=[SPAN[2]]),
        "content": Evidence(text="", spans=[]),
        "counterparty": Evidence(label="委託先", text="乙", spans=[SPAN[3]], confidence=0.5),
    },
)
DOCUMENT = Document(
    source=Source(path="a.pdf", sha256="0" * 64, media_type="application/pdf", page_count=1, pages=[]),
    cases=[Case(title="甲", bases=[LegalBasis(kind=None, article=13)], forms=[FORM])],
    registers=[
        RegisterSheet(kind="other", title="票", choices={"媒体/~形": [Choice(text="紙", checked=True, spans=[])]})
    ],
)


def test_every_record_before_those_it_holds_with_its_pointer():
    assert [(type(node.record).__name__, node.pointer, node.field) for node in walk(DOCUMENT)] == [
        ("Document", "", None),
        ("Source", "/source", "source"),
        ("Case", "/cases/0", "cases"),
        ("LegalBasis", "/cases/0/bases/0", "bases"),
        ("CaseForm", "/cases/0/forms/0", "forms"),
        ("Counterparty", "/cases/0/forms/0/counterparty", "counterparty"),
        ("Measure", "/cases/0/forms/0/ward_safeguards/0", "ward_safeguards"),
        ("Measure", "/cases/0/forms/0/ward_safeguards/0/items/0", "items"),
        ("Evidence", "/cases/0/forms/0/evidence/media", "evidence"),
        ("Evidence", "/cases/0/forms/0/evidence/content", "evidence"),
        ("Evidence", "/cases/0/forms/0/evidence/counterparty", "evidence"),
        ("RegisterSheet", "/registers/0", "registers"),
        ("Choice", "/registers/0/choices/媒体~1~0形/0", "choices"),
    ]


def test_owners():
    owners = {node.pointer: node.owner for node in walk(DOCUMENT)}
    assert owners[""] is None
    assert owners["/cases/0/forms/0"] is DOCUMENT.cases[0]
    assert owners["/cases/0/forms/0/ward_safeguards/0/items/0"] is FORM.ward_safeguards[0]


def test_a_walk_from_within_counts_from_there():
    assert [node.pointer for node in walk(FORM)][:2] == ["", "/counterparty"]


class TestValues:
    node = next(node for node in walk(DOCUMENT) if node.record is FORM)

    def test_read_ones_in_the_order_of_print(self):
        read = [(value.field, value.pointer, value.value, value.evidence) for value in self.node.read_values()]
        at = "/cases/0/forms/0"
        assert read == [
            ("media", f"{at}/media", "紙", FORM.evidence["media"]),
            ("content", f"{at}/content", None, FORM.evidence["content"]),
            ("counterparty", f"{at}/counterparty", Counterparty(name="乙"), FORM.evidence["counterparty"]),
        ]

    def test_all_in_the_order_of_the_model(self):
        values = list(self.node.values())
        assert [value.field for value in values] == [name for name in CaseForm.model_fields if name != "evidence"]
        assert {value.field: value.evidence for value in values if value.evidence} == FORM.evidence


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (FORM.ward_safeguards[0], SPAN[:2]),
        (FORM.evidence["media"], [SPAN[2]]),
        (Counterparty(name="乙"), []),
        (FORM, []),
        (
            Clause(
                number=1,
                label="1",
                text="",
                spans=[SPAN[0], SPAN[0]],
                items=[
                    Item(
                        label="ア",
                        number="ア",
                        text="",
                        spans=[SPAN[1]],
                        items=[Item(label="イ", number="イ", text="", spans=[SPAN[0], SPAN[2]])],
                    )
                ],
            ),
            SPAN[:3],
        ),
        (
            ClauseSet(
                title="", kind="other", clauses=[Clause(number=1, label="", text="", spans=SPAN)], spans=[SPAN[4]]
            ),
            [SPAN[4]],
        ),
    ],
)
def test_spans_of_a_record_and_the_items_under_it_each_once(record, wanted):
    assert spans_below(record) == wanted


def test_every_pointer_leads_to_its_record_in_the_json(extracted):
    document = extracted(BUNDLE)
    written = json.loads(document.model_dump_json())
    nodes = list(walk(document))
    assert len({node.pointer for node in nodes}) == len(nodes) > 400
    for node in nodes:
        value = written
        for step in node.pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step.replace("~1", "/").replace("~0", "~")]
        assert value == json.loads(node.record.model_dump_json())
