"""A page's picture to the same facts that a born-digital page has: runs of text, ruled lines. The entry of this room.

picture -> page image (evened, upright, straight) -> ruled lines -> lines of text -> engine -> runs. Decides nothing
about content: what an engine doubts is kept beside what it read, for others to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from itertools import chain

import cv2
import numpy as np

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.combine import vote
from kaigi_extract.ocr.confidence import power_of
from kaigi_extract.ocr.context import in_context
from kaigi_extract.ocr.creases import wipe_creases
from kaigi_extract.ocr.framed_stamps import wipe_framed_stamps
from kaigi_extract.ocr.glyph_forms import known_forms
from kaigi_extract.ocr.guard import draw
from kaigi_extract.ocr.line_crops import LineCrop, cut_crop
from kaigi_extract.ocr.line_segmentation import LineBox, Segments, find_lines
from kaigi_extract.ocr.lost_lines import lost_lines
from kaigi_extract.ocr.lost_strokes import with_lost_strokes
from kaigi_extract.ocr.mark_frames import add_rules
from kaigi_extract.ocr.missed_marks import with_missed_marks, without_ghosts
from kaigi_extract.ocr.name_forms import with_forms
from kaigi_extract.ocr.narrow_kana import read_narrow
from kaigi_extract.ocr.ngrams import known_ngrams
from kaigi_extract.ocr.page_image import MM, Grey, PageImage, even_grey, find_skew, make_page_image
from kaigi_extract.ocr.paper_size import true_size
from kaigi_extract.ocr.pen_strokes import wipe_pen_circles, wipe_pen_lines
from kaigi_extract.ocr.pen_ticks import wipe_pen_ticks
from kaigi_extract.ocr.positions import place_run, usual_em
from kaigi_extract.ocr.protocol import Character, Recogniser
from kaigi_extract.ocr.ruled_lines import RuledLines, find_ruled_lines
from kaigi_extract.ocr.seals import wipe_seals
from kaigi_extract.ocr.second_look import has_doubts, look_again
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings, RecognitionSettings
from kaigi_extract.ocr.sheet_settings import SealSettings, TextStrokeSettings
from kaigi_extract.ocr.short_lines import read_short
from kaigi_extract.ocr.slanted_strokes import wipe_slanted_strokes
from kaigi_extract.ocr.specks import FORMS, without_specks
from kaigi_extract.ocr.strays import find_strays
from kaigi_extract.ocr.symbols import find_symbols
from kaigi_extract.ocr.text_layer import Layer
from kaigi_extract.ocr.thin_lines import thin_lines
from kaigi_extract.ocr.under_stamps import doubted_under
from kaigi_extract.ocr.vertical_columns import find_writing
from kaigi_extract.ocr.vertical_crops import lie
from kaigi_extract.ocr.vertical_reading import may_lie, one_reading
from kaigi_extract.ocr.worn_words import with_worn_words
from kaigi_extract.source import Frame, Page, Rule, Run
from kaigi_extract.source.moves import resized
from kaigi_extract.source.page import POINTS, Bbox

LONGEST_SIDE = 4400
"""Pixels of the longer side that a page is rendered in at most: A3 at 300 dpi, less for posters."""
AXIS_DPI = 75.0
"""Dots an inch at which lines down the page are looked for."""


@dataclass(slots=True)
class Recognition:
    """What was recognised on a page."""

    page: Page
    unread: list[Bbox] = field(default_factory=list)
    """Where something is printed that could not be read, on the upright page, in points."""
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
    """A page image with what was found on it before anything was read."""

    image: PageImage
    ruled: RuledLines
    segments: Segments
    settings: OcrSettings
    wiped: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Where lines that run off the picture, ticks of a pen and stamps were: left, top, width and height in pixels."""
    stamps: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Where stamps were, among these."""

    def read(
        self, engine: Recogniser, boxes: Sequence[LineBox], margin: float
    ) -> list[tuple[LineCrop, list[Character]]]:
        em = self.segments.em
        image, mask, settings = self.image, self.ruled.mask, self.settings
        crops = [cut_crop(image, mask, box, em, margin, settings.crops, settings.vertical) for box in boxes]
        return list(zip(crops, engine.read([crop.grey for crop in crops]), strict=True))

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return self.image.dpi / POINTS

    @property
    def is_downward(self) -> bool:
        """Whether it is a page of 縦書き: most of its lines are columns."""
        columns = sum(bool(box.em) for box in self.segments.boxes)
        return 2 * columns > len(self.segments.boxes)

    def rules(self) -> list[Rule]:
        """Its ruled lines in points."""
        scale = self.scale
        return [
            Rule(line.x0 / scale, line.y0 / scale, line.x1 / scale, line.y1 / scale, line.width / scale)
            for line in (*self.ruled.lines, *self.ruled.under)
        ]


def recognise(
    page: Page, engine: Recogniser, *, check_layer: bool = False, settings: OcrSettings = DEFAULT_OCR
) -> Recognition:
    """The page as read from its picture. Text that it carries itself and can be seen is kept and not read again.

    With `check_layer` its invisible text is taken instead of reading, if it says what a sample of the lines says.
    Raises `EngineFailed` where the page cannot be drawn, or the engine fails.
    """
    dpi = _resolution(page, settings.recognition)
    picture = draw(page, dpi)
    size = true_size(page, picture, dpi, settings.paper)
    if size != 1.0:
        page = resized(page, size)
        dpi = _resolution(page, settings.recognition)
        picture = draw(page, dpi * size)
    page = _without_strokes(page, settings)
    bilevel = _is_bilevel(page)
    even = even_grey(picture, dpi, settings, bilevel=bilevel)
    if bilevel:
        settings = _of_black_and_white(settings)
    _wipe(even, page, dpi * size)
    view, sample = _upright(even, dpi, engine, page.frame.turn if page.runs else None, settings)
    frame = _frame(page, view.image)
    recognition = Recognition(_moved(page, frame))
    strays = find_strays(view.segments, view.ruled.lines, view.image, settings.strays) | _crumbs(view, sample)
    boxes = {k: box for k, box in enumerate(view.segments.boxes) if _may_be_text(box, view) and k not in strays}
    recognition.unread += _worth_a_finding(view, strays)
    if check_layer:
        layer = Layer(page, frame, view.segments, view.scale, settings.text_layer)
        recognition.agreement = layer.agreement({k: characters for k, (_, characters) in sample.items()})
        if recognition.agreement >= settings.text_layer.layer_agreement:
            recognition.page.runs += layer.runs(recognition.agreement)
            boxes = {k: box for k, box in boxes.items() if k in layer.empty}
            recognition.layer = True
    _add_lines(recognition, view, _read_all(view, engine, boxes, sample))
    add_rules(recognition.page, view.rules(), settings.mark_frames)
    return recognition


def _without_strokes(page: Page, settings: OcrSettings) -> Page:
    """The page without the strokes of characters that are drawn as outlines (ー, 一): they are no ruled lines of it."""
    if len(page.outlines) < settings.decision.outline_count:
        return page
    shortest = settings.ruled_lines.shortest_line * POINTS / MM
    rules = [rule for rule in page.rules if max(rule.x1 - rule.x0, rule.y1 - rule.y0) >= shortest]
    return replace(page, rules=rules)


def _resolution(page: Page, settings: RecognitionSettings) -> float:
    """Dots an inch of the page's finest picture, within reason."""
    finest = max((picture.dpi for picture in page.pictures), default=settings.finest_dpi)
    longest = max(page.frame.width, page.frame.height) / POINTS
    return min(max(finest, settings.coarsest_dpi), settings.finest_dpi, LONGEST_SIDE / longest)


