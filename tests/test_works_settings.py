"""The numbers by which works are found: with another value of any of them, composed documents come out otherwise."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy
import pytest

from kaigi_extract.archive.work_encounters import Encounters
from kaigi_extract.archive.work_settings import DEFAULT_WORKS, WorkSettings
from kaigi_extract.archive.works import find_works, manifestation_rows
from tests.test_archive_works import DAY, changed
from tests.work_families import Paper, as_document, form, misread, scanned, yearly

BASE = replace(form(3), day=DAY)
ITEMS = next(line for line in form(0).lines if line.startswith("項目"))
COUNT = re.search(r"[\d,]+件", BASE.text)[0]
COMPANY = BASE.values[2]


def with_scans(count, share=0.02):
    """Forms of one template, each as PDF and as a scan with so many characters misread."""
    return [
        made for at in range(count) for made in (as_document(form(at), f"{at}p"), scanned(form(at), f"{at}s", share))
    ]


def of_one_title():
    """Forms that only their values tell apart, half of them scans."""
    papers = [form(at, title="証明書交付業務の委託について") for at in range(60)]
    return [(scanned if at % 2 else as_document)(paper, f"{at:04}") for at, paper in enumerate(papers)]


def version(old, new, day=DAY, **more):
    """A form, and the same with other words."""
    first = replace(BASE, day=day)
    return [as_document(first, "a"), as_document(changed(first, old, new, **more), "b")]


def bundle(old="", new=""):
    """Three forms, and a file of all of them, in which words of the first are others."""
    papers = [form(at) for at in range(3)]
    whole = Paper("合冊", tuple(line.replace(old, new) for paper in papers for line in paper.lines))
    titles = [paper.title for paper in papers]
    return [as_document(whole, "b", titles=titles), *(as_document(one, one.title) for one in papers)]


def empty_form():
    """A form that nobody has filled in, twenty that somebody has, and a scan of the empty one in two versions."""
    lines = tuple(line for line in form(0).lines if line[:1].isdigit())
    empty = Paper("", lines)
    scans = [
        as_document(replace(empty, lines=tuple(misread(empty.text, 0.004, seed).split("\n"))), str(seed), "scan", 1.0)
        for seed in range(4)
    ]
    untitled = [replace(each, titles=[]) for each in (as_document(empty, "e"), *scans)]
    return [*untitled, *(as_document(form(at), f"{at:02}") for at in range(20))]


def shorter(last):
    """A form as PDF that lacks the end of it (a slice of its last line, or None for the line), and as Word."""
    lines = BASE.lines[:-1] if last is None else (*BASE.lines[:-1], BASE.lines[-1][last])
    return [as_document(replace(BASE, lines=lines), "p"), as_document(BASE, "w", "word")]


def with_annex():
    """A form, and the same with an annex."""
    annex = tuple(f"別紙　{line}" for line in yearly(3).lines[5:9])
    return [as_document(BASE, "a"), as_document(replace(BASE, lines=BASE.lines + annex), "b")]


def two_scans():
    """Of one form: the second was read better."""
    read = {"recognised": 1.0, "form": "scan"}
    return [as_document(BASE, "p", **read), as_document(BASE, "w", confidence=0.99, **read)]


def works(documents, settings):
    """How many works there are, how many revised and parts, and the best document of the first."""
    found = find_works(documents, settings)
    rows = list(manifestation_rows(found))
    roles = [row[4] for row in rows]
    best = next(row[1] for row in rows if row[4] == "best")
    return len(found), roles.count("revised"), roles.count("part"), best if len(found) == 1 else None


CASES = [
    # setting, another value, documents, what is found by the default, what by the other value
    ("shingle", 2, of_one_title(), (60, 0, 0, None), (59, 0, 0, None)),
    ("common", 3, with_scans(20), (20, 0, 0, None), (24, 0, 0, None)),
    ("misread", 8, with_scans(40, 0.01), (40, 0, 0, None), (51, 0, 0, None)),
    ("least", 150, with_scans(20), (20, 0, 0, None), (37, 0, 0, None)),
    ("rows", 21, with_scans(20), (20, 0, 0, None), (32, 0, 0, None)),
    ("strict_rows", 31, empty_form(), (21, 0, 0, None), (22, 0, 0, None)),
    ("sampled", 4096, bundle(), (4, 0, 3, None), (4, 0, 0, None)),
    ("candidates", 0, with_scans(20), (20, 0, 0, None), (40, 0, 0, None)),
    ("same", 0.995, bundle(ITEMS, "項目　身長、体重、視力、血液型"), (4, 0, 3, None), (4, 0, 2, None)),
    ("same_recognised", 0.8, with_scans(20, 0.04), (24, 0, 0, None), (20, 0, 0, None)),
    ("own_recognised", 0.97, with_scans(20), (20, 0, 0, None), (30, 0, 0, None)),
    ("figures_recognised", 1.0, with_scans(20), (20, 0, 0, None), (29, 0, 0, None)),
    ("title_recognised", 100.0, with_scans(20), (20, 0, 0, None), (27, 0, 0, None)),
    ("value_recognised", 100.0, with_scans(20), (20, 0, 0, None), (30, 0, 0, None)),
    ("values_found", 0.5, version(COMPANY, COMPANY.replace("株式会社", "有限会社")), (2, 0, 0, None), (1, 1, 0, "a")),
    ("revised", 0.9999, version("作業室", "控え室"), (1, 1, 0, "a"), (2, 0, 0, None)),
    ("revised_figures", 0.99, version(COUNT, "88,888件"), (1, 1, 0, "a"), (2, 0, 0, None)),
    ("undated", 0.9999, version("作業室", "控え室", None), (1, 1, 0, "a"), (2, 0, 0, None)),
    ("changed", 5, version("作業室", "控え室"), (1, 1, 0, "a"), (1, 0, 0, "a")),
    ("part", 10.0, bundle(), (4, 0, 3, None), (4, 0, 0, None)),
    ("incomplete", 0.99, with_annex(), (1, 0, 0, "b"), (2, 0, 1, None)),
    ("complete", 0.9999, shorter(slice(-2)), (1, 0, 0, "p"), (1, 0, 0, "w")),
    ("clear", 0.9, two_scans(), (1, 0, 0, "w"), (1, 0, 0, "p")),
]


@pytest.mark.parametrize(
    ("name", "value", "documents", "by_default", "by_other"), CASES, ids=[case[0] for case in CASES]
)
def test_each_number_matters(name, value, documents, by_default, by_other):
    assert works(documents, DEFAULT_WORKS) == by_default
    assert works(documents, replace(DEFAULT_WORKS, **{name: value})) == by_other


@pytest.mark.parametrize(("permutations", "met"), [(42, 85), (DEFAULT_WORKS.permutations, 96)])
def test_how_many_of_a_hundred_pairs_meet_that_share_half_of_their_shingles(permutations, met):
    """Two thirds of those of each are half of those of both."""
    found = 0
    for seed in range(100):
        chance = numpy.random.default_rng(seed)
        one = chance.integers(0, 2**32, 300, dtype=numpy.uint32)
        other = numpy.concatenate([one[:201], chance.integers(0, 2**32, 99, dtype=numpy.uint32)])
        index = Encounters(permutations, DEFAULT_WORKS.rows)
        index.add(0, index.signature(one))
        found += index.met(index.signature(other), 1) == [0]
    assert found == met


def test_no_number_is_without_a_case():
    """That of `permutations` is the test above: what comes of so many pairs on documents differs by chance."""
    assert {case[0] for case in CASES} | {"permutations"} == {field.name for field in fields(WorkSettings)}
