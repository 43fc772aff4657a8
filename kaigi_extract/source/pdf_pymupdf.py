"""PDF pages through PyMuPDF: one pass for the text, one for what is drawn. Imports pymupdf; decides nothing.

Every call into MuPDF holds `NATIVE`; a generator here lets go of it between two pages.

`get_texttrace` is read and not `rawdict`, since it gives what a reader of the page would see: the drawing order (what
lies under a black box), the render mode (invisible OCR layers, characters thickened by a stroke) and the opacity.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Any

import pymupdf

from kaigi_extract.catalogue import Message
from kaigi_extract.source.askew import Straight, page_skew, slant
from kaigi_extract.source.drawing import add_drawings, paints
from kaigi_extract.source.marks import settle_marks
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.notes import place_notes
from kaigi_extract.source.orientation import Direction, View, place, stack, turn_upright
from kaigi_extract.source.page import (
    ASCENT,
    DESCENT,
    JOINED,
    LAPPED,
    UNKNOWN,
    Frame,
    Hidden,
    LostPage,
    Page,
    Point,
    Run,
    add_run,
    is_sized,
    lightness,
)
from kaigi_extract.source.pymupdf_document import open_pdf, render
from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS
from kaigi_extract.source.pymupdf_fields import (
    buttons_of,
    dingbats,
    fields_of,
    leads_back,
    show_choices,
    take_words,
)
from kaigi_extract.source.pymupdf_layers import OffLayers, has_off_layers, mend_memberships
from kaigi_extract.source.pymupdf_notes import take_marks
from kaigi_extract.source.pymupdf_painting import (
    Painting,
    clipped_drawings,
    find_painted,
    may_have_drawings,
    may_have_pictures,
)
from kaigi_extract.source.pymupdf_text import INVISIBLE_TEXT, complete_trace
from kaigi_extract.source.repairs import repair_runs
from kaigi_extract.source.visibility import OPAQUE, Canvas, Paint, Rgb, drop_redrawn, rgb
from kaigi_extract.text.symbol_fonts import is_dingbats

AT_ONCE = 100
"""Pages read before a document is opened anew: some 50 MB of fonts where every page has its own."""
PIXELS_AT_ONCE = 30_000_000
"""Pixels of pictures that are decoded before MuPDF is told to forget them; left alone, it keeps 256 MB of them."""
BASELINE = 0.2
"""Ems by which the baselines of one line may differ."""

FILL_TEXT, STROKE_TEXT = 0, 1
INVISIBLE: Hidden = "invisible"
BOLD_FLAG = 16
UPRIGHT = (1.0, 0.0)
TYPE_3 = "Type3 ("
LOST_FONT = ""
"""What MuPDF names the font that it sets text in whose own font is not in the file."""
BROKEN_CONTENT = ("content stream", "syntax errors", "premature end", "zlib error", "read error")
"""Words of MuPDF's warnings about a page's own content."""
WRONG_LENGTH = "Length incorrect"
"""Many a good page has this warning; one on which nothing is printed is cut off."""
HARMLESS = ("ActualText with no position", "... repeated")
"""How warnings begin that say nothing of damage: of structured text, which is asked for one character only."""

Dict = dict[str, Any]


def read_pages(path: str, data: bytes, password: str | None = None) -> Iterator[Page | LostPage]:
    """The pages in order, one at a time; a page that cannot be read comes out as `LostPage`.

    MuPDF keeps every object that it has parsed for as long as the document is open, so a long one is opened anew now
    and then: memory does not grow with the number of pages.
    """
    fonts: dict[str, str] = {}
    first, count, decoded = 0, 1, 0
    while first < count:
        with ExitStack() as stack:
            document = stack.enter_context(open_pdf(path, data, password))
            layers = None
            with NATIVE:
                count = document.page_count
                is_form = bool(document.is_form_pdf) and not leads_back(document)
                if mend_memberships(document) or has_off_layers(document):
                    layers = OffLayers(document, stack.enter_context(open_pdf(path, data, password)))
            for index in range(first, min(first + AT_ONCE, count)):
                with NATIVE:
                    page = _read(document, index, fonts, layers, is_form=is_form)
                try:
                    yield page
                finally:
                    with NATIVE:  # what it holds of MuPDF goes here, not wherever the reader's last name of it goes
                        if isinstance(page, Page):
                            page.render = None
                        decoded += _pixels(page)
                        if decoded > PIXELS_AT_ONCE:
                            pymupdf.TOOLS.store_shrink(100)
                            decoded = 0
        with NATIVE:
            pymupdf.TOOLS.store_shrink(100)
        first += AT_ONCE


def _read(
    document: pymupdf.Document, index: int, fonts: dict[str, str], layers: OffLayers | None, *, is_form: bool
) -> Page | LostPage:
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        source = document[index]
        page = read_page(source, fonts, layers, is_form=is_form)
    except Exception as error:  # damaged pages make PyMuPDF's own Python stumble, too
        return LostPage(index + 1, str(error).strip().splitlines()[-1] if str(error).strip() else repr(error))
    damage = _damage(source, page)
    if damage is not None and _is_empty(page):
        return LostPage(index + 1, damage)
    page.damage = damage
    page.render = partial(render, source)
    return page


def _pixels(page: Page | LostPage) -> int:
    """How many pixels the pictures of a page have."""
    return 0 if isinstance(page, LostPage) else sum(picture.width * picture.height for picture in page.pictures)


def _sized(traced: list[Dict]) -> list[Dict]:
    """The spans of a page that have a size to be seen in, at places that are numbers: nearly always all of them."""
    sizes = [span["size"] for span in traced]
    places = sum(map(sum, map(itemgetter("bbox"), traced))) + sum(map(sum, {span["dir"] for span in traced}))
    if traced and is_sized(min(sizes), (max(sizes), places)):
        return list(traced)
    return [span for span in traced if is_sized(span["size"], span["bbox"], span["dir"])]


_CODE = itemgetter(0)
_LOOK = itemgetter("font", "size", "color", "dir", "type", "opacity", "flags", "wmode", "layer")


def _joined(trace: list[Dict]) -> list[Dict]:
    """The spans of a level page, those that go on with the one before made a part of it: what writes a PDF sets four or
    five characters in one go, as it falls, and every later step looks at each span."""
    joined: list[Dict] = []
    look: tuple[Any, ...] = ()
    end = baseline = 0.0
    order = 0
    for span in trace:
        chars, here, size = span["chars"], _LOOK(span), span["size"]
        (_, _, (_, down), (left, *_)), last = chars[0], chars[-1]
        goes_on = here == look and down == baseline and span["seqno"] <= order + 1 and not span["wmode"]
        if goes_on and -LAPPED * size <= left - end <= JOINED * size:
            whole = joined[-1]
            whole["chars"] += chars
            (x0, y0, _, y1), (_, top, x1, foot) = whole["bbox"], span["bbox"]
            whole["bbox"] = (x0, y0 if y0 <= top else top, x1, y1 if y1 >= foot else foot)
        else:
            joined.append(dict(span))
            look = here
        order, end, baseline = span["seqno"], last[3][2], last[2][1]
    return joined


def _is_empty(page: Page) -> bool:
    return not (page.pictures or page.hidden) and all(not run.text.strip(UNKNOWN).strip() for run in page.runs)


def _damage(source: pymupdf.Page, page: Page) -> str | None:
    """Why a part of the page may be missing. MuPDF repairs what it can and only warns; good pages give no warning."""
    if any(run.font == LOST_FONT and UNKNOWN in run.text for run in page.runs):
        return "fonts of it are missing from the file, so that its characters cannot be told"
    warnings = pymupdf.TOOLS.mupdf_warnings().splitlines()
    if all(line.startswith(HARMLESS) for line in warnings) and (
        page.runs or page.rules or page.frames or page.pictures
    ):
        return None
    try:
        there = source.parent.xref_object(source.xref).startswith("<<")
    except PYMUPDF_ERRORS:
        there = False
    if not there:
        return "it is missing from the file"
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        source.read_contents()
        source.get_bboxlog()
    except PYMUPDF_ERRORS as error:
        return Message("its content is damaged ({error})", error=error)
    troubles = pymupdf.TOOLS.mupdf_warnings().splitlines()
    telling = BROKEN_CONTENT if page.runs else (*BROKEN_CONTENT, WRONG_LENGTH)
    trouble = next((line for line in troubles if any(words in line for words in telling)), None)
    return Message("its content is damaged ({trouble})", trouble=trouble) if trouble else None


def read_page(
    source: pymupdf.Page, fonts: dict[str, str], layers: OffLayers | None = None, *, is_form: bool = False
) -> Page:
    """Facts of one page. `fonts` keeps the names of Type 3 fonts, which MuPDF does not give, from page to page.

    `layers` are those of the document that are off, where any is; `is_form` says that it has fields to fill in.
    """
    marks = take_marks(source)
    fields = fields_of(source) if is_form else []
    show_choices(fields)
    traced: list[Dict] = source.get_texttrace()
    words = take_words(fields, traced) if fields else []
    trace = _sized(traced)
    content = source.read_contents()
    complete_trace(source, trace, content)
    drawings = clipped_drawings(source) if is_form or may_have_drawings(source, content) else []
    rotation = source.rotation
    width, height = _size(source, rotation)
    is_level = {span["dir"] for span in trace} <= {UPRIGHT}
    turn = 0 if is_level and not rotation else _turn_upright(trace, rotation)
    view = View(width, height, (rotation + turn) % 360)
    skew = 0.0 if is_level else _skew(trace)
    straight = Straight(width, height, skew) if skew else None
    if straight is not None:
        trace = [_set_straight(span, straight) for span in trace]
        drawings = [straight.drawing(drawing) for drawing in drawings]
    for span in trace:
        if span["font"].startswith(TYPE_3):
            span["font"] = _type_3_name(source.parent, span["font"], fonts)
    frame = Frame(source.number + 1, view.width, view.height, turn, skew)
    painting = find_painted(source) if may_have_pictures(source, content) else None
    level = _joined(trace) if is_level and not view.angle else trace
    page = _drawn(source, frame, level, drawings, view, marks.covers(view, straight), painting)
    if len(trace) < len(traced):
        _hide_unsized(page, traced, view)
    if layers is not None:
        _add_off_layers(page, layers, traced, view)
    if is_form:
        page.buttons = buttons_of(source, fields, view)
        page.runs += [run for note in place_notes(words, view, straight) for run in note.runs()]
    page.notes = place_notes(marks.notes, view, straight)
    page.covered = [area.bbox for area in marks.covers(View(width, height, rotation), None) if area.opacity >= OPAQUE]
    page.drop_endless()
    drop_redrawn(page)
    page.runs = stack(settle_marks(page.runs))
    page.repaired = repair_runs(page.runs)
    return page


def _drawn(
    source: pymupdf.Page,
    frame: Frame,
    trace: list[Dict],
    drawings: list[Dict],
    view: View,
    covers: list[Paint],
    painting: Painting | None,
) -> Page:
    """The page with what is drawn on it, and `covers` over it. What it is painted with is looked up, where it is not
    known, only if that may matter."""
    page = Page(frame, source.rotation)
    _add_all(page, trace, drawings, painting, view, covers)
    if painting is None and any(why in ("faded", "covered") for why, _ in page.hidden):
        painting = find_painted(source)
        if painting.marks or painting.masks or painting.clear:
            page = Page(frame, source.rotation)
            _add_all(page, trace, drawings, painting, view, covers)
    return page


def _add_all(
    page: Page,
    trace: list[Dict],
    drawings: list[Dict],
    painting: Painting | None,
    view: View,
    covers: list[Paint],
) -> None:
    """Adds what is drawn on a page, with what of it can be seen, as far as it is known what that is painted with;
    `covers` are laid over it."""
    if painting is not None and painting.masks:
        drawings = [drawing for drawing in drawings if not painting.is_mask(drawing["seqno"])]
        trace = [span for span in trace if not painting.is_mask(span["seqno"])]
    if painting is not None and painting.clear:
        for drawing in drawings:
            drawing["clear"] = drawing.get("clear") or painting.shows_through(drawing["seqno"])
    add_drawings(page, drawings, view)
    areas = [paint for drawing in drawings for paint in paints(drawing, view)]
    if painting is not None:
        page.pictures = [mark.placed(view) for mark in painting.marks if mark.picture]
        areas += painting.grounds(view)
    _add_text(page, trace, Canvas(view.width, view.height, [*areas, *covers]), view)


def _add_off_layers(page: Page, layers: OffLayers, traced: list[Dict], view: View) -> None:
    """Adds the text that is on layers that are off to what is hidden."""
    for span in layers.hidden(page.frame.number - 1, traced):
        if is_sized(span["size"], span["bbox"], span["dir"]):
            page.hidden += [("layer", run) for run in _runs(span, view) if run.text.strip()]
            names = [span["layer"]] if span["layer"] in layers.names else layers.names
            page.off_layers += [name for name in names if name not in page.off_layers]


def _size(source: pymupdf.Page, rotation: int) -> tuple[float, float]:
    """Width and height of the page as stored, in points: what its file calls a unit may be more than one."""
    rect = source.rect
    return (rect.height, rect.width) if rotation in (90, 270) else (rect.width, rect.height)


def _hide_unsized(page: Page, traced: list[Dict], view: View) -> None:
    """Notes the spans that have no size to be seen in."""
    for span in traced:
        if not is_sized(span["size"], span["bbox"], span["dir"]):
            page.hide_unsized(_text_of(span), *view.point(*span["chars"][0][2]))


def _text_of(span: Dict) -> str:
    if span["font"] == LOST_FONT:
        return "".join([UNKNOWN if c[0] > 32 else " " for c in span["chars"]])
    if is_dingbats(span["font"]):
        return "".join([_dingbat(*c[:2]) for c in span["chars"]])
    text = "".join(map(chr, map(_CODE, span["chars"])))
    return text if text.isprintable() else "".join([c if c >= " " else " " for c in text])


def _dingbat(code: int, glyph: int) -> str:
    """A symbol of Zapf Dingbats: MuPDF gives its code, or the number in its name (a20 is ✔), where it has no other."""
    return chr(code) if code > 0xFF else dingbats().get(glyph) or (chr(code) if code >= 32 else " ")


def _type_3_name(document: pymupdf.Document, font: str, names: dict[str, str]) -> str:
    """The name in the font's descriptor, where it has one: "Type3 (12 0 R)" names its object."""
    if font not in names:
        number = font.removeprefix(TYPE_3).split()[0]
        kind, name = document.xref_get_key(int(number), "FontDescriptor/FontName")
        names[font] = name.lstrip("/").split("+")[-1] if kind == "name" else font
    return names[font]


