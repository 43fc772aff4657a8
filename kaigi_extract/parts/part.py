"""What a document is cut into: a run of lines and tables, and what of it goes into every record, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import islice

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, measure, unwrap_lines
from kaigi_extract.layout.settings import PassageSettings
from kaigi_extract.layout.table import Grid, stretches
from kaigi_extract.parts.extent import Extent
from kaigi_extract.records import Section, SectionKind, Span, Table, TableCell

Item = AnyLine | Grid


@dataclass(frozen=True, slots=True)
class Rival:
    """A kind that a part was nearly taken for."""

    kind: SectionKind
    score: float
    because: str


@dataclass(slots=True, eq=False)
class Part:
    """A run of lines and tables that belong together."""

    kind: SectionKind
    items: list[Item] = field(default_factory=list)
    title: str | None = None
    case: int | None = None
    """Index of the case that it belongs to."""
    until: int | None = None
    """Index of the item after its last, where it was measured when it began; None where every item is asked."""
    because: str = ""
    """Why it is of this kind."""
    score: float = 1.0
    """How much speaks for it where it begins, in pieces of evidence (`SplitSettings`)."""
    second: Rival | None = None
    """What else it was nearly taken for; None where nothing else was proposed."""
    extent: Extent | None = None
    """How far it reaches where it is a clause set; another part may begin before that."""

    _looked_at: int = field(default=0, init=False)
    """How many of its items were looked at for tables."""
    _grids: list[Grid] = field(default_factory=list, init=False)

    def lines(self) -> list[AnyLine]:
        """Its lines outside of tables."""
        return [item for item in self.items if not isinstance(item, Grid)]

    def last_lines(self, count: int) -> list[AnyLine]:
        """So many of its last lines outside of tables, in order: of a part that lines are added to, its whole list is
        not looked through for each."""
        lines = (item for item in reversed(self.items) if not isinstance(item, Grid))
        return list(islice(lines, count))[::-1]

    def grids(self) -> Sequence[Grid]:
        """Its tables. While items are added, as each line of a document is, those that came since are looked at."""
        if self._looked_at < len(self.items):
            self._grids += [item for item in self.items[self._looked_at :] if isinstance(item, Grid)]
            self._looked_at = len(self.items)
        return self._grids

    def margins_of(self) -> int:
        """The page that it begins on, or the section of a Word file: whose headers it is under."""
        first = self.items[0]
        if isinstance(first, Grid):
            return first.first_page or next((line.margins_of for cell in first.cells for line in cell.lines), 0)
        return first.margins_of

    def first_spans(self) -> list[Span]:
        """Where its first line or the first cell of its table is."""
        first = self.items[0]
        return first.cells[0].passage.spans() if isinstance(first, Grid) else [first.span(0, len(first.text))]

    def section(self, settings: PassageSettings) -> Section:
        """Every line of it as a section; the cells of a table row are separated by tabs."""
        texts: list[str] = []
        spans: list[Span] = []
        for stretch in stretches(self.items):
            if isinstance(stretch, Grid):
                texts += ["\t".join(cell.passage.text for cell in row) for row in stretch.rows()]
                spans += [span for cell in stretch.cells for span in cell.passage.spans()]
            else:
                passage = passage_of(stretch, settings)
                texts.append(passage.text)
                spans += passage.spans()
        return Section.model_construct(
            kind=self.kind, title=self.title, text="\n".join(texts), case=self.case, spans=spans
        )

    def tables(self) -> Iterator[Table]:
        """Its tables as records."""
        for grid in self.grids():
            cells = [
                TableCell(
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    text=cell.passage.text,
                    choices=cell.choices,
                    spans=cell.passage.spans(),
                )
                for row in grid.rows()
                for cell in row
            ]
            yield Table(cells=cells, ruled=grid.ruled, case=self.case)


def passage_of(lines: Sequence[AnyLine], settings: PassageSettings, right: float | None = None) -> Passage:
    """Lines of the open page as one passage."""
    return unwrap_lines(lines, measure(lines) if right is None else right, settings)