def _is_bilevel(page: Page) -> bool:
    """Whether the pictures of a page are all of one bit a pixel."""
    return bool(page.pictures) and all(picture.bits == 1 for picture in page.pictures)


def _of_black_and_white(settings: OcrSettings) -> OcrSettings:
    """The settings for a page of black and white, which was blurred: what is one pixel thick is pale there."""
    numbers = settings.page_image
    least = max(numbers.least_ink_level, numbers.bilevel_ink_level)
    weighing = replace(settings.reweigh, worn_shape=settings.reweigh.worn_bilevel)
    return replace(settings, page_image=replace(numbers, least_ink_level=least), reweigh=weighing)


def _wipe(even: Grey, page: Page, dpi: float) -> None:
    """Takes the page's own text off its picture."""
    scale = dpi / POINTS
    for run in page.runs:
        x0, y0, x1, y1 = (round(value * scale) for value in page.frame.display(run.bbox))
        even[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)] = 255


def _look(even: Grey, dpi: float, turn: int, settings: OcrSettings) -> _View:
    """The page turned so; set straight by its columns where it is one of 縦書き."""
    view = _view(make_page_image(even, dpi, turn, settings.page_image), settings)
    if not view.is_downward:
        return view
    columns = np.rot90(view.image.ink & ~view.ruled.mask) > 0
    skew = view.image.skew + find_skew(columns, dpi, settings.page_image.largest_skew)
    return _view(make_page_image(even, dpi, turn, settings.page_image, round(skew, 2)), settings)