def _turn_upright(trace: list[Dict], rotation: int) -> int:
    view = View(0, 0, rotation)
    return turn_upright((view.direction(*s["dir"]), len(s["chars"])) for s in trace if not s["wmode"])


def _skew(trace: list[Dict]) -> float:
    """Degrees clockwise by which the page's text lies askew."""
    return page_skew((s["dir"], len(s["chars"])) for s in trace if s["type"] != INVISIBLE_TEXT)


def _set_straight(span: Dict, straight: Straight) -> Dict:
    """A span of a page askew as it is on the page set straight."""
    chars = [(c[0], c[1], straight.point(*c[2]), straight.inside(c[3])) for c in span["chars"]]
    boxes = [c[3] for c in chars]
    left, top, right, bottom = zip(*boxes, strict=True)
    return {
        **span,
        "chars": chars,
        "dir": straight.direction(*span["dir"]),
        "bbox": (min(left), min(top), max(right), max(bottom)),
    }


def _add_text(page: Page, trace: list[Dict], canvas: Canvas, view: View) -> None:
    """Spans to runs, each of what can be seen or of what cannot. Text is thickened by stroking it over its filling."""
    strokes = {_key(span): rgb(span["color"]) for span in trace if span["type"] == STROKE_TEXT}
    filled = {_key(span) for span in trace if span["type"] == FILL_TEXT} if strokes else set()
    colours = {colour: (rgb(colour), lightness(colour)) for colour in {span["color"] for span in trace}}
    for span in trace:
        colour, light = colours[span["color"]]
        bold = span["flags"] & BOLD_FLAG != 0 or "Bold" in span["font"]
        if strokes and (key := _key(span)) in strokes:
            if span["type"] == STROKE_TEXT and key in filled:
                continue
            bold = True
            colour = colour if strokes[key] == colour else None
        opacity, order = span["opacity"], span["seqno"]
        is_invisible = opacity == 0 or span["type"] == INVISIBLE_TEXT
        for run in _runs(span, view):
            run.bold, run.lightness = bold, 1 - (1 - light) * opacity
            if not is_invisible and canvas.shows(run, order, colour):
                add_run(page.runs, run)
            elif is_invisible:
                page.hidden += [(INVISIBLE, run)] if run.text.strip() else []
            else:
                _add_in_part(page, run, canvas, order, colour)


