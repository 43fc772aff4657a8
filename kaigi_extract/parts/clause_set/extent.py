"""Where clause sets are in a document: of all numberings those that number clauses, each with its title and its end.

`extent_at` answers for one place in a document, `extents_within` for a part that is cut. What is taken in by one set is
left out by the survey that finds it, and may be a set to a survey that begins below: each survey is its own, and what
does not depend on where it begins is shared by all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import takewhile

from kaigi_extract.catalogue import Message
from kaigi_extract.parts.clause_set.ending import end_of
from kaigi_extract.parts.clause_set.flow import ClauseFlow, Headline
from kaigi_extract.parts.clause_set.lists_above import is_list_above
from kaigi_extract.parts.clause_set.numberings import ARTICLES, Numberings
from kaigi_extract.parts.clause_set.places import holds, last_before, within
from kaigi_extract.parts.clause_set.runs import Family, Run, is_first, same_margin
from kaigi_extract.parts.clause_set.signs import annex_title, is_extract, is_preamble_end, is_record_mark
from kaigi_extract.parts.clause_set.supplements import unnumbered_supplements
from kaigi_extract.parts.clause_set.surroundings import Surroundings
from kaigi_extract.parts.clause_set.taken import Taken
from kaigi_extract.parts.clause_set.title_above import headline_above, reach_above
from kaigi_extract.parts.clause_set.title_words import clause_set_kind, is_description
from kaigi_extract.parts.extent import Chapter, Extent
from kaigi_extract.parts.kind import Position
from kaigi_extract.parts.part import Item, Part
from kaigi_extract.parts.reading import Reading

CLAUSE_STYLES = frozenset({"digit", "kanji", "dai", ARTICLES})
"""Styles of label that open clauses where no title says that there are any."""


LISTED_STYLES = frozenset({"paren_digit"})
"""Styles of label that open clauses without such a title where a table of contents lists them."""


def extent_at(position: Position) -> Extent | None:
    """The clause set that begins at a position: with its title, or where nothing of that was taken by another part,
    with any line up to its first clause."""
    begun = position.at - len(position.open.items)
    before = position.open.extent
    floor = before.floor if before is not None else position.at if position.open.until == position.at else begun
    for extent in _Surveyed.of(position.items, position.reading).survey(floor).near(position.at):
        if extent.begins == position.at:
            return extent
        if not position.may_begin:
            continue
        if extent.begins < position.at <= extent.first and extent.begins <= begun and position.open.kind == "unknown":
            return extent
    return None


def extents_within(part: Part, reading: Reading) -> list[Extent]:
    """The clause sets that lie wholly in a part in which none was asked to begin."""
    document = _Surveyed.of(part.items, reading)
    floor = next((k for k, item in enumerate(document.flow.items) if item is part.items[0]), None)
    if floor is None:
        return []
    here = {id(item) for item in part.items}
    found = document.survey(floor).extents()
    return [extent for extent in found if extent.openers.keys() <= here and not extent.supplement]


def flow_of(items: Sequence[Item], reading: Reading) -> ClauseFlow:
    """The items of a document as the search for clause sets sees them."""
    return _Surveyed.of(items, reading).flow


def _titles(reading: Reading) -> Callable[[str], bool]:
    """Whether a text is worded as titles of clause sets are; leads back to no reading, which would keep its lines."""
    common, settings = reading.common, reading.settings.titles
    return lambda text: clause_set_kind(text, common, settings) is not None


class _Surveyed:
    """One document, with what was found in it whatever item the search for clause sets began at."""

    def __init__(self, items: Sequence[Item], reading: Reading) -> None:
        self.reading = reading
        self.flow = ClauseFlow(items, _titles(reading), reading.settings.clause_sets.longest_heading)
        self.numberings = Numberings(self.flow, reading.settings.clause_sets)
        self._surveys: dict[int, _Survey] = {}
        self._around: dict[Run, Surroundings] = {}

    @classmethod
    def of(cls, items: Sequence[Item], reading: Reading) -> _Surveyed:
        """The document of a reading, `items` where nothing was searched in it yet."""
        known = reading.looked_up.get("clauses")
        if not isinstance(known, cls):
            known = reading.looked_up["clauses"] = cls(items, reading)
        return known

    def forget(self) -> None:
        """Lets go of the surveys, which lead back here."""
        for survey in self._surveys.values():
            survey.forget()
        self._surveys.clear()

    def survey(self, floor: int) -> _Survey:
        """The search from an item on."""
        if floor not in self._surveys:
            self._surveys[floor] = _Survey(self, floor)
        return self._surveys[floor]

    def around(self, run: Run) -> Surroundings:
        """What is printed around the labels of a run."""
        if run not in self._around:
            self._around[run] = Surroundings(run, self.flow, self.reading)
        return self._around[run]


class _Survey:
    """A document searched for clause sets from the item `floor` on, as far as it is asked."""

    def __init__(self, document: _Surveyed, floor: int) -> None:
        self.document, self.flow, self.reading, self.floor = document, document.flow, document.reading, floor
        self.settings = self.reading.settings.clause_sets
        self._found: list[Extent] = []
        self._until: list[int] = []
        """The last item at which one of the first so many of `_found` may be asked for: it begins there, or its first
        clause does."""
        self._alike: dict[Family, list[Run]] = defaultdict(list)
        """The runs of each style, in order."""
        self._places_alike: dict[Run, int] = {}
        """Which of those of its style each run is."""
        self._more = self._extents()

    def forget(self) -> None:
        """Ends the search where it has come to."""
        self._more.close()

    def extents(self) -> Sequence[Extent]:
        """All clause sets, in order."""
        for _ in self._more:
            pass
        return self._found

    def near(self, at: int) -> Iterator[Extent]:
        """The clause sets in order, as far as one may begin at an item: a 附則 begins a few lines above its first
        clause, anything else behind the clauses of the set before it."""
        number = bisect_left(self._until, at)
        while True:
            if number == len(self._found) and next(self._more, None) is None:
                return
            extent = self._found[number]
            yield extent
            if extent.first - self.settings.clauses_within > at:
                return
            number += 1

    def _extents(self) -> Generator[Extent, None, None]:
        self.runs = self.document.numberings.runs_from(self.floor)
        for run in self.runs:
            self._places_alike[run] = len(self._alike[run.family])
            self._alike[run.family].append(run)
        sets = self._sets()
        above = next(sets, None)
        while above is not None:
            below = next(sets, None)
            limit = self._begins(*below) if below is not None else len(self.flow.items)
            extent = self._extent(*above, limit, self._found)
            if not extent.supplement or self._has_main(extent, self._found):
                for each in (extent, *unnumbered_supplements(self.flow, self.reading, extent, limit)):
                    self._found.append(each)
                    self._until.append(max([each.begins, each.first, *self._until[-1:]]))
                    yield each
            above = below

    def _sets(self) -> Iterator[tuple[Run, Headline | None]]:
        """The runs that number clauses, with the title above each."""
        taken = Taken()
        for run in self.runs:
            if self._is_within_any(run, taken):
                continue
            before = taken.last
            headline = self._headline(run, before)
            if headline is not None and self._is_above_clauses(run, headline):
                continue
            if self._is_set(run, headline, before):
                taken.add(run)
                yield run, headline

    def _is_above_clauses(self, run: Run, headline: Headline) -> bool:
        """Whether a run is a list between a title and the clauses of its set."""
        at = bisect_left(self.runs, run.first, key=lambda each: each.first)
        near = takewhile(
            lambda each: self._prose_before(each, headline) <= self.settings.longest_preamble, self.runs[at:]
        )
        around = self.document.around
        return any(
            is_list_above(around(run), around(each), self.flow) and not self._is_parted(run, each) for each in near
        )

    def _has_main(self, supplement: Extent, found: Sequence[Extent]) -> bool:
        """Whether the set before a 附則 is the one that it belongs to: that ends with a 附則 or an annex."""
        main = next((each for each in reversed(found) if not each.supplement), None)
        return main is not None and (main.ends in self.flow.supplements or main.ends in self.flow.annexes)

    def _is_within_any(self, run: Run, taken: Taken) -> bool:
        """Whether a run is one of items under a clause of those that are taken."""
        reach = reach_above(self.flow, self._heading_of(run), self.reading)
        return any(self._is_within(run, other) for other in taken.asked_of(reach))

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
        if holds(flow.supplements, low, high) or holds(flow.annexes, low, high):
            return True
        same = run.family == after.family
        if same and after.family[0] == ARTICLES:
            return True
        if same and holds(flow.chapter_places, low, high):
            return True
        headline = headline_above(flow, self._heading_of(after), low + 1, self.reading)
        if headline is None:
            return False
        alike = same and same_margin(run.marks[0].line, after.marks[0].line)
        if alike and headline.last == self._heading_of(after) - 1:
            return True
        own = headline.known or same or after.family[0] in (ARTICLES, "dai")
        return own and self._stands_out(headline, after, low)

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
        annexes = [k for k in within(self.flow.annexes, floor, run.first) if not self._is_remark(k)]
        walls = [k if annex_title(self.flow.texts[k]) else k + 1 for k in annexes]
        supplements = within(self.flow.supplements, floor, run.first)
        return headline_above(self.flow, self._heading_of(run), max([floor, *walls, *supplements]), self.reading)

    def _is_remark(self, at: int) -> bool:
        """Whether a line that says 別紙 is above the title of an annex, or is that title (参考　…条例（抄）)."""
        text = self.flow.texts[at]
        return len(text) <= 8 or (is_extract(text) and self.flow.is_title(text))

    def _supplement(self, run: Run) -> int | None:
        """The line 附則 that a run is right below."""
        above = last_before(self.flow.supplements, run.first)
        if above is None or run.first - above > self.settings.clauses_within:
            return None
        headline = headline_above(self.flow, self._heading_of(run), above + 1, self.reading)
        return None if headline is not None and headline.known else above

    def _is_set(self, run: Run, headline: Headline | None, before: Run | None) -> bool:
        """Whether a run of labels numbers clauses: of sentences, several, under a title that says so or unbroken."""
        parts = self._parts(run)
        sentences = sum(self.document.around(part).sentences for part in parts)
        count, style = sum(len(part.marks) for part in parts), run.family[0]
        if self._supplement(run) is not None:
            return sentences >= 1 and before is not None
        known = headline is not None and headline.known
        if known:
            near = self._prose_before(run, headline) <= self.settings.longest_preamble
            return near and (count >= 2 or (style in (ARTICLES, "dai") and sentences >= 1))
        if headline is not None and is_description(headline.title, self.reading.common):
            return False
        if style == ARTICLES:
            return count >= 2 and 2 * sentences >= count
        return self._lays_down(parts, sentences) and self._is_unbroken(run, count, sentences)

    def _lays_down(self, parts: Sequence[Run], sentences: int) -> bool:
        """Whether numbered paragraphs without a title of sets may be clauses: not told to a reader but where a table
        of contents lists them."""
        around = [self.document.around(part) for part in parts]
        style = parts[0].family[0]
        if style not in CLAUSE_STYLES:
            return style in LISTED_STYLES and any(each.is_in_contents for each in around)
        if any(each.is_report for each in around):
            return False
        told = 2 * sum(each.told for each in around) >= max(1, sentences)
        return not told or any(each.is_in_contents for each in around)

    def _is_unbroken(self, run: Run, count: int, sentences: int) -> bool:
        """Whether `count` numbers from the first one on have sentences enough."""
        if self._heading_of(run) == self.floor and all(mark.headed for mark in run.marks):
            return count >= 2 and sentences == count
        listed = count > 1 and all(mark.lone and self.document.numberings.heads_list(mark) for mark in run.marks)
        if (count < self.settings.least_clauses and not listed) or run.gaps() or not is_first(run.marks[0].label):
            return False
        return sentences >= (count if run.family[0] == "kanji" else count / 2)

    def _parts(self, run: Run) -> list[Run]:
        """The runs that number anew under the chapters of one document, of which a run is one."""
        alike = self._alike[run.family]
        low = high = self._places_alike[run]
        while low > 0 and self._anew(alike[low - 1], alike[low]):
            low -= 1
        while high + 1 < len(alike) and self._anew(alike[high], alike[high + 1]):
            high += 1
        return alike[low : high + 1]

    def _anew(self, run: Run, after: Run) -> bool:
        """Whether a numbering begins anew right below a chapter."""
        head = last_before(self.flow.chapter_places, after.first)
        return head is not None and head > run.last and after.first - head <= self.settings.clauses_within

    def _prose_before(self, run: Run, headline: Headline | None) -> int:
        start = headline.last + 1 if headline is not None else run.first
        return sum(k not in self.flow.contents for k in range(start, run.first))

    def _heading_of(self, run: Run) -> int:
        """The first line that belongs to a run's first clause."""
        return self.document.around(run).heading(self.floor)

    def _begins(self, run: Run, headline: Headline | None) -> int:
        supplement = self._supplement(run)
        if supplement is not None:
            return supplement
        return headline.begins if headline is not None else self._preamble_above(self._heading_of(run))

    def _preamble_above(self, first: int) -> int:
        """The first line of the paragraph above the first clause that says what is agreed or laid down below."""
        flow, at = self.flow, first - 1
        if at > self.floor and is_record_mark(flow.texts[at]):
            at -= 1
        if at < self.floor or not is_preamble_end(flow.texts[at]):
            return first
        while at > self.floor and not flow.ended(at) and not flow.is_apart(at - 1):
            at -= 1
        return at

    # Putting together.

    def _extent(self, run: Run, headline: Headline | None, limit: int, found: Sequence[Extent]) -> Extent:
        flow, supplement = self.flow, self._supplement(run)
        begins, first = self._begins(run, headline), self._heading_of(run)
        title = headline.title if headline is not None else None
        if supplement is not None:
            title = flow.texts[supplement]
        ends, why = end_of(flow, run, limit, title, self.reading.common)
        chapters = {id(flow.items[k]): flow.chapters[k] for k in within(flow.chapter_places, begins, ends)}
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
            contents=frozenset(id(flow.items[k]) for k in within(flow.contents_places, begins, ends)),
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
        around = self.document.around(run)
        heads = around.section_heads
        if heads and first < run.first and around.is_bare_head(first) and self.flow.heading_above(run.first) != first:
            heads = [first, *heads]
        return {id(self.flow.items[k]): Chapter("", self.flow.texts[k]) for k in heads}

    def _reasons(self, run: Run, title: str | None) -> str:
        labels = Message("{first} to {last}", first=run.marks[0].label.label, last=run.marks[-1].label.label)
        sentences = self.document.around(run).sentences
        numbered = Message(
            "{count} labels count from {labels}, {sentences} of them with a sentence",
            count=len(run.marks),
            labels=labels,
            sentences=sentences,
        )
        return (
            Message("clauses follow the title {title}: {numbered}", title=title, numbered=numbered)
            if title
            else Message("without a title {numbered}", numbered=numbered)
        )