def _view(image: PageImage, settings: OcrSettings) -> _View:
    """What is on a page image, stamps, circles and lines of a pen aside."""
    ruled, stamps, others = _wiped(image, settings)
    return _View(image, ruled, find_writing(image, ruled, settings), settings, others + stamps, stamps)


def _wiped(
    image: PageImage, settings: OcrSettings
) -> tuple[RuledLines, list[tuple[int, int, int, int]], list[tuple[int, int, int, int]]]:
    """The ruled lines of a page image, with stamps, circles and lines of a pen wiped in place; where the stamps were,
    and where the others."""
    creases = wipe_creases(image, settings.creases)
    seals = wipe_seals(image, settings.seals) + wipe_framed_stamps(image, settings.framed_stamps)
    wipe_pen_circles(image, settings.pen)
    ruled = find_ruled_lines(
        image,
        settings.ruled_lines,
        settings.edge_lines,
        settings.bent_sides,
        settings.crossing_strokes,
        settings.scraps,
        settings.text_strokes,
        settings.dotted_lines,
    )
    ruled.lines = thin_lines(ruled.lines, image, ruled.mask, settings.thin_lines)
    ruled.lines = lost_lines(ruled.lines, image, ruled.mask, settings.lost_lines)
    wipe_pen_lines(image, ruled.mask, settings.pen)
    ticks = wipe_pen_ticks(image, ruled.mask, settings.ticks)
    slanted = wipe_slanted_strokes(image, ruled.mask, settings.slanted_strokes)
    return ruled, seals, creases + ruled.wiped + ticks + slanted


def _level(view: _View) -> _View:
    """The view with all that is on it taken for lines."""
    settings = view.settings
    return replace(view, segments=find_lines(view.image, view.ruled, settings.segmentation))


Sample = dict[int, tuple[LineCrop, list[Character]]]


def _upright(
    even: Grey, dpi: float, engine: Recogniser, turn: int | None, settings: OcrSettings
) -> tuple[_View, Sample]:
    """The view in which the page is upright, with its longest lines as read. `turn` where it is known.

    Engines read characters on their left side, too: of a page that must be turned by 90 degrees, 0 reads as well.
    So 0 is right only if 90 is illegible, or if lines are much the longer along it; and so with 180 and 270. Where the
    longest lines are streaks of a copier and few are legible, it is right if lines are the longer along it, too.
    """
    if turn is not None:
        view = _look(even, dpi, turn, settings)
        return view, _sample(view, engine)
    legible, longer = settings.recognition.legible, settings.recognition.longer_axis
    tried: dict[int, tuple[float, _View, Sample]] = {}
    for lying, upright in ((0, 90), (180, 270)):
        tried[lying] = _try(even, dpi, engine, lying, settings)
        if not tried[lying][1].segments.boxes:
            return tried[lying][1:]  # nothing is on it but ruled lines, whichever way it is turned
        if tried[lying][0] < legible:
            continue
        along = _line_length(tried[lying][1].segments) > longer * _length_down(even, dpi, settings)
        if along and not may_lie(tried[lying][2].values(), settings.vertical):
            return tried[lying][1:]
        tried[upright] = _try(even, dpi, engine, upright, settings)
        is_upright = tried[upright][0] >= legible and (tried[upright][1].is_downward or not along)
        return tried[upright if is_upright else lying][1:]
    best = max(tried.values(), key=lambda one: one[0])
    along = _line_length(best[1].segments) > longer * _length_down(even, dpi, settings)
    if along and best[0] >= settings.recognition.half_legible and not _lies(best[2], settings):
        return best[1:]
    if best[0] >= settings.recognition.illegible:
        tried |= {turn: _try(even, dpi, engine, turn, settings) for turn in (90, 270)}
        return max(tried.values(), key=lambda one: one[0])[1:]
    quick = {turn: _try(even, dpi, engine, turn, _without_rings(settings))[0] for turn in (90, 270)}
    turn = max(quick, key=lambda turn: quick[turn])
    if quick[turn] < settings.recognition.illegible:
        return tried[0][1:]  # noise, as it lies
    return _try(even, dpi, engine, turn, settings)[1:]


def _without_rings(settings: OcrSettings) -> OcrSettings:
    """The settings for a look at what is hardly a page at all: in noise, round stamps take seconds to look for, and
    strokes over words are found again and again."""
    return replace(settings, seals=SealSettings(most_rings=0), text_strokes=TextStrokeSettings(rounds=1))


