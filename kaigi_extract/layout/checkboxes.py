"""Checkboxes in a page's text: drawn ones become characters (☑ or □) of it, and every one is read with its words.

Knows geometry. A checkbox is checked where something is drawn or typed in it, or where it is filled. Which drawings are
checkboxes is decided in `drawn_boxes`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kaigi_extract.layout.drawn_boxes import Checkbox, box_of, drawn_boxes, is_ink, is_inside, largest_tick, length
from kaigi_extract.layout.nearby import Nearby, RunsByHeight
from kaigi_extract.layout.passages import Passage
from kaigi_extract.layout.settings import DEFAULT_LAYOUT, CheckboxSettings
from kaigi_extract.records import Choice
from kaigi_extract.source import Page, Rule, Run, Shape
from kaigi_extract.source.page import Bbox
from kaigi_extract.source.visibility import within
from kaigi_extract.text import fold, read_choices
from kaigi_extract.text.choices import CHECKED, EMPTY_BOXES, FILLED_BOXES, TICKS, UNCHECKED
from kaigi_extract.text.ringed_choices import without_ring

TICKING = frozenset(TICKS + FILLED_BOXES + "レ×✕✖✗✘xXｘＸvVｖＶ/／●○◯")
"""What ticks a box over which it is typed."""
_FIELD_EDGE = 1.0
"""Points by which the border of a form field may reach out of it."""
_TYPED = frozenset(EMPTY_BOXES + FILLED_BOXES)


def choices_of(passage: Passage, *, ring_chooses: bool = False) -> list[Choice]:
    """The checkboxes of a text with their words, each with its places; ringed words too, where its label says that a
    ring chooses."""
    return [
        Choice(
            text=fold(without_ring(reading.text)),
            checked=reading.checked,
            detail=None if reading.detail is None else fold(reading.detail),
            spans=passage.spans(reading.start, reading.end),
        )
        for reading in read_choices(passage.text, ring_chooses=ring_chooses)
    ]


def write_boxes(page: Page, settings: CheckboxSettings = DEFAULT_LAYOUT.checkboxes) -> Page:
    """The page with its drawn checkboxes as characters among its text, and without what they are drawn of."""
    boxes = find_boxes(page, settings)
    if not boxes:
        return page
    drawn = {id(part) for box in boxes for part in (*box.parts, *box.marks)}
    return replace(
        page,
        runs=_with_boxes(page.runs, boxes, settings),
        rules=[rule for rule in page.rules if id(rule) not in drawn],
        frames=[frame for frame in page.frames if id(frame) not in drawn],
        shapes=[shape for shape in page.shapes if id(shape) not in drawn],
    )


def find_boxes(page: Page, settings: CheckboxSettings) -> list[Checkbox]:
    """The checkboxes drawn on a page, and typed ones that a tick is drawn or typed over."""
    runs = RunsByHeight(page.runs)
    fields = _of_fields(page, runs) if page.buttons else []
    drawn = drawn_boxes(page, _for_large_type(page, settings))
    at = Nearby((field.bbox, field) for field in fields)
    boxes = [box for box in drawn if not any(_is_same(box.bbox, field.bbox) for field in at.near(box.bbox))]
    inks, pictures = _loose_ink(page, boxes, settings), [picture.bbox for picture in page.pictures]
    boxes = [box for box in boxes if _take_text(box, runs)]
    if inks or pictures or not TICKING.isdisjoint("".join([run.text for run in page.runs])):
        boxes += _typed(page, boxes, runs, settings)
    if inks and boxes:
        _mark(boxes, inks, settings)
    _mark_with_pictures(boxes, pictures)
    return [*_speaking(boxes, runs, settings), *fields]


def _of_fields(page: Page, runs: RunsByHeight) -> list[Checkbox]:
    """The checkboxes of form fields, whatever they look like: all that is drawn and written in one belongs to it."""
    drawn: Nearby[tuple[Bbox, Rule | Shape | Bbox]] = Nearby((frame, (frame, frame)) for frame in page.frames)
    for rule in page.rules:
        drawn.add(box_of(rule), (box_of(rule), rule))
    for shape in page.shapes:
        drawn.add(shape.bbox, (shape.bbox, shape))
    fields = []
    for button in page.buttons:
        x0, y0, x1, y1 = button.bbox
        around = (x0 - _FIELD_EDGE, y0 - _FIELD_EDGE, x1 + _FIELD_EDGE, y1 + _FIELD_EDGE)
        parts = [part for box, part in drawn.near(around) if within(box, around)]
        written = list(_chars_in(button.bbox, runs))
        fields.append(Checkbox(button.bbox, parts, filled=button.ticked, ticks=written, stated=button.ticked))
    return fields


def _is_same(box: Bbox, field: Bbox) -> bool:
    """Whether a drawn box is what a form field looks like: the middle of one lies in the other."""
    return all(
        low <= (a + b) / 2 <= high for a, b, low, high in zip(box[:2], box[2:], field[:2], field[2:], strict=True)
    )


def _for_large_type(page: Page, settings: CheckboxSettings) -> CheckboxSettings:
    """The settings with the largest checkbox that the largest type of a page may have beside it."""
    largest = settings.box_ems * max((run.size for run in page.runs), default=0.0)
    return replace(settings, largest_box=largest) if largest > settings.largest_box else settings


def _speaking(boxes: Sequence[Checkbox], runs: RunsByHeight, settings: CheckboxSettings) -> list[Checkbox]:
    """The checkboxes that change the text: drawn ones that belong to words, and typed ones that are ticked."""
    boxes = [box for box in boxes if box.typed is None or box.checked or box.parts]
    ticked = {box.side for box in boxes if box.checked and box.parts}
    return [box for box in boxes if _belongs(box, runs, ticked, settings)]


def _loose_ink(page: Page, boxes: Sequence[Checkbox], settings: CheckboxSettings) -> list[Rule | Shape]:
    """What is small and dark enough to be a tick, and no part of a checkbox; ruled lines only where there is one."""
    drawn = {id(part) for box in boxes for part in box.parts}
    inks: list[Rule | Shape] = [s for s in page.shapes if id(s) not in drawn and is_ink(s, settings)]
    if boxes:
        longest = largest_tick(settings)
        inks += [rule for rule in page.rules if id(rule) not in drawn and length(rule) <= longest]
    return inks


def _typed(page: Page, drawn: Sequence[Checkbox], runs: RunsByHeight, settings: CheckboxSettings) -> list[Checkbox]:
    """Typed empty boxes, as places where a tick may be drawn over."""
    taken = {(run.text, run.bbox, k) for run, k in (box.typed for box in drawn if box.typed is not None)}
    found = []
    for run in page.runs:
        if run.vertical or not _TYPED.intersection(run.text):
            continue
        for k, char in enumerate(run.text):
            if char in EMPTY_BOXES and (run.text, run.bbox, k) not in taken:
                margin = settings.typed_margin * run.size
                box = (run.start[k] + margin, run.low + margin, run.end[k] - margin, run.high - margin)
                found.append(Checkbox(box, typed=(run, k), ticks=_ticks_over(run, k, box, runs)))
    return found


def _ticks_over(run: Run, k: int, box: Bbox, runs: RunsByHeight) -> list[tuple[Run, int]]:
    """Ticks typed in the place of a typed checkbox."""
    return [
        (other, i) for other, i in _chars_in(box, runs) if not (other is run and i == k) and other.text[i] in TICKING
    ]


def _take_text(box: Checkbox, runs: RunsByHeight) -> bool:
    """Notes what is typed in a checkbox; one around anything but a symbol is none."""
    for run, k in _chars_in(box.bbox, runs):
        char = run.text[k]
        if char in EMPTY_BOXES:
            box.typed = (run, k)
        elif char in TICKING:
            box.ticks.append((run, k))
        elif not char.isspace():
            return False
    if box.typed is None and box.ticks and box.ticks[0][0].text[box.ticks[0][1]] in FILLED_BOXES:
        box.typed = box.ticks.pop(0)
        box.filled = True
    return True


def _chars_in(box: Bbox, runs: RunsByHeight) -> Iterable[tuple[Run, int]]:
    """The characters whose middle lies in a box."""
    x0, y0, x1, y1 = box
    for run in runs.near(y0, y1):
        if run.start[0] <= x1 and run.end[-1] >= x0 and y0 <= (run.low + run.high) / 2 <= y1:
            for k, (start, end) in enumerate(zip(run.start, run.end, strict=True)):
                if x0 <= (start + end) / 2 <= x1:
                    yield run, k


def _mark(boxes: Sequence[Checkbox], inks: Iterable[Rule | Shape], settings: CheckboxSettings) -> None:
    """Notes what is drawn in each checkbox."""
    places = Nearby((_box_of_ink(ink), ink) for ink in inks)
    for box in boxes:
        near = places.near(box.bbox, settings.tick_overhang * box.side)
        box.marks = [ink for ink in near if _marks(ink, box, settings)]


def _mark_with_pictures(boxes: Sequence[Checkbox], pictures: Iterable[Bbox]) -> None:
    """Notes the picture laid over each checkbox: its middle is inside, and it is not much larger."""
    places = Nearby((picture, picture) for picture in pictures)
    for box in boxes:
        x0, y0, x1, y1 = box.bbox
        for picture in places.near(box.bbox):
            middle = (picture[0] + picture[2]) / 2, (picture[1] + picture[3]) / 2
            longest = max(picture[2] - picture[0], picture[3] - picture[1])
            if longest <= 2 * box.side and x0 < middle[0] < x1 and y0 < middle[1] < y1:
                box.marks.append(Shape(picture, None))


def _box_of_ink(ink: Rule | Shape) -> Bbox:
    return box_of(ink) if isinstance(ink, Rule) else ink.bbox


def _marks(ink: Rule | Shape, box: Checkbox, settings: CheckboxSettings) -> bool:
    """Whether a stroke, curve or filling ticks a checkbox: its middle lies inside, and it is no part of the box."""
    x0, y0, x1, y1 = _box_of_ink(ink)
    side = box.side
    reach = settings.tick_overhang * side
    if max(x1 - x0, y1 - y0) < settings.least_tick * side or not is_inside((x0, y0, x1, y1), box.bbox, reach):
        return False
    left, top, right, bottom = box.bbox
    margin = settings.drawn_margin * side if isinstance(ink, Rule) else 0.0
    return left + margin < (x0 + x1) / 2 < right - margin and top + margin < (y0 + y1) / 2 < bottom - margin


def _belongs(box: Checkbox, runs: RunsByHeight, ticked: Collection[float], settings: CheckboxSettings) -> bool:
    """Whether words are printed beside a checkbox, or checkboxes of its size (`ticked`) are checked on the page."""
    run = _beside(box, runs)
    if box.side > max(settings.largest_box, settings.box_ems * run.size if run is not None else 0.0):
        return False
    if box.typed is not None or any(abs(side - box.side) <= settings.side_difference * side for side in ticked):
        return True
    return run is not None and _distance(box, run) <= settings.nearest_words * run.size


def _beside(box: Checkbox, runs: RunsByHeight) -> Run | None:
    """The nearest run of the line that a checkbox is in."""
    middle = (box.bbox[1] + box.bbox[3]) / 2
    level = [run for run in runs.near(middle, middle) if run.low <= middle <= run.high and run.text.strip()]
    return min(level, key=lambda run: _distance(box, run), default=None)


def _distance(box: Checkbox, run: Run) -> float:
    inked = [k for k, char in enumerate(run.text) if not char.isspace()]
    first = next((k for k in inked if run.end[k] > box.bbox[2]), None)
    after = run.start[first] - box.bbox[2] if first is not None else float("inf")
    last = next((k for k in reversed(inked) if run.start[k] < box.bbox[0]), None)
    before = box.bbox[0] - run.end[last] if last is not None else float("inf")
    return max(min(after, before), 0.0)


def _with_boxes(runs: Sequence[Run], boxes: Sequence[Checkbox], settings: CheckboxSettings) -> list[Run]:
    """The runs with every checkbox as a character, and without the characters that tick one."""
    gone: dict[int, set[int]] = {}
    put: dict[int, dict[int, str]] = {}
    added: list[Run] = []
    level = RunsByHeight(runs)
    for box in boxes:
        for run, k in box.ticks:
            gone.setdefault(id(run), set()).add(k)
        if box.typed is None:
            added.append(_as_run(box, level, settings))
        elif box.checked:
            run, k = box.typed
            put.setdefault(id(run), {})[k] = CHECKED
    return [part for run in runs for part in _rewrite(run, gone.get(id(run), set()), put.get(id(run), {}))] + added


def _as_run(box: Checkbox, runs: RunsByHeight, settings: CheckboxSettings) -> Run:
    """The checkbox as a character of the line that it is in."""
    x0, y0, x1, y1 = box.bbox
    text = CHECKED if box.checked else UNCHECKED
    line = _beside(box, runs)
    if line is None or _distance(box, line) > 2 * settings.nearest_words * line.size:
        return Run(text, [x0], [x1], y0, y1, y1 - y0)
    return Run(text, [x0], [x1], line.low, line.high, line.size)


def _rewrite(run: Run, gone: set[int], put: dict[int, str]) -> Iterable[Run]:
    """The run without some characters and with others replaced; in parts where characters are gone."""
    if put:
        run = replace(run, text="".join(put.get(k, char) for k, char in enumerate(run.text)))
    at = 0
    for k in sorted(gone):
        if k > at:
            yield run.cut(at, k)
        at = k + 1
    if at == 0:
        yield run
    elif at < len(run.text):
        yield run.cut(at, len(run.text))
