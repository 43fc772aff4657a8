"""Minutes of any body, known by what is seen together: each invented sitting as text, on pages and in Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.findings import Findings
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.parts.assemble import empty_document
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.minutes.sittings import evidence_of_minutes
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.pipeline import ReadingOptions, extract_with_reasons
from kaigi_extract.records import Document, Meeting
from kaigi_extract.records.tables import FoundAs, record_rows
from kaigi_extract.records.walk import walk
from kaigi_extract.source import TextLine
from kaigi_extract.source.open import hold
from kaigi_extract.text import fold, squeeze
from kaigi_extract.wards import common_words
from tests.minutes_bodies import BODIES, NO_BODIES
from tests.minutes_councils import COUNCILS
from tests.minutes_documents import NO_SITTINGS, SITTINGS
from tests.minutes_dress import DRESS
from tests.minutes_pages import NO_PAGES, PAGES
from tests.typeset import source

ALL = SITTINGS | PAGES | BODIES | DRESS | COUNCILS
NONE = NO_SITTINGS | NO_PAGES | NO_BODIES
MARKDOWN = re.compile(r"^# |\| ---", re.MULTILINE)
"""What is no text but the notation of a list or a table."""
LEFT, PITCH, EM = 70.0, 16.0, 10.5


def as_text(text: str, folder: Path) -> Path:
    """A text export."""
    path = folder / ("minutes.md" if MARKDOWN.search(text) else "minutes.txt")
    path.write_text(text, encoding="utf-8")
    return path


def as_pages(text: str, folder: Path) -> Path:
    """Pages on which each word is set at its column, as a word processor does."""
    document, page, y = pymupdf.open(), None, 999.0
    for line in text.expandtabs(12).split("\n"):
        if page is None or y > 780:
            page, y = document.new_page(), 60.0
        y += PITCH if line.strip() else PITCH / 2
        for word in re.finditer(r"[!-~]|[^\s!-~]+", line):
            x = LEFT + EM * sum(1 if char > "~" else 0.5 for char in line[: word.start()])
            page.insert_text((x, y), word[0], fontname="japan", fontsize=EM)
    path = folder / "minutes.pdf"
    document.save(path)
    return path


FORMS: dict[str, Callable[[str, Path], Path]] = {"text": as_text, "pages": as_pages}


def compared(value: Any) -> Any:
    """Width and white space are no difference."""
    if isinstance(value, list):
        return [compared(one) for one in value]
    return squeeze(fold(value)) if isinstance(value, str) else value


def seen(document: Document, name: str) -> Any:
    """What a document says of one thing that the tables of sittings name."""
    if name == "clause_sets":
        return len(document.clause_sets)
    if name == "kinds":
        return [section.kind for section in document.sections if section.kind != "furniture"]
    if name == "meetings":
        return [meeting.session for meeting in document.meetings]
    assert document.meeting is not None
    return of_meeting(document.meeting)[name]


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    """A meeting in the words of the tables of sittings."""
    return meeting.model_dump() | {
        "date": str(meeting.date),
        "times": [meeting.start, meeting.end],
        "agenda": [item.title for item in meeting.agenda],
        "numbers": [item.number for item in meeting.agenda],
        "speakers": [speech.speaker for speech in meeting.speeches],
        "decisions": [(decision.number, decision.result) for decision in meeting.decisions],
        "said": [speech.text for speech in meeting.speeches],
        "last": meeting.speeches[-1].text if meeting.speeches else None,
    }


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name, (text, _) in ALL.items() for form in FORMS if form == "text" or not MARKDOWN.search(text)],
)
def test_a_sitting(name: str, form: str, tmp_path: Path) -> None:
    text, expected = ALL[name]
    document = extract(FORMS[form](text, tmp_path))
    assert document.meeting is not None
    found = {each: compared(seen(document, each)) for each in expected}
    assert found == {each: compared(value) for each, value in expected.items()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NONE)
def test_no_sitting(name: str, form: str, tmp_path: Path) -> None:
    """日時 and 場所, questions and answers, or the word 会議録 alone make no minutes; a 次第 is a meeting of which nothing
    that was said is known."""
    document = extract(FORMS[form](NONE[name], tmp_path))
    assert "minutes" not in {section.kind for section in document.sections}
    assert [meeting.council for meeting in document.meetings] == _ON_AGENDAS.get(name, [])
    assert not any(meeting.speeches or meeting.decisions for meeting in document.meetings)


_ON_AGENDAS = {"an agenda with a list of papers": ["若竹市都市計画審議会"]}


_FIRST_ROW = re.compile(r"令和|平成|20\d\d|^[名日]$|日\s*[時付]|と\s*き")
"""What the first row of a head has, and no title but one with a year."""
_TITLE = re.compile(r"会議?\s*録|議事|会$|会議|概要|記録|報告|メモ|まとめ|要旨")


def without_title(text: str) -> str:
    """The text from the first row of its head on; the whole where nothing above that is a title."""
    lines = text.split("\n")
    first = next((k for k, line in enumerate(lines) if k and _FIRST_ROW.search(line)), 0)
    return "\n".join(lines[first:]) if _TITLE.search("".join(lines[:first])) else text


ONLY_BY_TITLE = {
    "the record of a committee that tells no words, sessions of its assembly named by their month",
    "bodies with a colon before their officials, a sentence that says where they met",
}
"""Sittings of which nothing is told that happened."""
TITLED = [
    name
    for name, (text, _) in ALL.items()
    if not MARKDOWN.search(text) and name != "two sittings" and name not in ONLY_BY_TITLE
]


@pytest.mark.parametrize("name", TITLED)
def test_the_same_without_its_title(name: str, tmp_path: Path) -> None:
    """Whatever is above the first row of the head is no more than one piece of evidence."""
    text, expected = ALL[name]
    document = extract(as_text(without_title(text), tmp_path))
    assert document.meeting is not None
    asked = [each for each in expected if each not in ("council", "session", "term", "kinds")]
    assert {each: compared(seen(document, each)) for each in asked} == {
        each: compared(expected[each]) for each in asked
    }


TWO = PAGES["two sittings"][0]


def test_two_sittings_in_one_file(tmp_path: Path) -> None:
    document = extract(as_text(TWO, tmp_path))
    first, second = document.meetings
    assert document.meeting is first
    assert [(str(one.date), one.place, one.members) for one in (first, second)] == [
        ("2023-04-10", "ひばり区役所 第一会議室", ["西尾", "西岡"]),
        ("2023-06-12", "ひばり区役所 第二会議室", ["西尾", "野中"]),
    ]
    assert [len(one.speeches) for one in (first, second)] == [3, 3]


def test_two_sittings_are_walked_and_tabled_once(tmp_path: Path) -> None:
    """`meeting` is the first of `meetings`: nothing is there twice."""
    document = extract(as_text(TWO, tmp_path))
    walked = [node.pointer for node in walk(document) if isinstance(node.record, Meeting)]
    assert walked == ["/meeting", "/meetings/1"]
    rows = record_rows(document.model_dump(mode="json"), FoundAs([]))
    assert [len(rows[name]) for name in ("meetings", "speeches")] == [2, 6]


def test_stored_sittings_are_read_again(tmp_path: Path) -> None:
    """A record from before there were `meetings` has one; one that is loaded has its first under both names."""
    document = extract(as_text(TWO, tmp_path))
    loaded = Document.model_validate_json(document.model_dump_json())
    assert loaded.meeting is loaded.meetings[0]
    old = document.model_dump(mode="json")
    del old["meetings"]
    assert [one.session for one in Document.model_validate(old).meetings] == [1]


def test_what_names_nobody_is_told(tmp_path: Path) -> None:
    text, _ = ALL["a summary that names only the chair, and marks what others said"]
    found = [one for one in extract(as_text(text, tmp_path)).findings if one.code == "value_unread"]
    assert [(one.record, one.parameters, [span.line for span in one.spans]) for one in found] == [
        ("/meeting/speeches", {"count": 4}, [10, 13, 14, 15])
    ]


def test_findings_name_the_sitting(tmp_path: Path) -> None:
    text = TWO.replace("令和５年６月１２日（月）", "令和５年２月３０日（月）")
    document = extract(as_text(text, tmp_path))
    assert [one.record for one in document.findings if one.code == "value_unread"] == ["/meetings/1/date"]


def test_reasons(tmp_path: Path) -> None:
    """Every part says by what it was known, and every value of a head without a label why it is one."""
    text = SITTINGS["a council without the word in the title, the day and the place alone"][0]
    _, reasons = extract_with_reasons(hold(as_text(text, tmp_path)), ReadingOptions())
    because = {reason.record: reason.because for reason in reasons}
    assert "three speeches in one style (司会)" in because["/sections/0/kind"]
    assert because["/meeting/date"] == "a day is alone on its line"
    assert because["/meeting/place"] == "it ends as names of places do"
    assert because["/meeting/council"] == "the title names it"


def position_in(text: str) -> Position:
    """The first line of a text, before anything is read."""
    lines = [TextLine(number, line, hard=False) for number, line in enumerate(text.split("\n"), 1)]
    items = arrange_text(lines, lambda _: None).items
    reading = Reading(empty_document(source()), None, common_words(), Findings())
    return Position(items, 0, Part("unknown"), False, reading)


def test_evidence() -> None:
    """Its weight is the sum of what is seen; where that makes no minutes it is nothing."""
    head = "日時　令和４年１１月８日（火）\n場所　川北区役所\n出席委員　青山委員、白井委員\n"
    found = evidence_of_minutes(position_in(head + "○青山委員　始めます。\n○白井委員　はい。\n"))
    assert found.reasons == [
        "a day (日時)",
        "a place (場所)",
        "who was present (出席委員)",
        "two speeches in one style (青山委員)",
        "members or officials who speak (青山委員)",
    ]
    assert found.score == 7
    assert evidence_of_minutes(position_in(head)) == (0, [])


def test_among_the_rows_of_a_head_no_other_minutes_are_looked_for() -> None:
    titled = (
        "第３回川北区花壇審議会会議録\n日時　令和４年１１月８日（火）\n場所　川北区役所\n出席委員　青山委員、白井委員\n"
    )
    first = position_in(titled + "○青山委員　始めます。\n○白井委員　はい。\n")
    second = replace(first, at=1)
    assert evidence_of_minutes(second).score == 7  # by itself it may
    second.reading.looked_ahead.clear()
    assert [evidence_of_minutes(one).score for one in (first, second)] == [12, 0]


BUNDLE = Path(__file__).parents[1] / "corpus" / "nerima-2014-bundle.pdf"


def test_the_bundle_without_its_title(tmp_path: Path) -> None:
    """The composed sitting of the corpus is the same when the line 第７期第１１回…会議要録 is taken off its page."""
    whole = extract(BUNDLE)
    title = next(section for section in whole.sections if section.kind == "minutes").spans[0]
    with pymupdf.open(BUNDLE) as pages:
        pages[0].add_redact_annot(pymupdf.Rect(title.bbox))
        pages[0].apply_redactions()
        pages.save(tmp_path / "untitled.pdf")
    bare = extract(tmp_path / "untitled.pdf")
    assert "会議要録" not in bare.sections[0].text
    aside = {"council", "term", "session", "evidence"}
    assert whole.meeting is not None
    assert bare.meeting is not None
    assert bare.meeting.model_dump(exclude=aside) == whole.meeting.model_dump(exclude=aside)
    assert [section.kind for section in bare.sections] == [section.kind for section in whole.sections]
