"""A late pattern reads what the compiled one reads, and is compiled by the first question and not before."""

from __future__ import annotations

import copy
import importlib
import re
from pathlib import Path

import pytest

from kaigi_extract.text.late_pattern import late_pattern

ROOT = Path(__file__).parents[1]
TEXT = "第１条　鍵、第２条　錠"


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("match", (TEXT,)),
        ("match", (TEXT, 6)),
        ("fullmatch", ("第３条",)),
        ("search", ("温室",)),
        ("findall", (TEXT,)),
        ("split", (TEXT,)),
        ("sub", ("条", TEXT)),
    ],
)
def test_it_reads_what_the_compiled_one_reads(method, given):
    late, compiled = late_pattern(r"第([０-９])条"), re.compile(r"第([０-９])条")
    for _ in range(2):  # before and after it was compiled
        found, expected = getattr(late, method)(*given), getattr(compiled, method)(*given)
        if isinstance(expected, re.Match):
            found, expected = (found.span(), found.groups()), (expected.span(), expected.groups())
        assert found == expected


def test_flags_hold():
    assert late_pattern("kai", re.IGNORECASE).match("KAI")
    assert not late_pattern("kai").match("KAI")


def test_the_first_question_compiles_it():
    late = late_pattern("(")
    assert f"{late.pattern}?:a)" == "(?:a)"
    with pytest.raises(re.error):
        late.match("a")


def test_a_copy_is_one_too():
    assert copy.copy(late_pattern("鍵+")).match("鍵鍵").end() == 2


MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "kaigi_extract").rglob("*.py"))
    if "= late_pattern(" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_every_pattern_of_the_library_compiles(module):
    """What loading a module would have said of a wrong one."""
    for pattern in vars(importlib.import_module(module)).values():
        if isinstance(pattern, type(late_pattern(""))):
            re.compile(pattern.pattern)
