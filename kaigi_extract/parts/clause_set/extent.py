"""Where clause sets are in a document: of all numberings those that number clauses, each with its title and its end.

`extents` measures a whole document once; `extent_at` answers for one place in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kaigi_extract.parts.clause_set.ending import end_of
from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.runs import Mark, Run, find_runs, form_of, is_first, link, same_margin
from kaigi_extract.parts.clause_set.signs import (
    entry_words,
    heading_after,
    is_addressed,
    is_preamble_end,
    label_of,
)
from kaigi_extract.parts.clause_set.supplements import unnumbered_supplements
from kaigi_extract.parts.clause_set.title_above import Headline, headline_above
from kaigi_extract.parts.clause_set.title_words import clause_set_kind, is_description
from kaigi_extract.parts.extent import Chapter, Extent
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading

ARTICLES = "dai_jo"
CLAUSE_STYLES = frozenset({"digit", "kanji", "dai", ARTICLES})
"""Styles of label that open clauses where no title says that there are any."""

NEVER, OVER_RESTART, OVER_PICTURE, OVER_ANNEX = 9.0, 0.9, 0.8, 0.6
"""What a run loses from one label to the next, where the next one is worth 1: over a 附則 or too many lines, where the
same numbering begins anew in between, from text of the file to what was recognised in a picture, over an annex."""


def extent_at(position: Position) -> Extent | None:
    """The clause set that begins at a position: with its title, or where nothing of that was taken by another part,
    with any line up to its first clause."""
    begun = position.at - len(position.open.items)
    before = position.open.extent
    floor = before.floor if before is not None else position.at if position.open.until == position.at else begun
    for extent in extents(position.items, position.reading, floor):
        if extent.begins == position.at:
            return extent
        if not position.may_begin:
            continue
        if extent.begins < position.at <= extent.first and extent.begins <= begun and position.open.kind == "unknown":
            return extent
    return None


def extents(items: Sequence[Item], reading: Reading, floor: int) -> Sequence[Extent]:
    """All clause sets of a document from the item `floor` on, in order; measured when first asked for."""
    flow = reading.looked_up.get("clauses")
    if not isinstance(flow, ClauseFlow):
        flow = reading.looked_up["clauses"] = ClauseFlow(items)
    surveys = flow.surveys
    if floor not in surveys:
        surveys[floor] = _Survey(flow, reading, floor).extents()
    return surveys[floor]


def extents_within(part: Part, reading: Reading) -> list[Extent]:
    """The clause sets that lie wholly in a part in which none was asked to begin."""
    flow = reading.looked_up.get("clauses")
    items = flow.items if isinstance(flow, ClauseFlow) else part.items
    floor = next((k for k, item in enumerate(items) if item is part.items[0]), None)
    if floor is None:
        return []
    here = {id(item) for item in part.items}
    found = extents(items, reading, floor)
    return [extent for extent in found if extent.openers.keys() <= here and not extent.supplement]


def _holds(places: Sequence[int], low: int, high: int) -> bool:
    """Whether one of some sorted places is between two others."""
    return bisect_right(places, low) < bisect_left(places, high)


class _Survey:
    """One document, searched for clause sets."""

    def __init__(self, flow: ClauseFlow, reading: Reading, floor: int) -> None:
        self.flow, self.reading, self.floor = flow, reading, floor
        self.settings = reading.settings.clause_sets
        self.firsts = [mark for mark in flow.marks if is_first(mark.label)]
        self.first_places = [mark.at for mark in self.firsts]

    def extents(self) -> list[Extent]:
        marks = (mark for mark in self.flow.marks if mark.at >= self.floor)
        runs = find_runs(marks, self._weigh)
        runs = sorted((run for run in runs if self._may_number(run)), key=lambda run: (run.first, -run.last))
        self.runs = runs
        found: list[Extent] = []
        taken: list[tuple[Run, Headline | None]] = []
        for run in runs:
            if any(self._is_within(run, other) for other, _ in taken):
                continue
            before = taken[-1][0] if taken else None
            headline = self._headline(run, before)
            if self._is_set(run, headline, before):
                taken.append((run, headline))
        for at, (run, headline) in enumerate(taken):
            below = taken[at + 1] if at + 1 < len(taken) else None
            limit = self._begins(*below) if below is not None else len(self.flow.items)
            extent = self._extent(run, headline, limit, found)
            if not extent.supplement or self._has_main(extent, found):
                found.append(extent)
        return unnumbered_supplements(self.flow, self.reading, self.floor, found)

    def _has_main(self, supplement: Extent, found: Sequence[Extent]) -> bool:
        """Whether the set before a 附則 is the one that it belongs to: that ends with a 附則 or an annex."""
        main = next((each for each in reversed(found) if not each.supplement), None)
        return main is not None and (main.ends in self.flow.supplements or main.ends in self.flow.annexes)

    # Runs.

    def _weigh(self, last: Mark, mark: Mark) -> float | None:
        """What it is worth to a run that one label comes after another; weighed once in a document."""
        weights = self.flow.weights
        key = (last.at, mark.at)
        if key not in weights:
            worth = link(last, mark, self.settings)
            weights[key] = worth if worth is None else worth - self._barred(last.at, mark.at)
        return weights[key]

    def _barred(self, one: int, other: int) -> float:
        """What speaks against a run from one line to another: a 附則 between them, an annex, a numbering that begins
        anew, a picture's text."""
        flow = self.flow
        if other - one > self.settings.longest_clause or _holds(flow.supplements, one, other):
            return NEVER
        against = OVER_ANNEX if _holds(flow.annexes, one, other) else 0.0
        between = self.firsts[bisect_right(self.first_places, one) : bisect_left(self.first_places, other)]
        if any(self._begins_anew(flow.by_index[one], mark) for mark in between):
            against += OVER_RESTART
        return against + (OVER_PICTURE if flow.is_recognised(one) != flow.is_recognised(other) else 0.0)

    def _begins_anew(self, mark: Mark, between: Mark) -> bool:
        """Whether a label is the first of the numbering that another is of: articles, or its margin and form."""
        if mark.label.style != between.label.style or not is_first(between.label) or between.at == mark.at:
            return False
        if mark.label.style in (ARTICLES, "dai"):
            return True
        alike = same_margin(mark.line, between.line)
        return alike and form_of(mark.label) == form_of(between.label)

    def _may_number(self, run: Run) -> bool:
        """Whether a run may number clauses at all: a lone label or digits alone on their lines need company."""
        lone = sum(mark.lone and mark.label.style == "digit" for mark in run.marks)
        if lone and (len(run.marks) < self.settings.least_clauses or lone < len(run.marks) / 2):
            return False
        return is_first(run.marks[0].label) or run.marks[0].headed or run.family[0] == ARTICLES

    def _is_within(self, run: Run, other: Run) -> bool:
        """Whether a run is one of items under a clause of another run."""
        if other.first < run.first < other.last:
            return True
        if run.first < other.last:
            return False
        return not self._is_parted(other, run)

    def _is_parted(self, run: Run, after: Run) -> bool:
        """Whether something between two runs says that the later one is of another set or part."""
        flow, low, high = self.flow, run.last, after.first
        if any(low < k < high for k in (*flow.supplements, *flow.annexes)):
            return True
        same = run.family == after.family
        if same and after.family[0] == ARTICLES:
            return True
        if same and any(low < k < high for k in flow.chapters):
            return True
        headline = headline_above(flow, self._heading_of(after), low + 1, self.reading)
        if headline is None:
            return False
        alike = same and same_margin(run.marks[0].line, after.marks[0].line)
        if alike and headline.last == self._heading_of(after) - 1:
            return True
        return (headline.known or same or after.family[0] == ARTICLES) and self._stands_out(headline, after, low)

    def _stands_out(self, headline: Headline, after: Run, low: int) -> bool:
        """Whether a title between two runs is set as one: larger, on a new page, or worded as titles are."""
        line = self.flow.lines[headline.last]
        body = self.flow.lines[after.first]
        if line is None or body is None:
            return False
        larger = line.size > 1.15 * body.size
        return headline.known or larger or self.flow.is_first_on_page(headline.begins)

    # Sets.

    def _headline(self, run: Run, before: Run | None) -> Headline | None:
        floor = before.last + 1 if before is not None else self.floor
        walls = [k + 1 for k in self.flow.annexes if floor <= k < run.first and not self._is_remark(k)]
        supplements = [k for k in self.flow.supplements if floor <= k < run.first]
        return headline_above(self.flow, self._heading_of(run), max([floor, *walls, *supplements]), self.reading)

    def _is_remark(self, at: int) -> bool:
        """Whether a line that says 別紙 is right above the title of what is annexed."""
        return len(self.flow.texts[at]) <= 8

    def _supplement(self, run: Run) -> int | None:
        """The line 附則 that a run is right below."""
        above = [k for k in self.flow.supplements if k < run.first]
        if not above or run.first - above[-1] > self.settings.clauses_within:
            return None
        headline = headline_above(self.flow, self._heading_of(run), above[-1] + 1, self.reading)
        return None if headline is not None and headline.known else above[-1]

    def _is_set(self, run: Run, headline: Headline | None, before: Run | None) -> bool:
        """Whether a run of labels numbers clauses: of sentences, several, under a title that says so or unbroken."""
        parts = self._parts(run)
        sentences = sum(map(self._sentences, parts))
        count, style = sum(len(part.marks) for part in parts), run.family[0]
        if self._supplement(run) is not None:
            return sentences >= 1 and before is not None
        known = headline is not None and headline.known
        if known:
            near = self._prose_before(run, headline) <= self.settings.longest_preamble
            return near and (count >= 2 or (style in (ARTICLES, "dai") and sentences >= 1))
        if style == ARTICLES:
            return count >= 2 and 2 * sentences >= count
        if headline is not None and is_description(headline.title, self.reading.common):
            return False
        addressed = 2 * sum(map(self._addressed, parts)) >= max(1, sentences) and not self._is_in_contents(run)
        if style not in CLAUSE_STYLES or addressed:
            return False
        if self._heading_of(run) == self.floor and all(mark.headed for mark in run.marks):
            return count >= 2 and sentences == count
        needed = count if style == "kanji" else count / 2
        return (
            count >= self.settings.least_clauses
            and run.gaps() == 0
            and is_first(run.marks[0].label)
            and sentences >= needed
        )

    def _parts(self, run: Run) -> list[Run]:
        """The runs that number anew under the chapters of one document, of which a run is one."""
        alike = [each for each in self.runs if each.family == run.family]
        at = alike.index(run)
        low = high = at
        while low > 0 and self._anew(alike[low - 1], alike[low]):
            low -= 1
        while high + 1 < len(alike) and self._anew(alike[high], alike[high + 1]):
            high += 1
        return alike[low : high + 1]

    def _anew(self, run: Run, after: Run) -> bool:
        """Whether a numbering begins anew right below a chapter."""
        heads = [k for k in self.flow.chapters if run.last < k < after.first]
        return bool(heads) and after.first - max(heads) <= self.settings.clauses_within

    def _sentences(self, run: Run) -> int:
        """How many of the labels have a sentence before the next one."""
        return sum(any("。" in text for text in texts) for texts in self._stretches(run))

    def _addressed(self, run: Run) -> int:
        """How many of the labels have a sentence that speaks to a reader (…してください。), as no clause does."""
        return sum(any(is_addressed(text) for text in texts) for texts in self._stretches(run))

    def _is_in_contents(self, run: Run) -> bool:
        """Whether a table of contents lists most lines with labels."""
        listed = {entry_words(self.flow.texts[k]) for k in self.flow.contents}
        return 2 * sum(entry_words(self.flow.texts[mark.at]) in listed for mark in run.marks) > len(run.marks)

    def _stretches(self, run: Run) -> Iterator[list[str]]:
        """The lines from each label to the next one."""
        ends = [mark.at for mark in run.marks[1:]] + [min(run.last + 12, len(self.flow.items))]
        for mark, end in zip(run.marks, ends, strict=True):
            yield self.flow.texts[mark.at : end]

    def _prose_before(self, run: Run, headline: Headline | None) -> int:
        start = headline.last + 1 if headline is not None else run.first
        return sum(k not in self.flow.contents for k in range(start, run.first))

    def _heading_of(self, run: Run) -> int:
        """The first line that belongs to a run's first clause: its heading, and the chapter above that."""
        at = run.first
        above = self.flow.heading_above(at)
        if above is not None and not self._is_bracketed_title(above, run):
            at = above
        elif self._heads_are_bare(run) and at > 0 and self._is_bare_head(at - 1) and self._words(at - 1) is None:
            at -= 1
        while at > 0 and at - 1 in self.flow.chapters and at - 1 not in self.flow.contents:
            at -= 1
        if at > 0 and self._owns_headings(run) and self._is_bare_head(at - 1) and self._section_heads(run):
            at -= 1
        return at

    def _is_bracketed_title(self, at: int, run: Run) -> bool:
        """Whether brackets right above the first clause hold the title: worded as one, the first line of all, and no
        other clause has a heading in brackets."""
        others = any(self.flow.heading_above(mark.at) is not None for mark in run.marks[1:])
        return self._words(at) is not None and at == self.floor and not others

    def _words(self, at: int) -> object | None:
        """What a line announces as a title."""
        return clause_set_kind(self.flow.texts[at], self.reading.common, self.reading.settings.titles)

    def _begins(self, run: Run, headline: Headline | None) -> int:
        supplement = self._supplement(run)
        if supplement is not None:
            return supplement
        return headline.begins if headline is not None else self._preamble_above(self._heading_of(run))

    def _preamble_above(self, first: int) -> int:
        """The first line of the paragraph above the first clause that says what is agreed or laid down below."""
        flow, at = self.flow, first - 1
        if at < self.floor or not is_preamble_end(flow.texts[at]):
            return first
        while at > self.floor and not flow.ended(at) and not flow.is_apart(at - 1):
            at -= 1
        return at

    # Headings without brackets.

    def _is_bare_head(self, at: int) -> bool:
        """Whether a line could be a heading without brackets: short, no sentence, no label."""
        flow, text = self.flow, self.flow.texts[at]
        if not text or flow.lines[at] is None or at in flow.contents or at in flow.chapters:
            return False
        short = len(text) <= self.settings.longest_heading and "。" not in text and not text.endswith("、")
        return short and label_of(text) is None and not text.startswith(("（", "(", "【", "※")) and flow.ended(at)

    def _heads_are_bare(self, run: Run) -> bool:
        """Whether most labels after the first have a bare heading on the line above."""
        later = run.marks[1:]
        if sum(self._has_own_line(mark, run) for mark in run.marks) >= self.settings.headed_share * len(run.marks):
            return False
        bare = sum(self._is_bare_head(mark.at - 1) and mark.at - 1 not in self.flow.by_index for mark in later)
        return bool(later) and bare >= self.settings.headed_share * len(later)

    def _has_own_line(self, mark: Mark, run: Run) -> bool:
        """Whether behind a label there is what reads as a heading, with text below it."""
        text = self.flow.texts[mark.at][mark.label.end :].strip()
        below = self.flow.texts[mark.at + 1] if mark.at + 1 < len(self.flow.texts) else ""
        short = 0 < len(text) <= self.settings.longest_heading and "。" not in text and not text.endswith("、")
        return short and bool(below) and all(mark.at + 1 != each.at for each in run.marks)

    def _owns_headings(self, run: Run) -> bool:
        """Whether most labels have headings of their own, so that a bare line above one is the head of a section."""
        own = sum(mark.headed for mark in run.marks)
        return own >= self.settings.headed_share * len(run.marks)

    def _section_heads(self, run: Run) -> list[int]:
        """Bare lines above labels that have headings of their own: heads of sections without a number."""
        if not self._owns_headings(run):
            return []
        heads = []
        for mark in run.marks[1:]:
            above = self.flow.heading_above(mark.at)
            at = (mark.at if above is None else above) - 1
            ended = self.flow.texts[at - 1].endswith("。") or at - 1 in self.flow.chapters
            if at > run.first and ended and self._is_bare_head(at) and heading_or_none(self.flow, mark.at):
                heads.append(at)
        return heads

    # Putting together.

    def _extent(self, run: Run, headline: Headline | None, limit: int, found: Sequence[Extent]) -> Extent:
        flow, supplement = self.flow, self._supplement(run)
        begins, first = self._begins(run, headline), self._heading_of(run)
        title = headline.title if headline is not None else None
        if supplement is not None:
            title = flow.texts[supplement]
        ends, why = end_of(flow, run, limit, title, self.reading.common)
        chapters = {id(flow.items[k]): chapter for k, chapter in flow.chapters.items() if begins <= k < ends}
        chapters |= self._unnumbered(run, first)
        main = next((each.begins for each in reversed(found) if not each.supplement), None)
        inherits = (
            title is None
            and found
            and not found[-1].supplement
            and flow.chapters.keys() & set(range(begins, first + 1))
        )
        return Extent(
            begins=begins,
            first=first,
            ends=ends,
            title=found[-1].title if inherits else title,
            known=headline is not None and headline.known,
            openers={id(mark.line): mark.label for mark in run.marks},
            chapters=chapters,
            contents=frozenset(id(flow.items[k]) for k in flow.contents if begins <= k < ends),
            headline=frozenset(id(flow.items[k]) for k in self._headline_lines(headline, supplement)),
            supplement=supplement is not None,
            main=main if supplement is not None else None,
            floor=self.floor,
            because=self._reasons(run, title),
            ended=why,
        )

    def _headline_lines(self, headline: Headline | None, supplement: int | None) -> range:
        if supplement is not None:
            return range(supplement, supplement + 1)
        return range(headline.begins, headline.last + 1) if headline is not None else range(0)

    def _unnumbered(self, run: Run, first: int) -> dict[int, Chapter]:
        heads = self._section_heads(run)
        if heads and first < run.first and self._is_bare_head(first) and self.flow.heading_above(run.first) != first:
            heads = [first, *heads]
        return {id(self.flow.items[k]): Chapter("", self.flow.texts[k]) for k in heads}

    def _reasons(self, run: Run, title: str | None) -> str:
        labels = f"{run.marks[0].label.label} to {run.marks[-1].label.label}"
        numbered = f"{len(run.marks)} labels count from {labels}, {self._sentences(run)} of them with a sentence"
        return f"clauses follow the title {title}: {numbered}" if title else f"without a title {numbered}"


def heading_or_none(flow: ClauseFlow, at: int) -> bool:
    """Whether a label has a heading of its own, above it or behind it."""
    label = label_of(flow.texts[at])
    return label is not None and (
        heading_after(flow.texts[at], label) is not None or flow.heading_above(at) is not None
    )
