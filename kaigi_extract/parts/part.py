"""What a document is cut into, and what every part module needs: its lines as text, findings, whole-line places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage, measure, unwrap_lines
from kaigi_extract.layout.table import Grid
from kaigi_extract.records import Section, SectionKind, Span

Item = AnyLine | Grid


@dataclass(slots=True, eq=False)
class Part:
    """A run of lines and tables that belong together."""

    kind: SectionKind
    items: list[Item] = field(default_factory=list)
    title: str | None = None
    case: int | None = None

    def lines(self) -> list[AnyLine]:
        """Its lines outside of tables."""
        return [item for item in self.items if not isinstance(item, Grid)]

    def grids(self) -> list[Grid]:
        """Its tables."""
        return [item for item in self.items if isinstance(item, Grid)]

    def first_page(self) -> int:
        """The page that it begins on."""
        first = self.items[0]
        return first.first_page if isinstance(first, Grid) else first.page

    def section(self) -> Section:
        """Every line of it as a section; the cells of a table row are separated by tabs."""
        texts: list[str] = []
        spans: list[Span] = []
        for stretch in _stretches(self.items):
            if isinstance(stretch, Grid):
                texts += ["\t".join(cell.passage.text for cell in row) for row in stretch.rows()]
                spans += [span for cell in stretch.cells for span in cell.passage.spans()]
            else:
                passage = passage_of(stretch)
                texts.append(passage.text)
                spans += passage.spans()
        return Section.model_construct(
            kind=self.kind, title=self.title, text="\n".join(texts), case=self.case, spans=spans
        )


def _stretches(items: Sequence[Item]) -> Iterator[Grid | list[AnyLine]]:
    lines: list[AnyLine] = []
    for item in items:
        if isinstance(item, Grid):
            if lines:
                yield lines
                lines = []
            yield item
        else:
            lines.append(item)
    if lines:
        yield lines


def passage_of(lines: Sequence[AnyLine], right: float | None = None) -> Passage:
    """Lines of the open page as one passage."""
    return unwrap_lines(lines, measure(lines) if right is None else right)