def _length_down(even: Grey, dpi: float, settings: OcrSettings) -> float:
    """How long lines are, in ems, down the page as displayed, all that is on it taken for lines: columns of 縦書き are
    not looked for, which would take longer than all else here."""
    looked_at = min(AXIS_DPI, dpi)
    scale = looked_at / dpi
    small = cv2.resize(even, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    image = make_page_image(np.asarray(small, np.uint8), looked_at, 90, settings.page_image)
    ruled, _, _ = _wiped(image, settings)
    return _line_length(find_lines(image, ruled, settings.segmentation))


def _try(even: Grey, dpi: float, engine: Recogniser, turn: int, settings: OcrSettings) -> tuple[float, _View, Sample]:
    """How legible the longest lines of a view are, 0 to 1; the view; and the lines. Where columns of 縦書き are
    illegible, they may be lines after all."""
    view = _look(even, dpi, turn, settings)
    legible, sample = _legibility(view, engine)
    if view.is_downward and legible < settings.recognition.legible:
        view = _level(view)
        legible, sample = _legibility(view, engine)
    return legible, view, sample


def _legibility(view: _View, engine: Recogniser) -> tuple[float, Sample]:
    sample = _sample(view, engine)
    return _legible_share(_characters(sample), view.settings.recognition), sample


def _characters(sample: Sample) -> list[Character]:
    return [character for _, line in sample.values() for character in line]


def _legible_share(characters: Sequence[Character], numbers: RecognitionSettings) -> float:
    legible = sum(character.sure**numbers.junk_power for character in characters)
    return legible / (len(characters) + numbers.short_sample)


def _lies(sample: Sample, settings: OcrSettings) -> bool:
    """Whether the legible lines of a sample may be columns of 縦書き on their side."""
    numbers = settings.recognition
    legible = [line for line in sample.values() if _legible_share(line[1], numbers) >= numbers.legible]
    return may_lie(legible, settings.vertical)


def _sample(view: _View, engine: Recogniser) -> Sample:
    """The longest lines, read."""
    boxes, settings = view.segments.boxes, view.settings
    longest = sorted(range(len(boxes)), key=lambda k: _length(boxes[k]), reverse=True)
    chosen = longest[: settings.recognition.sample_lines]
    return dict(zip(chosen, view.read(engine, [boxes[k] for k in chosen], settings.crops.wide_margin), strict=True))


def _crumbs(view: _View, sample: Sample) -> set[int]:
    """The lines of a character or two on a page of which nothing can be read: thousands of dots, where it is noise."""
    numbers = view.settings.recognition
    if _legible_share(_characters(sample), numbers) >= numbers.illegible:
        return set()
    longest = numbers.crumb * view.segments.em
    return {k for k, box in enumerate(view.segments.boxes) if k not in sample and _length(box) <= longest}


def _line_length(segments: Segments) -> float:
    """How long the line is, in ems, that a bit of ink is in on average."""
    lengths = [(box.x1 - box.x0) / segments.em for box in segments.boxes if not box.characters]
    return sum(length * length for length in lengths) / (sum(lengths) or 1.0)


def _may_be_text(box: LineBox, view: _View) -> bool:
    em, settings = view.segments.em, view.settings.recognition
    return _length(box) >= settings.least_ink * em and box.x1 - box.x0 >= settings.least_ink_width * em


def _worth_a_finding(view: _View, strays: Iterable[int]) -> list[Bbox]:
    """The places of strays that are no mere specks, on the upright page, in points."""
    least, scale = view.settings.recognition.unread_size * view.segments.em, view.scale
    boxes = [view.segments.boxes[k] for k in sorted(strays)]
    boxes += [LineBox(x, y, x + width, y + height) for x, y, width, height in view.wiped]
    return [(b.x0 / scale, b.y0 / scale, b.x1 / scale, b.y1 / scale) for b in boxes if _length(b) >= least]


def _length(box: LineBox) -> int:
    return max(box.x1 - box.x0, box.y1 - box.y0)


def _mean(characters: Iterable[Character]) -> float:
    sures = [character.sure for character in characters]
    return sum(sures) / len(sures) if sures else 0.0


def _read_all(
    view: _View, engine: Recogniser, boxes: dict[int, LineBox], sample: Sample
) -> list[tuple[LineBox, LineCrop, list[Character]]]:
    """The lines that are asked for, the doubtful ones from two looks."""
    settings, margins = view.settings.recognition, view.settings.crops
    rest = [k for k in boxes if k not in sample]
    read = sample | dict(zip(rest, view.read(engine, [boxes[k] for k in rest], margins.wide_margin), strict=True))
    look_again(
        read, {k: box for k, box in boxes.items() if not box.characters}, view.segments.em, engine, view.settings
    )
    columns = [k for k, box in boxes.items() if box.characters and has_doubts(read[k][1], settings)]
    again = view.read(engine, [boxes[k] for k in columns], margins.close_margin)
    for k, (crop, characters) in zip(columns, again, strict=True):
        first, seen = read[k]
        read[k] = (first, vote(seen, characters, crop.x0 - first.x0, settings.one_look))
    _read_lying(view, engine, boxes, read)
    em, numbers = view.segments.em, view.settings
    wide = read_narrow([read[k] for k in boxes], em, engine.read, numbers.narrow_kana)
    lines = [(read[k][0], characters) for k, characters in zip(boxes, wide, strict=True)]
    whole = read_short(
        list(boxes.values()), lines, view.ruled.mask, em, engine.read, numbers.reweigh, numbers.short_lines
    )
    return [(box, crop, characters) for box, (crop, _), characters in zip(boxes.values(), lines, whole, strict=True)]


def _read_lying(view: _View, engine: Recogniser, boxes: dict[int, LineBox], read: Sample) -> None:
    """Reads the columns among the lines on their side, too, and makes one reading of both."""
    columns = [k for k, box in boxes.items() if box.characters]
    edge = view.settings.crops.ink_edge
    pads = [max(edge, round(view.settings.crops.wide_margin * (boxes[k].em or view.segments.em))) for k in columns]
    lying = [lie(view.image, view.ruled.mask, boxes[k], pad, edge) for k, pad in zip(columns, pads, strict=True)]
    for k, pad, characters in zip(columns, pads, engine.read(lying) if lying else [], strict=True):
        crop, upright = read[k]
        read[k] = (crop, one_reading(upright, characters, crop, boxes[k].y0 - pad, view.settings.recognition.one_look))


def _frame(page: Page, image: PageImage) -> Frame:
    scale = image.dpi / POINTS
    height, width = image.grey.shape
    return Frame(page.frame.number, width / scale, height / scale, image.turn, image.skew, page.frame.zoom)


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


def _add_lines(
    recognition: Recognition, view: _View, readings: list[tuple[LineBox, LineCrop, list[Character]]]
) -> None:
    scale, settings = view.scale, view.settings
    level = [characters for _, crop, characters in readings if not crop.characters]
    em = usual_em(level, view.segments.em, settings.positions)
    printed = [_printed(crop, read, em, settings) for _, crop, read in readings]
    lines = in_context(printed, [box for box, _, _ in readings], em, settings)
    crops = [crop for _, crop, _ in readings]
    lines = with_worn_words(lines, crops, em, settings.worn_words)
    formed = [_in_form(line, crop, settings) for crop, line in zip(crops, lines, strict=True)]
    power = power_of(chain.from_iterable(formed), settings.recognition)
    for (box, crop, _), characters in zip(readings, formed, strict=True):
        if _is_text(characters, settings.recognition.unread_confidence):
            run = place_run(characters, crop, box, em, scale, settings, power)
            recognition.page.runs.append(doubted_under(run, view.stamps, scale, settings.recognition.under_stamp))
        elif _length(box) >= settings.recognition.unread_size * em:
            recognition.unread.append((box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale))


def _printed(crop: LineCrop, read: list[Character], em: float, settings: OcrSettings) -> list[Character]:
    """What is printed on a line by its ink: symbols and marks that the engine dropped added, specks taken out."""
    whole = with_lost_strokes(read, crop, em, settings.lost_strokes)
    seen = whole if crop.characters else without_ghosts(whole, crop, em, settings.missed_marks)
    symbols = find_symbols(_without_spaces(seen), crop, em, settings.symbols)
    return with_missed_marks(without_specks(symbols, crop, em, settings.specks), crop, em, settings.missed_marks)


def _in_form(characters: list[Character], crop: LineCrop, settings: OcrSettings) -> list[Character]:
    """The characters of a line in the forms that are printed (髙 and not 高), as far as their ink tells."""
    forms = known_forms()
    return characters if forms is None else with_forms(characters, crop, forms, known_ngrams(), settings.name_forms)


def _is_text(characters: Sequence[Character], unread: float) -> bool:
    """Whether what was read is text: more than small symbols, and of more than such a confidence on average."""
    return _mean(characters) > unread and any(character.text not in FORMS for character in characters)


def _without_spaces(characters: list[Character]) -> list[Character]:
    """Spaces are left to the layout, which sees gaps, except between Latin words."""
    return [
        character
        for before, character, after in zip([None, *characters], characters, [*characters[1:], None], strict=False)
        if character.text.strip() or (before and after and (before.text + after.text).isascii())
    ]
