"""A page's picture to the same facts that a born-digital page has: runs of text, rules. The entry of this room.

picture -> sheet (evened, upright, straight) -> rules -> lines between them -> engine -> runs. Decides nothing about
content: what an engine is unsure of stays beside what it read, for the parts to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.ocr.line_crops import CLOSE, WIDE, Crop, cut_crop
from kaigi_extract.ocr.line_segmentation import Box, Segments, find_lines
from kaigi_extract.ocr.lookalikes import tell_apart
from kaigi_extract.ocr.page_image import Grey, Sheet, even_grey, make_sheet
from kaigi_extract.ocr.positions import place_run, usual_em
from kaigi_extract.ocr.protocol import Letter, Recogniser
from kaigi_extract.ocr.ruled_lines import Ruling, find_rules
from kaigi_extract.ocr.specks import FORMS, without_dust
from kaigi_extract.ocr.symbols import find_signs
from kaigi_extract.ocr.text_layer import Layer
from kaigi_extract.source import Frame, Page, Rule, Run
from kaigi_extract.source.page import Bbox, Pixels

POINTS = 72
"""An inch."""
FINEST, COARSEST = 300.0, 150.0
"""Dots an inch between which a page is read: engines gain nothing above, and find nothing below."""
LONGEST = 4400
"""Pixels of the longer side that a page is rendered in at most: A3 at 300 dpi, less for posters."""
AXIS_DPI = 75.0
"""Dots an inch at which lines down the page are looked for."""
LONGER = 1.3
"""Times by which lines along one axis must be longer for the other not to be tried."""
SAMPLE = 6
"""The longest lines, which are read first to see which way up the page is. It is..."""
LEGIBLE = 0.55
"""...where so much of them is legible. Letters upside down, or on their right side, are few and..."""
JUNK = 4
"""...unsure: to this power one at 0.6 counts for an eighth. And..."""
FEW = 1
"""...a sample of so many letters is legible by half at best."""
DOUBT = 0.9
"""A line with a letter less sure is looked at a second time."""
UNREAD = 0.6
"""Average sureness up to which what was read is no text: dust, a stamp, part of a picture."""

LAYER_AGREES = 0.99
"""Agreement from which on an invisible layer is as good as reading the page again."""
MARKED = 0.15
"""Part of the page from its top in which marks stand in a frame."""
MARK_WIDTH, MARK_HEIGHT, MARK_SLACK = 160.0, (10.0, 40.0), 3.0
"""Points: the greatest width of such a frame, its least and greatest height, and by how much its sides may differ."""
ALONE, THIN = 0.3, 0.1
"""Ems. Ink by itself that is smaller, or less wide, is not read but taken for dust, and for what is left of a rule: a 1
half as large as the text is larger. And..."""
SPECK = 0.5
"""...unread ink that is smaller is not worth a finding."""


@dataclass(slots=True)
class Recognition:
    """What was recognised on a page."""

    page: Page
    unread: list[Bbox] = field(default_factory=list)
    """Where something stands that could not be read, on the upright page, in points."""
    agreement: float | None = None
    """Of an invisible layer: the part of the sampled characters in which it says what the picture says."""
    layer: bool = False
    """Whether that layer's text was taken."""

    @property
    def confidence(self) -> float | None:
        """How likely a character is right, on average; None where nothing was read."""
        sures = [sure for run in self.page.runs for sure in run.sure or ()]
        return round(sum(sures) / len(sures), 4) if sures else None


@dataclass(slots=True)
class _View:
    """A sheet with what was found on it before anything was read."""

    sheet: Sheet
    ruling: Ruling
    segments: Segments

    def read(self, engine: Recogniser, boxes: Sequence[Box], margin: float) -> list[tuple[Crop, list[Letter]]]:
        em = self.segments.em
        crops = [cut_crop(self.sheet, self.ruling.mask, box, em, margin) for box in boxes]
        return list(zip(crops, engine.read([crop.grey for crop in crops]), strict=True))

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return self.sheet.dpi / POINTS

    def rules(self) -> list[Rule]:
        """Its rules in points."""
        scale = self.scale
        strokes = self.ruling.strokes
        return [Rule(s.x0 / scale, s.y0 / scale, s.x1 / scale, s.y1 / scale, s.width / scale) for s in strokes]


