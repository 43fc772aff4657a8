"""Rows of label and value that are set in lines, where no mapping knows the labels: 所管課：…, １ 委託先　…, 【理由】.

General words say what a label means. What looks like a label and is not known is one where those around it, marked and
parted from their values in the same way, are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import field, replace

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine, Line, PlainLine, columns
from kaigi_extract.layout.passages import Flow, Passage, ends_sentence, measure
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.parts.clause_set.signs import is_annex
from kaigi_extract.parts.settings import GeneralSettings
from kaigi_extract.parts.sheet.general_columns import rows_in_columns
from kaigi_extract.parts.sheet.general_kinds import mean_by_kind
from kaigi_extract.parts.sheet.general_row import GeneralRow
from kaigi_extract.parts.sheet.matter import is_heading
from kaigi_extract.parts.sheet.pairs import WIDE_GAP, with_pairs
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.row_number import is_row_number
from kaigi_extract.wards.general import WHOLE, Meaning
from kaigi_extract.wards.words import Words

_BRACKETED = late_pattern(r"^\s*[【［\[〔〈《＜<≪]\s*([^】］\]〕〉》＞>≫]{1,30}?)\s*[】］\]〕〉》＞>≫][\s:：]*")
_SPACED = late_pattern(r"\S(?:\s+\S){1,9}\s*")
"""A label whose characters are set apart: 件　　名."""
_WIDE = late_pattern(r"\S\S\s{2,}\S\S")
"""Wide space between two words, which parts a label from its value."""
_BETWEEN = late_pattern(r"(?<=\S\S)\s+(?=\S)")
_ROW_NUMBER = late_pattern(r"\s*[\d０-９]{1,2}[\u3000\t ]+(?=[^\d０-９\s])")
_ABOVE = 20
"""Lines above a label of a text export by which it is known how wide its lines are."""
_LEAST_WIDE = 40
"""Columns of half width that a line which the width of the export cut has, at least."""
_APART = 1.5
"""Ems of empty page above a line that is set apart."""
_FEWEST_KNOWN = 2
"""Known labels of a run; one where a single row is enough, as in a letter."""
_SPACE = late_pattern(r"\s+(?=\S)")
_NO_LABEL = late_pattern(r"[。、，,「」『』?？!！]|です|ます|した$|する$|ある$")
_NUMBERED = frozenset(
    {"digit", "paren_digit", "digit_paren", "circled", "dai", "kanji", "paren_kanji", "kana", "bullet", "roman"}
)


@dataclass(frozen=True, slots=True)
class _Head:
    """A label at the start of a line."""

    line: int
    start: int
    end: int
    value: int
    """Where the value begins on the line; its length where the value is below."""
    style: str
    """How it is marked and parted from its value."""
    meaning: Meaning | None
    goes_on: _Head | None = None
    """The rest of the label on the next line, beside more of its value."""
    of_no_field: bool = False
    """It is known as a label, and of no field: 備考."""
    is_own: bool = False
    """It is one that only papers about one thing have: 撮影範囲."""


@dataclass(slots=True)
class LineRows:
    """The rows of a form that is set in lines."""

    first: int
    """Index of its first line."""
    until: int
    """Index of the line after its last."""
    rows: list[GeneralRow] = field(default_factory=list)


def line_rows(
    lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> Iterator[LineRows]:
    """Every run of lines that begin with labels, of which general words know most."""
    heads = [head for at, line in enumerate(lines) if (head := _head(line, at, words, settings)) is not None]
    heads = _with_kinds(_with_wraps(_without_values(heads), lines, words), lines, words, settings, text)
    runs = [found for run in _runs(heads, lines, settings) if (found := _rows_of(run, lines, words, settings, text))]
    until = 0
    for run, after in zip(runs, [*(run.first for run in runs[1:]), len(lines)][: len(runs)], strict=True):
        yield _by_columns(run, lines, until, max(after, run.until), words, settings)
        until = run.until


def label_of_any_body(words: Words, settings: GeneralSettings) -> Callable[[str], bool]:
    """Knows the labels that general words know well enough, of a field or of none."""

    def is_label(text: str) -> bool:
        meaning = words.meaning(text)
        if meaning is not None:
            return meaning.confidence >= settings.least_confidence
        return words.general.is_own(text) or words.general.means_none(text)

    return is_label


def _by_columns(
    run: LineRows, lines: Sequence[AnyLine], start: int, end: int, words: Words, settings: GeneralSettings
) -> LineRows:
    """The run, its rows cut by its columns where it has two; it is between two lines."""

    found = rows_in_columns(lines[start:end], run.rows, words, label_of_any_body(words, settings))
    return run if found is None else LineRows(start + found[0], start + found[1], found[2])


def _without_values(heads: Sequence[_Head]) -> list[_Head]:
    """The heads without lines right below a label alone on its line that only look like one: 公園係 below 担当, or
    below ２　担当."""
    found: list[_Head] = []
    for head in heads:
        above = found[-1] if found and found[-1].line == head.line - 1 and head.style == "below" else None
        alike = (
            above is not None
            and above.style == "below"
            and head.meaning is not None
            and head.meaning.confidence < WHOLE
        )
        marked = above is not None and above.style != "below" and above.style.endswith(("below", "bracket"))
        if not alike and not marked:
            found.append(head)
    return found


def _with_wraps(heads: Sequence[_Head], lines: Sequence[AnyLine], words: Words) -> list[_Head]:
    """The heads, those joined that are one label on two lines of a page, beside a value that begins at one margin."""
    found: list[_Head] = []
    taken = False
    for head, after in zip(heads, [*heads[1:], None][: len(heads)], strict=True):
        if taken:
            taken = False
            continue
        joined = _joined(head, after, lines, words) if after is not None else None
        taken = joined is not None
        found.append(joined or head)
    return found


def _with_kinds(
    heads: Sequence[_Head], lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> list[_Head]:
    """The heads, those known by the kind of their words too that are marked like several around them."""
    meant: dict[int, Meaning | None] = {}
    for group in _alike(heads, settings):
        if len(group) <= settings.least_labels or all(head.meaning is not None for head in group):
            continue
        ends = [*(head.line for head in group[1:]), _last_line(group[-1], lines, settings, text)]
        rows = [
            GeneralRow(Passage.of(lines[head.line], head.start, head.end), _value(head, end, lines, text), head.meaning)
            for head, end in zip(group, ends, strict=True)
        ]
        mean_by_kind(rows, words)
        meant |= {head.line: row.meaning for head, row in zip(group, rows, strict=True)}
    return [replace(head, meaning=meant.get(head.line, head.meaning)) for head in heads]


def _alike(heads: Sequence[_Head], settings: GeneralSettings) -> Iterator[list[_Head]]:
    """Heads near each other that are marked and parted from their values in one way."""
    open_groups: dict[str, list[_Head]] = {}
    for head in heads:
        group = open_groups.get(head.style, [])
        if group and head.line - group[-1].line > settings.value_lines:
            yield group
            group = []
        open_groups[head.style] = [*group, head]
    yield from open_groups.values()


def _joined(head: _Head, after: _Head, lines: Sequence[AnyLine], words: Words) -> _Head | None:
    """A label with the line below it, where both together are known and neither is alone."""
    first, second = lines[head.line], lines[after.line]
    if head.meaning is not None or after.meaning is not None or after.line != head.line + 1 or after.start:
        return None
    if not isinstance(first, Line) or not isinstance(second, Line) or head.value >= len(first.text):
        return None
    beside = after.value < len(second.text)
    if beside and abs(second.at(after.value) - first.at(head.value)) > second.size:
        return None
    meaning = words.meaning(first.text[head.start : head.end] + second.text[after.start : after.end])
    return replace(head, meaning=meaning, goes_on=after) if meaning is not None else None


def _runs(heads: Sequence[_Head], lines: Sequence[AnyLine], settings: GeneralSettings) -> Iterator[list[_Head]]:
    """Heads that are near each other, from a known one to a known one. A second title begins another form, and labels
    that are not known, several on end, are something else."""
    run: list[_Head] = []
    marks = set[str]()
    """Those of the known labels of the run."""
    above: _Head | None = None
    """The last of these."""
    unknown = 0
    for head in heads:
        if above is not None and _is_of_value(head, above, marks, lines):
            continue
        far = run and head.line - run[-1].line > settings.value_lines
        if far or unknown >= settings.least_labels or (_is_title(head) and any(map(_is_title, run))):
            yield from _trimmed(run, settings)
            run, marks, above, unknown = [], set(), None, 0
        run.append(head)
        above = head if head.meaning is not None else above
        if head.meaning is not None or head.is_own:
            marks.add(_mark_of(head))
            unknown = 0
        elif not _is_listed(head, marks):
            unknown += 1
    yield from _trimmed(run, settings)


_INNER_MARKS = ("paren_digit", "paren_kanji", "paren_kana", "digit_paren", "circled", "kana", "bullet ・", "bullet -")
"""How lists in the value of a label are marked, where the label is marked otherwise."""
_OUTER_MARKS = ("digit", "dai", "kanji", "roman", "bracket", *(f"bullet {mark}" for mark in "■□◆◇●○◎★☆▲△▼▽"))


def _mark_of(head: _Head) -> str:
    """How a label is marked, without how it is parted from its value."""
    return next((mark for mark in (*_INNER_MARKS, *_OUTER_MARKS) if head.style.startswith(mark)), "")


def _is_listed(head: _Head, known: Set[str]) -> bool:
    """Whether what looks like a label is an entry of a list in a value: (1) 氏名 below ４　項目. `known` are the marks
    of the labels that are known."""
    mark = _mark_of(head)
    return mark in _INNER_MARKS and mark not in known and not known.isdisjoint(_OUTER_MARKS)


def _is_of_value(head: _Head, above: _Head, known: Set[str], lines: Sequence[AnyLine]) -> bool:
    """Whether what looks like a label is an item in the value of the known one `above` it: it is marked otherwise than
    all the known ones are, or as they are and set in further (７　委託の内容 above １　申込みの受付). `known` are the
    marks of the labels that are known."""
    mark = _mark_of(head)
    known_itself = head.meaning is not None and not head.meaning.by_kind
    if not mark or known_itself or head.is_own or head.of_no_field:
        return False
    if "" not in known and mark not in known:
        return True
    line, label = lines[head.line], lines[above.line]
    if isinstance(line, Line) and isinstance(label, Line):
        return line.x0 >= label.x0 + line.size / 2
    return isinstance(line, PlainLine) and isinstance(label, PlainLine) and line.offset > label.offset


def _is_title(head: _Head) -> bool:
    return head.meaning is not None and head.meaning.name == "title"


def _trimmed(run: list[_Head], settings: GeneralSettings) -> Iterator[list[_Head]]:
    """A run without the unknown labels around it, and those of another style than the known ones."""
    styles = {head.style for head in run if head.meaning is not None}
    known = [k for k, head in enumerate(run) if head.meaning is not None or (styles and head.is_own)]
    if len(known) >= min(_FEWEST_KNOWN, settings.least_labels):
        inner = run[known[0] : known[-1] + 1]
        style = run[known[-1]].style
        after = [head for head in run[known[-1] + 1 :][:1] if head.style == style or head.of_no_field]
        yield [head for head in [*inner, *after] if head.meaning or head.of_no_field or head.style in styles]


def _head(line: AnyLine, at: int, words: Words, settings: GeneralSettings) -> _Head | None:
    """The label that a line begins with; one that is not known is a guess that its neighbours must bear out."""
    text = line.text
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        return _bracketed(text, at, bracketed, words)
    start, mark = _row_mark(text)
    cuts = list(_cuts(line, start, settings))
    for end, value, parting in cuts:
        label = text[start:end]
        if not 0 < len(squeeze(label)) <= settings.longest_label or _NO_LABEL.search(label):
            break
        meaning = words.meaning(label)
        if parting == "below" and not mark and is_heading(label, words):
            return None  # 諮問事項 over its labels
        if meaning is not None and meaning.confidence >= settings.least_confidence:
            return _Head(at, start, end, value, mark + parting, meaning)
        if meaning is None and words.general.is_own(label) and (parting != "below" or mark):
            return _Head(at, start, end, value, mark + parting, None, of_no_field=True, is_own=True)
        if meaning is None and parting != "below" and words.general.means_none(label):
            return _Head(at, start, end, value, mark + parting, None, of_no_field=True)
    return _unknown(line, at, start, mark, cuts, settings)


def _row_mark(text: str) -> tuple[int, str]:
    """Where a label begins after the number or the bullet of its row, and the style of that; 0 where there is none.
    Between label and number, 件 and 年 after a number are no counters: １　件の名."""
    number = match_label(text)
    if number is not None and number.style in _NUMBERED:
        return number.end, f"bullet {number.label}" if number.style == "bullet" else number.style
    bare = _ROW_NUMBER.match(text) if number is None else None
    return (bare.end(), "digit") if bare is not None else (0, "")


def _bracketed(text: str, at: int, bracketed: re.Match[str], words: Words) -> _Head | None:
    meaning = words.meaning(bracketed[1])
    return _Head(at, bracketed.start(1), bracketed.end(1), bracketed.end(), "bracket", meaning)


def _unknown(
    line: AnyLine, at: int, start: int, mark: str, cuts: Sequence[tuple[int, int, str]], settings: GeneralSettings
) -> _Head | None:
    """A first word with a value after it, or a numbered one alone on its line, whatever it means."""
    text = line.text
    for end, value, parting in sorted(cuts, key=lambda cut: _width(line, cut), reverse=True):
        label = text[start:end]
        if not 0 < len(squeeze(label)) <= settings.longest_label or _NO_LABEL.search(label) or is_row_number(label):
            return None
        if parting == "below" and not mark:
            return None
        return _Head(at, start, end, value, mark + parting, None)
    return None


def _width(line: AnyLine, cut: tuple[int, int, str]) -> tuple[float, int]:
    """How far apart a cut sets a label and its value, the first of several."""
    end, value, parting = cut
    if parting == "colon":
        return 100.0, 0
    if parting == "below":
        return -1.0, 0
    if isinstance(line, Line):
        return round((line.at(value) - line.end[end - 1]) / line.size, 1), -end
    return float(value - end), -end


def _is_parted(line: AnyLine, start: int) -> bool:
    """Whether wide space parts two words of a line, as it does a label and its value."""
    if isinstance(line, Line):
        places = [match.start() for match in _BETWEEN.finditer(line.text) if match.start() > start]
        return any(line.at(_after_space(line.text, k)) - line.end[k - 1] >= WIDE_GAP * line.size for k in places)
    return _WIDE.search(line.text[start:]) is not None


def _after_space(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _cuts(line: AnyLine, start: int, settings: GeneralSettings) -> Iterator[tuple[int, int, str]]:
    """Where a label may end and its value begin: at a colon, at wide space, at any space, at the end of the line."""
    text = line.text
    body = text[start:]
    if _SPACED.fullmatch(body):
        yield len(text.rstrip()), len(text), "below"
    colon = None
    if ":" in body or "：" in body:
        colon = re.match(rf"[^:：]{{1,{2 * settings.longest_label}}}?(\s*[:：]\s*)(?=\S|$)", body)
    if colon is not None:
        yield start + colon.start(1), start + colon.end(1), "colon"
        if body[colon.end(1) :].strip():  # a label goes no further than its colon
            text = text[: start + colon.start(1)]
    limit = min(len(text), start + 2 * settings.longest_label)
    for space in reversed(list(_SPACE.finditer(text, start, limit))):
        yield space.start(), space.end(), "space"
    is_short = len(body) <= 2 * settings.longest_label and len(text) == len(line.text)
    if is_short and not _is_parted(line, start):
        yield len(text.rstrip()), len(text), "below"


def _rows_of(
    heads: list[_Head], lines: Sequence[AnyLine], words: Words, settings: GeneralSettings, text: PassageSettings
) -> LineRows | None:
    """The rows of a run; None where too few of its labels are known."""
    below = [head for head in heads if head.style == "below"]
    if len(below) < settings.labels_alone:  # 目的 alone on a line is a heading of any text
        heads = [head for head in heads if head.style != "below"]
    if not heads:
        return None
    ends = [*(head.line for head in heads[1:]), _last_line(heads[-1], lines, settings, text)]
    rows = LineRows(heads[0].line, ends[-1])
    right = measure(lines[rows.first : rows.until])
    for head, end in zip(heads, ends, strict=True):
        label = Passage.of(lines[head.line], head.start, head.end)
        if head.goes_on is not None:
            label.add(lines[head.goes_on.line], head.goes_on.start, head.goes_on.end)
        value = _value(head, max(end, head.line + 1), lines, text, right)
        rows.rows.append(GeneralRow(*_without_brackets(label, value), head.meaning))
    rows.rows = with_pairs(rows.rows, words, settings)
    mean_by_kind(rows.rows, words)
    names = {row.meaning.name for row in rows.rows if row.meaning is not None}
    own = sum(head.is_own for head in heads) if names else 0
    known = sum(row.meaning is not None for row in rows.rows) + own
    return (
        rows if len(names) + own >= settings.least_labels and known >= settings.labels_known * len(rows.rows) else None
    )


def _without_brackets(label: Passage, value: Passage) -> tuple[Passage, Passage]:
    """A label and its value that are together in brackets (（担当　公園課）), without these."""
    printed, said = label.text.lstrip(), value.text.rstrip()
    if not printed.startswith(("(", "（")) or not said.endswith((")", "）")) or ")" in fold(printed):
        return label, value
    if fold(said).count(")") <= fold(said).count("("):
        return label, value
    return label.part(label.text.index(printed) + 1, len(label.text)), value.part(0, len(said) - 1)


def _value(
    head: _Head, end: int, lines: Sequence[AnyLine], settings: PassageSettings, right: float | None = None
) -> Passage:
    """The value of a label up to the line `end`; its lines had to end at `right`, or where its longest does."""
    right = right if right is not None else measure(lines[head.line : end])
    flow, value = Flow(right, settings=settings), Passage()
    for at in range(head.line, end):
        line = lines[at]
        if value.text and is_annex(line.text) and _is_apart(lines[at - 1], line):
            break
        start = head.value if at == head.line else 0
        if head.goes_on is not None and at == head.goes_on.line:
            start = head.goes_on.value
        start += len(line.text[start:]) - len(line.text[start:].lstrip(" \u3000\t:：|｜"))
        if start < len(line.text):
            below = at > head.line  # of what is beside the label, the line begins with that
            glue = flow.glue(line) if value.pieces or below else ""
            value.add(line, start, glue=glue if value.pieces else "")
            flow.last = line
    return value


def _is_apart(above: AnyLine, line: AnyLine) -> bool:
    """Whether a line begins a page, or is set apart from the one above it."""
    if isinstance(above, PlainLine) or isinstance(line, PlainLine):
        return line.y0 - above.y1 > 1
    return line.page != above.page or line.y0 - above.y1 > _APART * line.size


def _last_line(head: _Head, lines: Sequence[AnyLine], settings: GeneralSettings, text: PassageSettings) -> int:
    """Where the value of the last label ends: at a gap, at the end of the page, where the page's margin is taken up
    again."""
    first = lines[head.line]
    column = first.at(head.value) if isinstance(first, Line) and head.value < len(first.text) else None
    end = head.line + 1
    while end < len(lines) and end - head.line <= settings.value_lines:
        line, above = lines[end], lines[end - 1]
        if isinstance(line, PlainLine) or isinstance(above, PlainLine):
            set_in = isinstance(line, PlainLine) and isinstance(first, PlainLine) and line.offset > first.offset
            goes_on = (head.value >= len(first.text) and end == head.line + 1) or set_in
            goes_on = goes_on or _is_cut(above, line, lines[max(head.line - _ABOVE, 0) : end])
        else:
            due = head.value >= len(first.text) and end == head.line + 1  # however wide lines are set
            room = (2 if due else 1) * text.paragraph_gap * line.size
            close = line.page == above.page and line.y0 - above.y1 <= room
            set_in = line.x0 >= (column if column is not None else first.x0) - line.size / 2
            goes_on = close and set_in
        if not goes_on and not _goes_on_by_number(line, head, lines):
            break
        end += 1
    return end


def _is_cut(above: AnyLine, line: AnyLine, lines: Sequence[AnyLine]) -> bool:
    """Whether a line of a text export goes on in the one right below: it ends no sentence, and is as wide as any."""
    if ends_sentence(above) or _is_apart(above, line):
        return False
    wide = columns(above.text)
    return wide >= _LEAST_WIDE and wide + 2 >= max(columns(one.text) for one in lines)


def _goes_on_by_number(line: AnyLine, head: _Head, lines: Sequence[AnyLine]) -> bool:
    """Whether a line of a text export is the next item of a list that the value begins with."""
    begins = lines[head.line].text[head.value :] or (lines[head.line + 1].text if head.line + 1 < len(lines) else "")
    (_, style), (_, first) = _row_mark(line.text), _row_mark(begins)
    label = match_label(line.text)
    return bool(style) and style == first and (label is None or label.ordinal is None or label.ordinal > 1)
