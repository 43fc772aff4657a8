"""What MuPDF's own lists leave out of what is painted: which clips hold, pictures as they show, shades, blending.

`clipped_drawings` completes the list of drawings; `find_painted` runs a page through a device of ours, in Python, which
is slow where there is much text: it is asked for pages with pictures, and where text seems to be hidden. Imports
pymupdf; decides nothing. Hold `NATIVE`.
"""

from __future__ import annotations

from typing import Any

import pymupdf
from pymupdf import mupdf

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.drawing import CLEAR, Drawing
from kaigi_extract.source.orientation import View
from kaigi_extract.source.outline import bounds
from kaigi_extract.source.page import Bbox, PlacedImage
from kaigi_extract.source.visibility import OPAQUE, Paint, intersection
from kaigi_extract.text.late_pattern import late_pattern

NORMAL = 0
"""MuPDF's number of the blend mode in which things hide what is under them."""
INLINE_IMAGE = late_pattern(rb"\bBI\s*/")
"""How an image within a content stream begins."""
_DRAWS = late_pattern(rb"[fFbBsSD](?<=[\s\])>].)(?:[*ho]|cn|CN)?(?![^\s/(<\[%])")
"""An operator by which a content stream paints a path (f, B*, S …) or a shade (sh), draws an object (Do), or takes up a
colour that may be a pattern (scn); some text looks like one, which costs a look at the drawings."""
DRAWS_OBJECT = b"Do"
"""The operator by which a page draws an image or a form; what its resources name beside that is not drawn."""
MOST_FORMS = 200
"""Form XObjects of a page that are looked through for inline images: they may hold any amount of drawing."""


def may_have_drawings(source: pymupdf.Page, content: bytes) -> bool:
    """Whether anything may be drawn on a page beside its text: by an operator of its content, as the glyph of a font,
    as the look of an annotation. On a page of running text this costs a fraction of what looking for drawings does."""
    return _DRAWS.search(content) is not None or bool(source.annot_xrefs()) or _draws_glyphs(source)


def _draws_glyphs(source: pymupdf.Page) -> bool:
    """Whether a page has a font whose glyphs are drawings (Type 3)."""
    page = source.this if isinstance(source.this, mupdf.PdfPage) else mupdf.pdf_page_from_fz_page(source.this)
    fonts = mupdf.pdf_dict_gets(mupdf.pdf_page_resources(page), "Font")
    kinds = (mupdf.pdf_dict_get_val(fonts, at) for at in range(mupdf.pdf_dict_len(fonts)))
    return any(mupdf.pdf_to_name(mupdf.pdf_dict_gets(kind, "Subtype")) == "Type3" for kind in kinds)


def clipped_drawings(source: pymupdf.Page) -> list[Drawing]:
    """The page's drawings, each with what `drawing` wants to know of the clips and groups that it is drawn in."""
    result: list[Drawing] = []
    holding: list[_Level] = []
    for drawing in source.get_cdrawings(extended=True):
        level = drawing["level"]
        while holding and level <= holding[-1].level:
            holding.pop()
        above = holding[-1] if holding else _PAGE
        match drawing["type"]:
            case "clip":
                holding.append(above.clipped(level, drawing))
            case "group":
                clear = above.clear or drawing["blendmode"] != "Normal" or drawing["opacity"] < OPAQUE
                holding.append(_Level(level, above.limit, above.clips, clear))
            case _:
                if len(drawing["items"]) > 1 and any(map(_is_inverted, drawing["items"])):
                    drawing["rect"] = bounds(drawing["items"])  # MuPDF's leaves out what is left of such a rectangle
                drawing["limit"] = above.limit
                if above.clips:
                    drawing["clips"] = above.clips
                # a level between that no clip or group accounts for is a clip of text or of a mask
                if above.clear or level > above.level + 1:
                    drawing["clear"] = True
                result.append(drawing)
    return result


def _is_inverted(item: tuple[Any, ...]) -> bool:
    """Whether a piece of a path is a rectangle whose second corner is left of the first, or above it."""
    return item[0] == "re" and bool(item[1][0] > item[1][2] or item[1][1] > item[1][3])


