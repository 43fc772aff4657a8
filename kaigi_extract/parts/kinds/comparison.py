"""A published 新旧対照表: a table with the new and the old text side by side, read as two clause sets."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.comparison.columns import Column, Columns, columns_of, head_of, stacked_columns, stacked_head
from kaigi_extract.parts.kind import Kind, Position
from kaigi_extract.parts.kinds.clause_set import add_clause_set
from kaigi_extract.parts.part import Part
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.titles import bare_title
from kaigi_extract.records import ClauseSetKind
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_REVISED = late_pattern(
    r"(?P<title>[^。]{4,60}?)の?(?:一部)?(?:改正|改定|改訂|変更|見直し)(?:案|について|内容|の概要)?"
)
_AMENDING = late_pattern(
    r"(?:の一部(?:を?改正(?:する.*|について|案)?|改定.*|変更.*)|を?改正する.*|の改正(?:案|について)?|[（(]案[)）])$"
)
_SAYS_AMENDED = late_pattern(
    r"\s*(?P<title>[^。「」（(]+?[^。「」（(\s])(?:\s*[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）])?\s*の一部を[^。「」]{0,12}改正する。"
)
"""みどり市公園条例（平成１２年条例第３号）の一部を次のように改正する。"""
_AMENDING_TITLE = late_pattern(r"の(?:一部(?:を?改正する.*|改正について)|改正について)$")
_DRAFT = late_pattern(r"[（(]案[)）]$")
_MARKS = late_pattern(r"^\s*(?:([○◯〇●◎◇◆■□・])(?!\1)\s*)?")


def begins(position: Position) -> Part | None:
    """A table whose head names a new and an old text, with numbered clauses below it; or a line that names one, with
    another that names the other somewhere below."""
    found = _beside(position) if position.grid is not None else _below(position)
    if found is None or not all(_is_text(column) for column in (found.old, found.new) if column.lines):
        return None
    if not found.old.lines and not found.new.lines:
        return None
    return Part(
        "comparison",
        title=_title_above(position) or _amended_above(position) or _revised_above(position),
        until=position.at + (1 if position.grid is not None else len(_lines_from(position))),
        because=Message("its columns are those of a 新旧対照表"),
        score=position.settings.split.cut + 3,
    )


def _beside(position: Position) -> Columns | None:
    """The texts of a table that are beside each other."""
    grid, settings, words = position.grid, position.settings.comparisons, position.common.comparisons
    if grid is None or head_of(grid, words, settings) is None:
        return None
    return columns_of([grid], words, settings)


def _below(position: Position) -> Columns | None:
    """The texts of lines, the one below the other, under a title that says so; without one their heads are framed, and
    both have articles."""
    line, words = position.line, position.common.comparisons
    if line is None or stacked_head(line, words, framed=False) is None:
        return None
    titled = _title_above(position) is not None
    if not titled and stacked_head(line, words, framed=True) is None:
        return None
    refused: set[int] = position.reading.looked_ahead.setdefault("untold", set())
    lines = _lines_from(position)
    if not titled and position.at + len(lines) in refused:
        return None
    found = stacked_columns(lines, words, framed=not titled)
    if found is None or (not titled and not (_has_articles(found.old) and _has_articles(found.new))):
        refused |= set() if titled else {position.at + len(lines)}  # nor do those from a head below
        return None
    return found


def _lines_from(position: Position) -> list[AnyLine]:
    """The lines from a position down to the next table."""
    return list(position.lines_from(len(position.items)))


def _has_articles(column: Column) -> bool:
    """Whether a line of a column begins with the number of an article."""
    labels = (match_label(line.text) for line in column.lines)
    return any(label is not None and label.style == "dai_jo" for label in labels)


def _is_text(column: Column) -> bool:
    """Whether a line of a column begins as a clause does."""
    labels = (match_label(line.text) for line in column.lines)
    return any(label is not None and label.style in ("dai_jo", "dai", "digit") for label in labels)


def _title_above(position: Position) -> str | None:
    """The title of what is compared, as it is printed above its texts: empty where that says only that they are
    compared; None where no title does."""
    endings = tuple(squeeze(fold(word)) for word in position.common.comparisons.titles)
    above: list[str] = []
    for item in reversed(position.items[max(0, position.at - position.settings.comparisons.title_lines) : position.at]):
        if isinstance(item, Grid):
            break
        above.append(item.text.strip())
    for at, text in enumerate(above):
        bare = _DRAFT.sub("", bare_title(text)).rstrip("）)〕］]】")
        ending = next((word for word in endings if squeeze(fold(bare)).endswith(word)), None)
        if ending is None:
            continue
        named = _amended(_without(bare, ending))
        return named or (bare_title(above[at + 1]) if at + 1 < len(above) else "")
    return None


def _amended_above(position: Position) -> str:
    """The title of what the sentence or the title above a table says is amended by it; empty where none does."""
    lines = position.settings.comparisons.amending_lines
    for item in reversed(position.items[max(0, position.at - lines) : position.at]):
        if isinstance(item, Grid):
            break
        text = item.text.strip()
        said = _SAYS_AMENDED.match(text)
        if said is not None:
            return said["title"]
        if _AMENDING_TITLE.search(text) and not text.endswith("。"):
            return _amended(bare_title(text))
    return ""


def _revised_above(position: Position) -> str:
    """The text that the line above a table says is revised: …特記事項 of …特記事項の改正案; empty where none is."""
    above = position.items[position.at - 1] if position.at else None
    said = (
        _REVISED.fullmatch(bare_title(above.text.strip()))
        if above is not None and not isinstance(above, Grid)
        else None
    )
    title = said["title"] if said is not None else ""
    return title if title and clause_set_kind(title, position.common, position.settings.titles) is not None else ""


def _amended(title: str) -> str:
    """The text that a title says is amended: みどり市公園条例 of みどり市公園条例の一部を改正する条例."""
    return _AMENDING.sub("", _MARKS.sub("", title)).strip()


def _without(title: str, ending: str) -> str:
    """A title without the words at its end, however they are spaced."""
    left = len(ending)
    while title and left:
        left -= not title[-1].isspace()
        title = title[:-1]
    return title.rstrip(" 　（(〔［[【の")


def reads(part: Part, reading: Reading) -> None:
    """Adds the old and the new set."""
    from kaigi_extract.parts.comparison.sets import fill_same, sets_of_column, supplements_below

    words, common = reading.common.comparisons, reading.common
    lines = part.lines()
    framed = stacked_head(lines[0], words, framed=True) is not None if lines else False
    grids = part.grids()
    found = (
        columns_of(grids, words, reading.settings.comparisons)
        if grids
        else stacked_columns(lines, words, framed=framed)
    )
    if found is None:
        return
    title = part.title or ""
    kind = _kind(title, common, reading)
    sides = []
    for column in (found.old, found.new):
        sets = sets_of_column(column, title, kind, reading)
        main = len(reading.document.clause_sets)
        for at, each in enumerate(sets):
            if at:
                each.supplement_of = main
            add_clause_set(each, part, reading)
        sides.append(sets)
        if column.left_out:
            spans = [line.span(0, len(line.text)) for line in column.left_out]
            printed = ", ".join(line.text.strip() for line in column.left_out)
            message = Message(
                "a 新旧対照表 leaves out what it does not change in the column {head}: {printed}",
                head=column.head,
                printed=printed,
            )
            reading.findings.info("numbering_gap", message, spans)
    if grids:
        below = part.items[1 + max(k for k, item in enumerate(part.items) if isinstance(item, Grid)) :]
        amended = len(reading.document.clause_sets) - len(sides[-1]) if sides[-1] else None
        for each in supplements_below([item for item in below if not isinstance(item, Grid)], reading):
            each.supplement_of = amended
            add_clause_set(each, part, reading)
    part.kind = "comparison"
    if all(sides):
        fill_same(found, sides[0][0], sides[1][0], words)


def _kind(title: str, common: Common, reading: Reading) -> ClauseSetKind:
    return (clause_set_kind(title, common, reading.settings.titles) if title else None) or "other"


COMPARISON = Kind("comparison", begins, reads=reads)
