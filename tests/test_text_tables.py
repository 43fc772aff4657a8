"""Tables in text files, as tools write them: one form in many dresses gives one record."""

from __future__ import annotations

import pytest

from kaigi_extract import extract
from tests import dress
from tests.dress import FACTS, above, beside, boxed, drawn, facts, paper, spaced, tabs, wide

DRESSES = {
    "pipes": ("a.md", paper(dress.pipes)),
    "pipes in .txt": ("a.txt", paper(dress.pipes)),
    "pipes at no end": ("a.md", paper(dress.bare_pipes)),
    "pipes without a rule": ("a.md", paper(dress.pipes_without_rule)),
    "html": ("a.md", paper(dress.html_table)),
    "html in .txt": ("a.txt", paper(dress.html_table)),
    "grid of pandoc": ("a.md", paper(drawn)),
    "grid, a character a column": ("a.txt", paper(lambda rows: drawn(rows, width=len))),
    "box drawing": ("a.txt", paper(boxed)),
    "spaces, a character a column": ("a.txt", paper(spaced)),
    "spaces, two columns a character": ("a.txt", paper(lambda rows: spaced(rows, wide))),
    "spaces, labels at the top": ("a.txt", paper(lambda rows: spaced(rows, middle=False))),
    "spaces, no empty lines": ("a.txt", paper(lambda rows: spaced(rows, middle=False, between="\n"))),
    "spaces, nothing apart": ("a.txt", paper(lambda rows: spaced(rows, wide, middle=False, between="\n"), apart="\n")),
    "spaces, a narrow gutter": ("a.txt", paper(lambda rows: spaced(rows, gap=2))),
    "full-width spaces": ("a.txt", paper(lambda rows: spaced(rows, len).replace("  ", "　　"))),
    "label above value": ("a.txt", paper(above)),
    "label above value, nothing apart": ("a.txt", paper(above, apart="\n")),
    "label above value, all apart": ("a.txt", paper(lambda rows: above(rows, "\n\n"))),
    "label beside value": ("a.txt", paper(beside)),
    "label beside value, a colon": ("a.txt", paper(lambda rows: beside(rows, "："))),
    "labels first": ("a.txt", paper(dress.labels_first)),
    "tabs": ("a.txt", paper(tabs)),
    "tabs, nothing apart": ("a.txt", paper(tabs, apart="\n")),
    "tabs and indented lines": ("a.txt", paper(dress.indented_tabs)),
    "commas": ("a.txt", paper(dress.commas)),
}


@pytest.mark.parametrize("name", DRESSES)
def test_one_form_in_every_dress(tmp_path, name):
    file, text = DRESSES[name]
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    assert facts(extract(path, ward="shinjuku")) == FACTS
