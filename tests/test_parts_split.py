"""The cut that is best borne out by the whole: kinds that never were, on lines that say what speaks for what.

A line `form 2` is 2 pieces of evidence that a form begins, `form 2 minutes 1` of either; `+form 3` is 3 pieces for one
more line of an open form, `-form 3` against it.
"""

from __future__ import annotations

import dataclasses
import re

import pytest

from kaigi_extract.findings import Findings
from kaigi_extract.layout.text_files import arrange_text
from kaigi_extract.parts.assemble import read_parts
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.settings import PartSettings, SplitSettings
from kaigi_extract.parts.split import split
from kaigi_extract.records import SectionKind
from kaigi_extract.source import TextLine
from kaigi_extract.wards import Vocabulary
from tests.typeset import reading

NAMES: tuple[SectionKind, ...] = ("form", "minutes", "clause_set", "cover", "outline", "register", "statute")


def toy(name: SectionKind) -> Kind:
    """A kind that begins and goes on where lines say so."""

    def begins(position: Position) -> Part | None:
        assert position.line is not None
        said = re.search(rf"(?<![+-]){name} ([\d.]+)(?: for ([0-9]+))?", position.line.text)
        if said is None:
            return None
        until = position.at + int(said[2]) if said[2] else None
        return Part(name, until=until, because=f"{said[1]} for {name}", score=float(said[1]))

    def holds(position: Position) -> float:
        assert position.line is not None
        said = re.search(rf"([+-]){name} ([\d.]+)", position.line.text)
        return float(said[1] + said[2]) if said is not None else 0.0

    def ends(position: Position) -> bool:
        return position.line is not None and position.line.text == f"end of {name}"

    return Kind(name, begins, ends, holds=holds)


DEFAULT = SplitSettings()
TOYS = tuple(map(toy, NAMES))


def cut(text: str, settings: SplitSettings = DEFAULT) -> list[tuple[str, int]]:
    """The kinds of the parts with the number of their lines."""
    return [(part.kind, len(part.items)) for part in parts(text, settings)]


def parts(text: str, settings: SplitSettings = DEFAULT) -> list[Part]:
    lines = [TextLine(number, line, hard=True) for number, line in enumerate(text.splitlines(), 1)]
    items = arrange_text(lines, Vocabulary([]).knows).items
    known = dataclasses.replace(reading(), settings=PartSettings(split=settings))
    return split(items, known, TOYS)


def many_kinds(count: int) -> str:
    """So many kinds begin, each with less evidence than the one before it; the next line is one of the last."""
    return " ".join(f"{name} {9 - k}" for k, name in enumerate(NAMES[:count])) + f"\n+{NAMES[count - 1]} 9"


CUTS = {
    "nothing begins": ("a\nb", [("unknown", 2)]),
    "one begins and goes on": ("a\nform 1\nb", [("unknown", 1), ("form", 2)]),
    "of two the stronger": ("form 1 minutes 2\nb", [("minutes", 2)]),
    "of two alike the first in the list": ("minutes 2 form 2\nb", [("form", 2)]),
    "a title within what goes on cuts nothing": (
        "minutes 3\n+minutes 1\nform 2\n+minutes 1\n+minutes 1\n+minutes 1",
        [("minutes", 6)],
    ),
    "the same title where nothing more goes on": (
        "minutes 3\n+minutes 1\n+minutes 1\nform 2\nb\nc",
        [("minutes", 3), ("form", 3)],
    ),
    "lines that speak against it are no part of it": ("minutes 3\n-minutes 2\nform 1", [("minutes", 2), ("form", 1)]),
    "what comes decides what it was": ("form 2 minutes 1\n+minutes 1\n+minutes 1", [("minutes", 3)]),
    "what ends goes on as unknown": ("form 2\nend of form\nb", [("form", 1), ("unknown", 2)]),
    "what is measured is not cut within": ("form 2 for 2\nminutes 2\nminutes 1\nc", [("form", 2), ("minutes", 2)]),
    "what is measured gives way to what is stronger": (
        "a\nform 1 for 3\nb\nminutes 9\nc",
        [("unknown", 3), ("minutes", 2)],
    ),
    "more evidence than a cut costs": ("a\nform 0.6", [("unknown", 1), ("form", 1)]),
    "less evidence than a cut costs": ("a\nform 0.4", [("unknown", 2)]),
}


@pytest.mark.parametrize(("text", "expected"), CUTS.values(), ids=CUTS)
def test_the_cut_of_the_whole(text: str, expected: list[tuple[str, int]]) -> None:
    assert cut(text) == expected


def test_every_line_is_in_one_part() -> None:
    text = "a\nform 2 minutes 1\n+minutes 2\nregister 1\n+minutes 1\nend of minutes\nb"
    lines = [line.text for part in parts(text) for line in part.lines()]
    assert lines == text.splitlines()


SECONDS = {
    "another kind": ("form 2 minutes 1", ("minutes", 1.0, "1 for minutes")),
    "the part above": ("cover 2\nform 2", ("cover", 0.0, "the part above goes on")),
    "the part above, which says more": (
        "cover 2\n+cover 1 form 2 minutes 0.8",
        ("cover", 1.0, "the part above goes on"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), SECONDS.values(), ids=SECONDS)
def test_what_came_second(text: str, expected: tuple[str, float, str]) -> None:
    second = parts(text)[-1].second
    assert second is not None
    assert (second.kind, second.score, second.because) == expected


def test_a_part_of_which_nothing_else_was_thought() -> None:
    assert [part.second for part in parts("a\nb")] == [None]


def test_the_reason_of_a_section_names_the_second() -> None:
    lines = [TextLine(1, "form 2 minutes 1", hard=True)]
    findings = Findings()
    read_parts(arrange_text(lines, Vocabulary([]).knows).items, reading(findings=findings), TOYS)
    reason = findings.reasons["/sections/0/kind"]
    assert (reason.value, reason.because, reason.second) == ("form", "2 for form", "minutes: 1 for minutes")