Clip = tuple[list[Any], bool]
"""Items of a path, and whether it is filled by the even-odd rule."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A clip or a group that holds, together with those around it."""

    level: int
    limit: Bbox | None
    clips: tuple[Clip, ...]
    clear: bool

    def clipped(self, level: int, clip: Drawing) -> _Level:
        box = clip["scissor"]
        limit = intersection(box, self.limit) if self.limit else box
        items = clip["items"]
        if len(items) == 1 and items[0][0] == "re":
            return _Level(level, limit, self.clips, self.clear)
        return _Level(level, limit, (*self.clips, (items, bool(clip["even_odd"]))), self.clear)


_PAGE = _Level(-1, None, (), False)


def may_have_pictures(source: pymupdf.Page, content: bytes) -> bool:
    """Whether any image may be drawn on a page: one that its resources name, or one within its content itself."""
    if _has_inline_image(content):
        return True
    if DRAWS_OBJECT not in content:
        return False
    if source.get_images():
        return True
    document = source.parent
    forms = document.get_page_xobjects(source.number)[:MOST_FORMS]
    return any(_has_inline_image(document.xref_stream(number) or b"") for number in {form[0] for form in forms})


def _has_inline_image(content: bytes) -> bool:
    return b"BI" in content and INLINE_IMAGE.search(content) is not None


@dataclass(slots=True)
class Painted:
    """A picture or a shade as painted on the stored page."""

    order: int
    box: Bbox
    """What of it shows."""
    whole: Bbox
    picture: bool
    """Else it is a shade."""
    width: int
    height: int
    """Pixels across and down the stored page."""
    bits: int
    opaque: bool

    def placed(self, view: View) -> PlacedImage:
        box, whole = view.box(self.box), view.box(self.whole)
        turned = view.angle in (90, 270)
        width, height = (self.height, self.width) if turned else (self.width, self.height)
        return PlacedImage(box, width, height, None if box == whole else whole, self.opaque, self.bits)

    def paint(self, view: View) -> Paint:
        return Paint(self.order, view.box(self.box), None, 1.0 if self.opaque else CLEAR)


@dataclass(slots=True)
class Painting:
    """What a page is painted with."""

    marks: list[Painted]
    """Pictures and shades in drawing order, cut by the page's clips and its edges."""
    masks: list[tuple[int, int]]
    """Places in the order of drawing from and up to which soft masks are drawn: nothing of them is seen."""
    clear: list[tuple[int, int]]
    """Places from and up to which masks and text clip what is drawn, so that things below show through."""

    def grounds(self, view: View) -> list[Paint]:
        """What letters may stand on, or be hidden by."""
        return [mark.paint(view) for mark in self.marks]

    def is_mask(self, order: int) -> bool:
        """Whether what is drawn there is drawn on a soft mask, and not on the page."""
        return any(first <= order < last for first, last in self.masks)

    def shows_through(self, order: int) -> bool:
        """Whether what is drawn there is cut by a mask, or by text."""
        return any(first <= order < last for first, last in self.clear)