def _add_in_part(page: Page, run: Run, canvas: Canvas, order: int, colour: Rgb | None) -> None:
    """A run, as far as it can be seen. `colour` is None where it cannot be told."""
    for hidden, part in canvas.split(run, order, colour):
        if hidden is None:
            page.runs.append(part)
        elif part.text.strip():
            page.hidden.append((hidden, part))


def _key(span: Dict) -> tuple[int, float, float, int]:
    first = span["chars"][0]
    return first[0], round(first[2][0], 1), round(first[2][1], 1), len(span["chars"])


def _runs(span: Dict, view: View) -> list[Run]:
    """The run of a span; more where its characters are on more than one line."""
    chars, size, font = span["chars"], span["size"], span["font"]
    text = _text_of(span)
    x0, y0, x1, y1 = span["bbox"]
    fx0, fy0, _, fy1 = chars[0][3]
    if (
        not view.angle
        and span["dir"] == UPRIGHT
        and not span["wmode"]
        and (y1 - y0 - fy1 + fy0 < BASELINE * size and fx0 - x0 < size and x1 - chars[-1][3][2] < size)
    ):
        baseline = chars[0][2][1]
        start, end = [c[3][0] for c in chars], [c[3][2] for c in chars]
        return [Run(text, start, end, baseline - ASCENT * size, baseline + DESCENT * size, size, font)]
    direction = view.direction(*span["dir"])
    origins = [view.point(*c[2]) for c in chars]
    side = 0 if direction[0] and not span["wmode"] else 1
    boxes = [view.box(c[3]) for c in chars]
    advances = [box[2 + side] - box[side] for box in boxes]
    runs = []
    for a, b in _lines(origins, direction if not span["wmode"] else (0, 1), size):
        run = place(text[a:b], origins[a:b], advances[a:b], "down" if span["wmode"] else direction, size)
        run.font, run.slant = font, slant(*span["dir"])
        runs.append(run)
    return runs


def _lines(origins: list[Point], direction: Direction, size: float) -> Iterator[tuple[int, int]]:
    """Ranges of characters that are on one baseline, each after the one before it."""
    along, across = (0, 1) if direction[0] else (1, 0)
    forward = direction[along]
    at = 0
    for k, (one, two) in enumerate(pairwise(origins), 1):
        if abs(one[across] - two[across]) > BASELINE * size or (two[along] - one[along]) * forward < -size / 2:
            yield at, k
            at = k
    yield at, len(origins)
