"""The registry of kinds: adding one is a file and a name; which of two begins; what a part is read as, and why."""

import pytest

from kaigi_extract.explain import by_record
from kaigi_extract.findings import Findings
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.parts.assemble import read_parts
from kaigi_extract.parts.kind import Kind
from kaigi_extract.parts.kinds import KINDS
from kaigi_extract.parts.part import Part
from kaigi_extract.records import ClauseSet, Parties
from kaigi_extract.source import TextLine
from kaigi_extract.wards import Vocabulary, bundled_wards
from tests.typeset import reading

LETTER = """\
霞総第１２号
送付状
花の種を送ります。
受け取ったら知らせてください。
以上
花の配り方に関する特記事項
第１条　乙は、花の種を配る。
第２条　乙は、配った数を数える。
第３条　乙は、残りを返す。
"""


def letter_begins(position):
    line = position.line
    return Part("prose", title=line.text, because="a letter") if line is not None and line.text == "送付状" else None


def letter_ends(position):
    return position.open.lines()[-1].text == "以上"


def reads_letter(part, reading):
    reading.findings.at("/sections/1").info("mended", f"a letter of {len(part.items)} lines")


def counts_letters(reading):
    letters = [section for section in reading.document.sections if section.kind == "prose"]
    reading.document.clause_sets.append(
        ClauseSet(
            title=f"{len(letters)} 通", kind="other", ward=None, case=None, parties=Parties(), clauses=[], spans=[]
        )
    )


LETTER_KIND = Kind("prose", letter_begins, letter_ends, reads_letter, counts_letters)
"""All that a new kind is."""


def read(text, kinds=KINDS):
    wards = list(bundled_wards())
    blocks = [TextLine(number, line, hard=True) for number, line in enumerate(text.splitlines(), 1)]
    findings = Findings()
    arrangement = arrange_text(blocks, Vocabulary(wards).knows)
    return read_parts(arrangement.items, reading(wards[0], findings), kinds), findings


def sections(document):
    return [(section.kind, section.title, section.text.split("\n")[0]) for section in document.sections]


def test_without_the_new_kind():
    document, _ = read(LETTER)
    assert sections(document) == [
        ("unknown", None, "霞総第１２号"),
        ("clause_set", "花の配り方に関する特記事項", "花の配り方に関する特記事項"),
    ]


def test_a_kind_is_one_object_in_the_list():
    document, findings = read(LETTER, (LETTER_KIND, *KINDS))
    assert sections(document) == [
        ("unknown", None, "霞総第１２号"),
        ("prose", "送付状", "送付状"),
        ("clause_set", "花の配り方に関する特記事項", "花の配り方に関する特記事項"),
    ]
    assert [(one.message, one.record) for one in findings.all if one.code == "mended"] == [
        ("a letter of 4 lines", "/sections/1")
    ]
    assert [found.title for found in document.clause_sets] == ["花の配り方に関する特記事項", "1 通"]
    reason = findings.reasons["/sections/1/kind"]
    assert (reason.value, reason.because) == ("prose", "a letter")


def test_what_ends_a_kind_begins_no_other():
    document, _ = read(LETTER.replace("花の配り方に関する特記事項", "種の数は別に数える"), (LETTER_KIND, *KINDS))
    assert [kind for kind, *_ in sections(document)][:3] == ["unknown", "prose", "clause_set"]


TAKES_ALL = Kind(
    "diagram", lambda position: Part("diagram") if position.title == "花の配り方に関する特記事項" else None
)


@pytest.mark.parametrize(
    ("kinds", "kind"), [((TAKES_ALL, *KINDS), "diagram"), ((*KINDS, TAKES_ALL), "clause_set")], ids=["first", "last"]
)
def test_of_two_kinds_the_first_in_the_list_begins(kinds, kind):
    document, _ = read(LETTER, kinds)
    assert document.sections[-1].kind == kind


def test_the_order_of_the_bundled_kinds():
    assert [kind.name for kind in KINDS] == [
        "cover",
        "outline",
        "form",
        "agenda",
        "minutes",
        "register",
        "unknown",
        "statute",
        "standard",
        "comparison",
        "clause_set",
    ]


def test_reasons_are_given_record_by_record():
    findings = Findings()
    for pointer in (
        "/sections/0/kind",
        "/cases/10/category",
        "/cases/2/forms/0/title",
        "/cases/2/title",
        "/ward",
        "/cases/2/category",
        "/meeting/date",
    ):
        findings.decided(pointer, None, "")
    assert [reason.record for reason in by_record(findings.reasons.values())] == [
        "/ward",
        "/sections/0/kind",
        "/cases/2/title",
        "/cases/2/category",
        "/cases/2/forms/0/title",
        "/cases/10/category",
        "/meeting/date",
    ]


def test_what_is_decided_anew_has_the_later_reason():
    findings = Findings().at("/cases/0")
    findings.decided("/category", None, "no word of the title is known")
    findings.at("/forms/1").decided("/category", "linkage", "the title says 結合")
    findings.decided_as("/category", "/forms/1/category")
    assert [(one.record, one.value, one.because) for one in findings.reasons.values()] == [
        ("/cases/0/category", "linkage", "the title says 結合"),
        ("/cases/0/forms/1/category", "linkage", "the title says 結合"),
    ]
