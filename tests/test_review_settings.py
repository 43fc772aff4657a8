"""The numbers of `ReviewSettings`: with another value of any of them, the same doubts come in another order."""

from __future__ import annotations

from dataclasses import fields

import pytest

from kaigi_extract import extract
from kaigi_extract.findings import Findings
from kaigi_extract.web.review.doubts import doubts_of
from kaigi_extract.web.review.settings import ReviewSettings
from tests.doubtful import CARDS, CORPUS

TITLE, MEDIA = "/cases/0/title", "/cases/0/forms/0/media"
CONTENT, ATTACHMENTS = "/cases/0/forms/0/content", "/cases/0/forms/0/attachments"
NUMBERS = "/cases/0/numbers"


@pytest.fixture(scope="module")
def document():
    """A document of which five values are doubted, one of them unread, the others as likely wrong as each other."""
    document = extract(CORPUS / CARDS, recogniser="none")
    found = Findings()
    found.warn("value_unread", "「第一号」 is no number", (), NUMBERS)
    form = document.cases[0].forms[0]
    form.evidence["attachments"] = form.evidence["media"].model_copy()
    for pointer, evidence in (
        (TITLE, document.cases[0].evidence["title"]),
        (MEDIA, form.evidence["media"]),
        (CONTENT, form.evidence["content"]),
        (ATTACHMENTS, form.evidence["attachments"]),
    ):
        evidence.confidence = 0.4
        found.warn("low_confidence", "may be misread", evidence.spans, pointer)
    document.findings = found.all
    return document


def order(document, settings):
    doubts = sorted(doubts_of(document, settings), key=lambda one: -one.gain)
    return [one.pointer for one in doubts]


def test_what_is_unread_then_what_a_case_is_found_by_comes_first(document):
    assert order(document, ReviewSettings()) == [NUMBERS, TITLE, MEDIA, CONTENT, ATTACHMENTS]


@pytest.mark.parametrize(
    ("settings", "first", "last"),
    [
        (ReviewSettings(found_by=0.2), MEDIA, TITLE),
        (ReviewSettings(handled=0.2), NUMBERS, MEDIA),
        (ReviewSettings(handled=1.7), MEDIA, ATTACHMENTS),
        (ReviewSettings(running_text=0.2), NUMBERS, CONTENT),
        (ReviewSettings(running_text=1.7), CONTENT, ATTACHMENTS),
        (ReviewSettings(listed=0.6), NUMBERS, CONTENT),
        (ReviewSettings(unread=0.5), TITLE, ATTACHMENTS),
        (ReviewSettings(unread=0.1), TITLE, NUMBERS),
    ],
)
def test_each_number_moves_its_values(document, settings, first, last):
    found = order(document, settings)
    assert (found[0], found[-1]) == (first, last)


def test_no_number_is_without_a_case():
    assert {one.name for one in fields(ReviewSettings)} == {"found_by", "handled", "running_text", "listed", "unread"}