def recognise(page: Page, engine: Recogniser, *, check_layer: bool = False) -> Recognition:
    """The page as read from its picture. Text that it carries itself and can be seen is kept and not read again.

    With `check_layer` its invisible text is taken instead of reading, if it says what a sample of the lines says.
    """
    dpi = _resolution(page)
    even = even_grey(_drawn(page, dpi), dpi)
    _wipe(even, page, dpi)
    view, sample = _upright(even, dpi, engine, page.frame.turn if page.runs else None)
    frame = _frame(page, view.sheet)
    recognition = Recognition(_moved(page, frame))
    boxes = {k: box for k, box in enumerate(view.segments.boxes) if _may_be_text(box, view.segments.em)}
    if check_layer:
        layer = Layer(page, frame, view.segments, view.scale)
        recognition.agreement = layer.agreement({k: letters for k, (_, letters) in sample.items()})
        if recognition.agreement >= LAYER_AGREES:
            recognition.page.runs += layer.runs(recognition.agreement)
            boxes = {k: box for k, box in boxes.items() if k in layer.empty}
            recognition.layer = True
    _add_lines(recognition, view, _read_all(view, engine, boxes, sample))
    rules = view.rules()
    frames = _frames(rules, frame)
    recognition.page.frames = [*page.frames, *(box for _, box in frames)]
    drawn = {id(rule) for sides, _ in frames for rule in sides}
    recognition.page.rules += [_below(rule, [box for _, box in frames]) for rule in rules if id(rule) not in drawn]
    return recognition


def _resolution(page: Page) -> float:
    """Dots an inch of the page's largest picture, within reason."""
    finest = max((p.width * POINTS / max(p.bbox[2] - p.bbox[0], 1.0) for p in page.pictures), default=FINEST)
    longest = max(page.frame.width, page.frame.height) / POINTS
    return min(max(finest, COARSEST), FINEST, LONGEST / longest)