def find_painted(source: pymupdf.Page) -> Painting:
    """What a page is painted with."""
    rotation = source.rotation
    if rotation:
        source.set_rotation(0)
    try:
        page = source.this if isinstance(source.this, mupdf.FzPage) else mupdf.FzPage(source.this)
        bounds = mupdf.fz_bound_page(page)
        device = _Marks((bounds.x0, bounds.y0, bounds.x1, bounds.y1))
        mupdf.fz_run_page(page, device, mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(device)
    finally:
        if rotation:
            source.set_rotation(rotation)
    return Painting(device.marks, device.masks, device.clear)


class _Marks(mupdf.FzDevice2):  # type: ignore[misc]
    """A device that notes pictures and shades, and counts everything that is drawn as MuPDF's other lists do."""

    EVENTS = (
        "fill_path stroke_path fill_text stroke_text ignore_text fill_image fill_image_mask fill_shade clip_path "
        "clip_stroke_path clip_text clip_stroke_text clip_image_mask pop_clip begin_group end_group begin_mask end_mask"
    )

    def __init__(self, page: Bbox) -> None:
        super().__init__()
        for event in self.EVENTS.split():
            getattr(self, f"use_virtual_{event}")()
        self.page = page
        self.order = 0
        self.marks: list[Painted] = []
        self.clips: list[tuple[Bbox, bool, int]] = []
        """The box of each clip that holds, whether it lets things through (that of a mask, or of text), and since
        which place in the order it holds."""
        self.clear: list[tuple[int, int]] = []
        self.groups: list[bool] = []
        """Whether each open group is mixed with what is under it."""
        self.masking = 0
        self.masks: list[tuple[int, int]] = []
        self.mask_from = 0

    def _count(self, *_: Any) -> None:
        self.order += 1

    fill_path = stroke_path = fill_text = stroke_text = ignore_text = _count

    def fill_image(self, _ctx: Any, image: Any, ctm: Any, alpha: float, *_: Any) -> None:
        solid = alpha >= OPAQUE and not image.mask and not image.use_colorkey
        self._mark(_unit(ctm), image, ctm, solid)

    def fill_image_mask(self, _ctx: Any, image: Any, ctm: Any, *_: Any) -> None:
        self._mark(_unit(ctm), image, ctm, False)

    def fill_shade(self, _ctx: Any, shade: Any, ctm: Any, alpha: float, *_: Any) -> None:
        self._mark(_box(mupdf.ll_fz_bound_shade(shade, ctm)), None, ctm, alpha >= OPAQUE)

    def _mark(self, whole: Bbox, image: Any, ctm: Any, solid: bool) -> None:
        box = intersection(whole, self.clips[-1][0] if self.clips else self.page)
        if not self.masking and box[0] < box[2] and box[1] < box[3]:
            through = any(clear for _, clear, _ in self.clips) or any(self.groups)
            width, height = (image.w, image.h) if image is not None else (0, 0)
            if abs(ctm.b) > abs(ctm.a):
                width, height = height, width
            bits = image.bpc if image is not None else 0
            self.marks.append(
                Painted(self.order, box, whole, image is not None, width, height, bits, solid and not through)
            )
        self.order += 1

    def _clip(self, box: Bbox, clear: bool) -> None:
        self.clips.append((intersection(box, self.clips[-1][0] if self.clips else self.page), clear, self.order))

    def clip_path(self, _ctx: Any, path: Any, _even_odd: int, ctm: Any, _scissor: Any) -> None:
        self._clip(_box(mupdf.ll_fz_bound_path(path, None, ctm)), False)

    def clip_stroke_path(self, _ctx: Any, path: Any, stroke: Any, ctm: Any, _scissor: Any) -> None:
        self._clip(_box(mupdf.ll_fz_bound_path(path, stroke, ctm)), True)

    def clip_text(self, _ctx: Any, text: Any, ctm: Any, _scissor: Any) -> None:
        self._clip(_box(mupdf.ll_fz_bound_text(text, None, ctm)), True)

    def clip_stroke_text(self, _ctx: Any, text: Any, stroke: Any, ctm: Any, _scissor: Any) -> None:
        self._clip(_box(mupdf.ll_fz_bound_text(text, stroke, ctm)), True)

    def clip_image_mask(self, _ctx: Any, _image: Any, ctm: Any, _scissor: Any) -> None:
        self._clip(_unit(ctm), True)

    def pop_clip(self, _ctx: Any) -> None:
        if self.clips:
            _, clear, since = self.clips.pop()
            if clear:
                self.clear.append((since, self.order))

    def begin_group(self, _ctx: Any, _box: Any, _cs: Any, _iso: int, _knock: int, blend: int, alpha: float) -> None:
        self.groups.append(blend != NORMAL or alpha < OPAQUE)

    def end_group(self, _ctx: Any) -> None:
        if self.groups:
            self.groups.pop()

    def begin_mask(self, *_: Any) -> None:
        if not self.masking:
            self.mask_from = self.order
        self.masking += 1

    def end_mask(self, *_: Any) -> None:
        """What was drawn since the mask began is none of the page's; what comes shows through it, as by a clip."""
        self.masking -= 1
        if not self.masking:
            self.masks.append((self.mask_from, self.order))
        self._clip(self.page, True)


def _box(rect: Any) -> Bbox:
    return rect.x0, rect.y0, rect.x1, rect.y1


def _unit(ctm: Any) -> Bbox:
    """The box that the unit square becomes."""
    xs = ctm.e, ctm.e + ctm.a, ctm.e + ctm.c, ctm.e + ctm.a + ctm.c
    ys = ctm.f, ctm.f + ctm.b, ctm.f + ctm.d, ctm.f + ctm.b + ctm.d
    return min(xs), min(ys), max(xs), max(ys)
