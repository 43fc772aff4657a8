"""Families of clause sets, and their conformity to a list of points, as pictures. Compares nothing by itself.

Loads matplotlib only once a plot is asked for; `figure` draws, as in `plots`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.checklist import Checklist
from kaigi_extract.clauses.conformity_table import Conformity, conformity
from kaigi_extract.clauses.family_groups import Descendant, Families, SetName, families
from kaigi_extract.optional import load
from kaigi_extract.records import ClauseSet
from kaigi_extract.show.comparison.sheets import DOUBT, MARKS, VERDICTS, Language, clause_words, set_words
from kaigi_extract.show.japanese import day_words, ward_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kaigi_extract.show.plots.figure import Pen

FILLS = {"fulfilled": "#CFE8DA", "weaker": "#F6E3B4", "missing": "#F3CFC6"}
"""Light enough for black words; the marks ○ △ × say the same without colours."""
DOUBT_EDGE, EDGE, INK, FAINT = "#7A5000", "#D0D0D0", "#1A1A1A", "#666666"
MARGIN = 0.3
"""Inches, as all lengths below; one unit of the axes is an inch."""
POINT_COLUMN, SET_COLUMN, HEAD, ROW, LEGEND = 2.9, 1.35, 0.95, 0.42, 0.45
SPACE = 0.05
"""Between cells."""
NAME_COLUMN, BAR, COUNT = 3.6, 3.0, 4.4
"""Of the picture of families: names, the longest bar, and the words on what changed."""
TEXT, SMALL = 9.0, 7.5
"""Points."""
BAR_FILLS = ("#4A86B8", "#E8E8E8")


def plot_conformity(
    found: Conformity | Iterable[ClauseSet],
    checklist: Checklist | None = None,
    *,
    ax: Axes | None = None,
    lang: Language = "ja",
) -> Figure:
    """Point by set: ○ fulfilled, △ weaker, × missing, with the clause; a dashed edge and ? where a person should look.

    `found` is what `conformity` gives, or the sets, then held against `checklist`. `ax`, and what comes back, as in
    `plot_timeline`. Errors: `ValueError` for no set, `MissingExtra` without matplotlib.
    """
    load("matplotlib", "plot_conformity", "plot")
    from kaigi_extract.show.plots.figure import Pen, axes_of

    table = found if isinstance(found, Conformity) else conformity(found, checklist)
    if not table.sets:
        raise ValueError(Message("plot_conformity: no clause set was given"))
    points = table.checklist.points
    size = (
        2 * MARGIN + POINT_COLUMN + SET_COLUMN * len(table.sets),
        2 * MARGIN + HEAD + ROW * len(points) + LEGEND,
    )
    figure, ax = axes_of(ax, size)
    pen = Pen(ax, "plot_conformity")
    for column, name in enumerate(table.sets):
        _set_head(pen, MARGIN + POINT_COLUMN + column * SET_COLUMN, name)
    for at, point in enumerate(points):
        pen.write(MARGIN, _y(at) + ROW / 2, point.name if lang == "ja" else point.name_en, TEXT, color=INK)
    _cells(pen, table)
    legend = [f"{MARKS[verdict]} {VERDICTS[verdict][lang]}" for verdict in VERDICTS]
    pen.write(MARGIN, size[1] - MARGIN - LEGEND / 3, "　".join([*legend, f"? {DOUBT[lang]}"]), SMALL, color=FAINT)
    return figure


def _y(row: int) -> float:
    return MARGIN + HEAD + row * ROW


def _set_head(pen: Pen, x: float, name: SetName) -> None:
    from kaigi_extract.show.plots.figure import fitted

    pen.write(x, MARGIN + 0.18, fitted(ward_name(name.ward) or "", 8), TEXT, color=INK)
    pen.write(x, MARGIN + 0.42, day_words(name.date) or "–", SMALL, color=INK)
    pen.write(x, MARGIN + 0.61, fitted(name.title, 11), SMALL, color=FAINT)
    pen.write(x, MARGIN + 0.8, fitted(name.file or "", 11), SMALL, color=FAINT)


def _cells(pen: Pen, table: Conformity) -> None:
    from matplotlib.patches import Rectangle

    from kaigi_extract.show.plots.figure import fitted

    for at, one in enumerate(table.cells):
        row, column = divmod(at, len(table.sets))
        x, y = MARGIN + POINT_COLUMN + column * SET_COLUMN, _y(row)
        box = Rectangle(
            (x, y), SET_COLUMN - SPACE, ROW - SPACE, facecolor=FILLS[one.verdict],
            edgecolor=DOUBT_EDGE if one.doubtful else EDGE, linestyle="--" if one.doubtful else "-",
            linewidth=1.2 if one.doubtful else 0.6,
        )  # fmt: skip
        pen.ax.add_patch(box)
        words = f"{MARKS[one.verdict]}{'?' if one.doubtful else ''} {clause_words([one.clause]) if one.clause else ''}"
        pen.write(x + 0.06, y + (ROW - SPACE) / 2, fitted(words, 9.5), SMALL, color=INK)


def plot_families(
    found: Families | Iterable[ClauseSet], *, ax: Axes | None = None, lang: Language = "ja", most: int = 60
) -> Figure:
    """Each template with its descendants, a bar for what they have in common with it, and how many clauses changed.

    `found` is what `families` gives, or the sets. Of more than `most` rows the first are drawn and the picture says how
    many there are. `ax`, and what comes back, as in `plot_timeline`. Errors: `ValueError` for no set, `MissingExtra`
    without matplotlib.
    """
    load("matplotlib", "plot_families", "plot")
    from kaigi_extract.show.plots.figure import Pen, axes_of

    table = found if isinstance(found, Families) else families(found)
    rows: list[tuple[SetName, str]] = []
    for family in table.families:
        rows.append((family.template, family.reason if lang == "ja" else family.reason_en))
        rows += [(one, "") for one in family.members]
    rows += [(one, "–") for one in table.alone]
    if not rows:
        raise ValueError(Message("plot_families: no clause set was given"))
    size = (2 * MARGIN + NAME_COLUMN + BAR + COUNT, 2 * MARGIN + ROW * (min(most, len(rows)) + 1))
    figure, ax = axes_of(ax, size)
    pen = Pen(ax, "plot_families")
    for at, (name, words) in enumerate(rows[:most]):
        _family_row(pen, MARGIN + (at + 0.5) * ROW, name, words, lang)
    if len(rows) > most:
        more = f"ほか {len(rows) - most} 件" if lang == "ja" else f"{len(rows) - most} more"
        pen.write(MARGIN, MARGIN + (most + 0.5) * ROW, more, SMALL, color=FAINT)
    return figure


def _family_row(pen: Pen, y: float, name: SetName, words: str, lang: Language) -> None:
    from matplotlib.patches import Rectangle

    from kaigi_extract.show.plots.figure import fitted

    is_member = isinstance(name, Descendant)
    x = MARGIN + (0.25 if is_member else 0)
    pen.write(x, y, fitted(set_words(name), 26), TEXT if not is_member else SMALL, color=INK)
    left = MARGIN + NAME_COLUMN
    if not isinstance(name, Descendant):
        pen.write(left, y, fitted(words, 60), SMALL, color=FAINT)
        return
    for width, fill in ((1.0, BAR_FILLS[1]), (name.share, BAR_FILLS[0])):
        pen.ax.add_patch(Rectangle((left, y - ROW / 5), BAR * width, 2 * ROW / 5, facecolor=fill, edgecolor="none"))
    pen.write(left + BAR + 0.1, y, _counts(name, lang), SMALL, color=INK)


def _counts(one: Descendant, lang: Language) -> str:
    counts: Sequence[int] = (len(one.added), len(one.dropped), len(one.reworded))
    names = ("追加", "削除", "改め") if lang == "ja" else ("added", "dropped", "reworded")
    return f"{one.share:.0%}　" + "　".join(
        f"{name} {count}" for name, count in zip(names, counts, strict=True) if count
    )