def _wipe(even: Grey, page: Page, dpi: float) -> None:
    """Takes the page's own text off its picture."""
    scale = dpi / POINTS
    for run in page.runs:
        x0, y0, x1, y1 = (round(value * scale) for value in page.frame.display(run.bbox))
        even[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = 255


def _look(even: Grey, dpi: float, turn: int) -> _View:
    sheet = make_sheet(even, dpi, turn)
    ruling = find_rules(sheet)
    return _View(sheet, ruling, find_lines(sheet, ruling))


Sample = dict[int, tuple[Crop, list[Letter]]]


def _upright(even: Grey, dpi: float, engine: Recogniser, turn: int | None) -> tuple[_View, Sample]:
    """The view in which the page stands upright, with its longest lines as read. `turn` where it is known.

    Engines read letters that lie on their left side, too: of a page that must be turned by 90 degrees, 0 reads as well.
    So 0 is right only if 90 is illegible, or if lines are much the longer along it; and so with 180 and 270.
    """
    if turn is not None:
        view = _look(even, dpi, turn)
        return view, _sample(view, engine)
    tried: dict[int, tuple[float, _View, Sample]] = {}
    for lying, upright in ((0, 90), (180, 270)):
        tried[lying] = _try(even, dpi, engine, lying)
        if tried[lying][0] < LEGIBLE:
            continue
        if _line_length(tried[lying][1].segments) > LONGER * _length_down(even, dpi):
            return tried[lying][1:]
        tried[upright] = _try(even, dpi, engine, upright)
        return tried[upright if tried[upright][0] >= LEGIBLE else lying][1:]
    tried |= {turn: _try(even, dpi, engine, turn) for turn in (90, 270)}
    return max(tried.values(), key=lambda one: one[0])[1:]


def _length_down(even: Grey, dpi: float) -> float:
    """How long lines are, in ems, down the page as displayed."""
    small = cv2.resize(even, None, fx=AXIS_DPI / dpi, fy=AXIS_DPI / dpi, interpolation=cv2.INTER_AREA)
    return _line_length(_look(np.asarray(small, np.uint8), AXIS_DPI, 90).segments)


def _try(even: Grey, dpi: float, engine: Recogniser, turn: int) -> tuple[float, _View, Sample]:
    """How legible the longest lines of a view are, 0 to 1; the view; and the lines."""
    view = _look(even, dpi, turn)
    sample = _sample(view, engine)
    letters = [letter for _, line in sample.values() for letter in line]
    return sum(letter.sure**JUNK for letter in letters) / (len(letters) + FEW), view, sample


def _sample(view: _View, engine: Recogniser) -> Sample:
    """The longest lines, read."""
    boxes = view.segments.boxes
    chosen = sorted(range(len(boxes)), key=lambda k: _length(boxes[k]), reverse=True)[:SAMPLE]
    return dict(zip(chosen, view.read(engine, [boxes[k] for k in chosen], WIDE), strict=True))


def _line_length(segments: Segments) -> float:
    """How long the line is, in ems, that a bit of ink stands in on average."""
    lengths = [(box.x1 - box.x0) / segments.em for box in segments.boxes if not box.letters]
    return sum(length * length for length in lengths) / (sum(lengths) or 1.0)


def _may_be_text(box: Box, em: float) -> bool:
    return _length(box) >= ALONE * em and box.x1 - box.x0 >= THIN * em


def _length(box: Box) -> int:
    return max(box.x1 - box.x0, box.y1 - box.y0)


def _mean(letters: Iterable[Letter]) -> float:
    sures = [letter.sure for letter in letters]
    return sum(sures) / len(sures) if sures else 0.0


def _read_all(
    view: _View, engine: Recogniser, boxes: dict[int, Box], sample: Sample
) -> list[tuple[Box, Crop, list[Letter]]]:
    """The lines that are asked for, the doubtful ones from two looks."""
    rest = [k for k in boxes if k not in sample]
    read = sample | dict(zip(rest, view.read(engine, [boxes[k] for k in rest], WIDE), strict=True))
    doubtful = [k for k in boxes if any(letter.sure < DOUBT for letter in read[k][1])]
    again = view.read(engine, [boxes[k] for k in doubtful], CLOSE)
    for k, (crop, letters) in zip(doubtful, again, strict=True):
        read[k] = (read[k][0], vote(read[k][1], letters, crop.x0 - read[k][0].x0))
    return [(box, *read[k]) for k, box in boxes.items()]


def _frame(page: Page, sheet: Sheet) -> Frame:
    scale = sheet.dpi / POINTS
    height, width = sheet.grey.shape
    return Frame(page.frame.number, width / scale, height / scale, sheet.turn, sheet.skew)


def _moved(page: Page, frame: Frame) -> Page:
    """The page's own facts in a frame that is straight where the picture is."""
    runs = [_move_run(run, page.frame, frame) for run in page.runs]
    return replace(page, frame=frame, runs=runs, rules=list(page.rules))


def _move_run(run: Run, old: Frame, new: Frame) -> Run:
    """The run by as much as its middle moves; what turns with it is too little to matter."""
    x0, y0, x1, y1 = run.bbox
    shown = old.display((x0, y0, x1, y1))
    x, y = new.upright((shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2)
    across, down = x - (x0 + x1) / 2, y - (y0 + y1) / 2
    along, over = (down, across) if run.vertical else (across, down)
    return replace(
        run,
        start=[at + along for at in run.start],
        end=[at + along for at in run.end],
        low=run.low + over,
        high=run.high + over,
    )


def _frames(rules: list[Rule], frame: Frame) -> list[tuple[list[Rule], Bbox]]:
    """Small boxes near the top of the page, with the rules that they are drawn of: marks such as 資料1 stand in one.

    Their upright sides are too short to be told from strokes of letters.
    """
    flat = [r for r in rules if r.horizontal and r.y1 < MARKED * frame.height and r.x1 - r.x0 < MARK_WIDTH]
    found: list[tuple[list[Rule], Bbox]] = []
    for upper in flat:
        for lower in flat:
            level = max(abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1)) <= MARK_SLACK
            if level and MARK_HEIGHT[0] <= lower.y0 - upper.y0 <= MARK_HEIGHT[1]:
                x0, x1 = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
                within = (x0 - MARK_SLACK, upper.y0 - MARK_SLACK, x1 + MARK_SLACK, lower.y1 + MARK_SLACK)
                sides = [r for r in rules if _lies_in(r, within)]
                found.append((sides, (x0, upper.y0, x1, lower.y1)))
    return found if len(found) == 1 else []


def _below(rule: Rule, frames: list[Bbox]) -> Rule:
    """The rule; of an upright one that runs into the side of a mark above its table, what is below the mark."""
    for x0, y0, x1, y1 in frames:
        on_side = min(abs(rule.x0 - x0), abs(rule.x0 - x1)) <= MARK_SLACK
        if on_side and not rule.horizontal and y0 - MARK_SLACK <= rule.y0 < y1 < rule.y1:
            return replace(rule, y0=y1)
    return rule


def _lies_in(rule: Rule, box: Bbox) -> bool:
    return box[0] <= rule.x0 and box[1] <= rule.y0 and rule.x1 <= box[2] and rule.y1 <= box[3]


def _drawn(page: Page, dpi: float) -> Pixels:
    assert page.render is not None
    try:
        return page.render(dpi)
    except Exception as error:  # a damaged page makes each renderer stumble in its own way
        raise EngineFailed(f"its picture cannot be drawn ({error})") from error


def _add_lines(recognition: Recognition, view: _View, readings: list[tuple[Box, Crop, list[Letter]]]) -> None:
    scale = view.scale
    em = usual_em([letters for _, crop, letters in readings if not crop.letters], view.segments.em)
    for box, crop, read in readings:
        letters = tell_apart(without_dust(find_signs(_without_spaces(read), crop, em), crop, em))
        if _mean(letters) > UNREAD and any(letter.text not in FORMS for letter in letters):
            recognition.page.runs.append(place_run(letters, crop, box, em, scale))
        elif _length(box) >= SPECK * em:
            recognition.unread.append((box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale))


def _without_spaces(letters: list[Letter]) -> list[Letter]:
    """Spaces are left to the layout, which sees empty paper, except between Latin words."""
    return [
        letter
        for before, letter, after in zip([None, *letters], letters, [*letters[1:], None], strict=False)
        if letter.text.strip() or (before and after and (before.text + after.text).isascii())
    ]
