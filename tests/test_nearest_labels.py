"""Labels of a recognised table by their distance: one that alone is near, in a column of labels, and never in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from kaigi_extract import extract
from kaigi_extract.layout.page import arrange_page
from kaigi_extract.layout.table import Grid
from kaigi_extract.ocr.pages import PageRecognition
from kaigi_extract.parts.nearest_labels import match_nearest
from kaigi_extract.parts.settings import LabelCorrectionSettings
from kaigi_extract.records import SourcePage
from kaigi_extract.source import Page
from kaigi_extract.wards import Vocabulary, Ward
from tests.typeset import page

FORM = {
    "title": ["件名"],
    "department": ["受持の係"],
    "reason": ["花の種を配る理由"],
    "content": ["配る花の種の数と色及びその植え方の説明"],
    "periods": ["水やりの初日", "水やりの末日"],
}
WARD = Ward.model_validate(
    {
        "id": "koeda",
        "name": "小枝区",
        "sheet": {"heading": ["付議書"]},
        "labels": {"cover": {"title": ["件名"]}, "form": FORM, "outline": {"purpose": ["花の種を配る事由"]}},
    }
)
VOCABULARY = Vocabulary([WARD])
SETTINGS = LabelCorrectionSettings()


def table(*labels: str, doubt: str = "", sure: float | None = 0.99) -> Page:
    """A table of labels and values that was recognised; the characters `doubt` are doubtful. `sure` is None of a page
    with text of its own."""
    line = "+" + "-" * 44 + "+" + "-" * 12 + "+"
    rows = [f"| {label}{' ' * (43 - 2 * len(label))}| 花壇       |" for label in labels]
    made = page("\n".join([line, *(part for row in rows for part in (row, line))]))
    if sure is not None:
        made.runs = [
            replace(one, sure=[0.6 if c in doubt else sure for c in one.text], others=[""] * len(one.text))
            for one in made.runs
        ]
    return made


def matched(made: Page, settings: LabelCorrectionSettings = SETTINGS) -> tuple[list[str], list[tuple[str, str]]]:
    """The texts of the first column, and what was matched."""
    layout = arrange_page(made, VOCABULARY.is_mark)
    found = match_nearest(layout, VOCABULARY, settings)
    (grid,) = [item for item in layout.items if isinstance(item, Grid)]
    cells = [cell for cell in grid.cells if cell.column == 0]
    return ["".join(cell.passage.text.split()) for cell in cells], [(read, label) for read, label, _ in found]


LONG = "配る花の種の数と色及びその植え方の説明"
CASES = {
    # labels of the column, doubtful characters, what the last one becomes (None where it stays)
    "other characters": (("件名", "受持の係", "化の種を酉る理由"), "化酉", "花の種を配る理由"),
    "one too many": (("件名", "受持の係", "花の種を酉己る理由"), "酉己", "花の種を配る理由"),
    "one too few": (("件名", "受持の係", "花種を配る理由"), "花種", "花の種を配る理由"),
    "the first one too few": (("件名", "受持の係", "の種を配る理由"), "の", "花の種を配る理由"),
    "the last one too few": (("件名", "受持の係", "花の種を配る理"), "理", "花の種を配る理由"),
    "one of a long label, and sure": (("件名", "受持の係", LONG.replace("色", "邑")), "", LONG),
    "characters of a stamp": (("件名", "受持の係", "花収の種受を配る理由"), "収受", "花の種を配る理由"),
    "more of a stamp than of the label": (("件名", "花の種を配る理由", "受持の係収受令和"), "収受令和", "受持の係"),
    # and what stays as it was read
    "more than a stamp": (("件名", "花の種を配る理由", "受持の係長収受令和"), "収受令和", None),
    "hardly any of the label": (("件名", "花の種を配る理由", "受収持受の令係和"), "収受持令係の和", None),
    "one of a short label, and sure": (("件名", "受持の係", "花の種を売る理由"), "", None),
    "too many others": (("件名", "受持の係", "化の稀を酉る埋田"), "化稀酉埋田", None),
    "two labels as near": (("件名", "受持の係", "水やりの刀日"), "刀", None),
    "a label that is there": (("件名", "花の種を配る理由", "化の種を配る理由"), "化", None),
    "a column of other words": (("赤い花", "青い花", "化の種を配る理由"), "化", None),
    "one label is no column": (("件名", "青い花", "化の種を配る理由"), "化", None),
    "of another table": (("件名", "受持の係", "花の種を配る事田"), "田", None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_label_that_alone_is_near(name: str) -> None:
    labels, doubt, becomes = CASES[name]
    read, found = matched(table(*labels, doubt=doubt))
    assert read == [*labels[:-1], becomes or labels[-1]]
    assert found == ([(labels[-1], becomes)] if becomes else [])


def test_text_of_the_file_itself_stays() -> None:
    labels = ("件名", "受持の係", "化の種を配る理由")
    assert matched(table(*labels, sure=None)) == (list(labels), [])


def test_characters_put_in_place_of_others_are_less_sure() -> None:
    layout = arrange_page(table("件名", "受持の係", "化種を配る理由", doubt="化種"), VOCABULARY.is_mark)
    ((_, _, line),) = match_nearest(layout, VOCABULARY, SETTINGS)
    assert line.text == "花の種を配る理由"
    assert line.sure == [0.8, 0.8, 0.6, 0.99, 0.99, 0.99, 0.99, 0.99]
    assert len(line.start) == len(line.end) == len(line.others or ()) == 8
    assert list(line.start) == sorted(line.start)


def test_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = table("件名", "受持の係", "花種を配る理由", doubt="花種")
    source_page = SourcePage(number=1, text_origin="ocr", reason="")
    monkeypatch.setattr(PageRecognition, "of", lambda *_: (source_page, seen))
    with pymupdf.open() as document:
        document.new_page(width=595, height=842)
        document.save(tmp_path / "scan.pdf")
    read = extract(tmp_path / "scan.pdf", mapping=WARD)
    (said,) = [one for one in read.findings if "which nothing knows" in one.message]
    assert said.code == "low_confidence"
    assert (
        said.message == "page 1 has the label 「花種を配る理由」, which nothing knows: taken for 「花の種を配る理由」"
    )
    assert [span.page for span in said.spans] == [1]
