"""What lies over the cells of a sheet: boxes to tick, text boxes, pictures, charts, comments. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.sheet_package import SheetPackage, local
from kaigi_extract.text.choices import CHECKED, UNCHECKED

PICTURE = "a picture at {place} was not read"
CHART = "a chart or drawing at {place} was not read"
CONTROL = "a form control ({kind}) at {place} was not read"
COMMENTS = "{count} comments on cells of {sheet} were not read"
_BOXES = frozenset({"checkbox", "radio"})
_SHAPES = {"pic": PICTURE, "graphicFrame": CHART}


@dataclass(slots=True)
class Shape:
    """Something over the cell of this row and column (from 0): words, or what was not read."""

    row: int
    column: int
    text: str = ""
    unread: str | None = None
    """What to say of it, with the place of its cell as {place}."""
    what: str = ""
    """Which control it is, as {kind}."""
    in_cell: bool = False
    """It is a box to tick, which belongs to the words of its cell."""


def shapes_of(package: SheetPackage, sheet: str) -> Iterator[Shape]:
    """What lies over the cells of a sheet."""
    boxes = [shape for name in package.related(sheet, "vmlDrawing") for shape in _controls(package.xml(name))]
    yield from boxes
    words = {shape.text.strip(CHECKED + UNCHECKED + " ") for shape in boxes}
    for name in package.related(sheet, "drawing"):
        for anchor in package.xml(name).iterchildren():
            yield from (shape for shape in _anchored(anchor) if not shape.text or shape.text not in words)


def comment_count(package: SheetPackage, sheet: str) -> int:
    """How many comments hang on the cells of a sheet."""
    names = [*package.related(sheet, "comments"), *package.related(sheet, "threadedComment")]
    return max(
        (sum(local(one) in ("comment", "threadedComment") for one in package.xml(name).iter()) for name in names),
        default=0,
    )


def _controls(root: Any) -> Iterator[Shape]:
    """Form controls, which every program writes in the old language of drawings."""
    for shape in root.iter("{urn:schemas-microsoft-com:vml}shape"):
        data = next((one for one in shape.iterchildren() if local(one) == "ClientData"), None)
        if data is None:
            continue
        kind = data.get("ObjectType", "")
        said = {local(one): (one.text or "").strip() for one in data.iterchildren()}
        if kind == "Note" or (said.get("Visible") == "False"):
            continue
        place = [int(number) for number in re.findall(r"-?\d+", said.get("Anchor", ""))] or [0, 0, 0]
        row, column = (max(place[2], 0) if len(place) > 2 else 0), max(place[0], 0)
        words = " ".join("".join([one for box in shape.iter("{*}textbox") for one in box.itertext()]).split())
        if kind.lower() in _BOXES:
            ticked = said.get("Checked", "0") not in ("", "0")
            yield Shape(row, column, f"{CHECKED if ticked else UNCHECKED}{words}", in_cell=True)
        elif kind in ("Drop", "List", "Spin", "Scroll", "Edit", "Pict"):
            yield Shape(row, column, unread=CONTROL, what=kind)


def _anchored(anchor: Any) -> Iterator[Shape]:
    start = anchor.find("{*}from")
    row = _number(start, "row") if start is not None else 0
    column = _number(start, "col") if start is not None else 0
    for element in anchor.iter():
        kind = local(element)
        if kind in _SHAPES:
            yield Shape(row, column, unread=_SHAPES[kind])
        elif kind == "sp" and not _is_hidden(element):
            paragraphs = ("".join([one.text or "" for one in p.iter("{*}t")]) for p in element.iter("{*}p"))
            text = "\n".join(words for words in paragraphs if words.strip())
            if text:
                yield Shape(row, column, text)


def _is_hidden(shape: Any) -> bool:
    return any(local(one) == "cNvPr" and one.get("hidden") in ("1", "true") for one in shape.iter())


def _number(element: Any, name: str) -> int:
    said = element.findtext(f"{{*}}{name}", "0").strip()
    return min(int(said), 1_048_575) if said.isdigit() else 0
