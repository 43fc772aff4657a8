"""What is printed around the labels of one run: headings with brackets and without, heads of sections, sentences.

Looked at once, whatever item the search for clause sets begins at.
"""

from __future__ import annotations

from functools import cached_property

from kaigi_extract.parts.clause_set.flow import ClauseFlow
from kaigi_extract.parts.clause_set.runs import Mark, Run
from kaigi_extract.parts.clause_set.signs import entry_words, is_told, label_of, left_out
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.reading import Reading
from kaigi_extract.text import split_heading, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_STOP = late_pattern(r"。|(?<=[ぁ-ん])[．.](?![0-9０-９A-Za-z])")
"""What ends a sentence."""
_OF_REPORT = late_pattern(r"はじめに|おわりに|終わりに|むすびに?|結びに?|まとめ")
"""What heads the first or the last part of a report."""
_HEAD_MARKS = frozenset("■□◆◇●◎▼▽")
"""Marks before heads of sections, which bear no number."""
_LAST_LINES = 12
"""Lines from the last label on among which a sentence is looked for."""


class Surroundings:
    """A run as it is printed in its document."""

    def __init__(self, run: Run, flow: ClauseFlow, reading: Reading) -> None:
        self.run, self.flow, self.reading = run, flow, reading
        self.settings = reading.settings.clause_sets

    @cached_property
    def sentences(self) -> int:
        """How many of the labels have a sentence before the next one."""
        return sum(any(_STOP.search(text) for text in texts) for texts in self._stretches)

    @cached_property
    def told(self) -> int:
        """How many of the labels have a sentence that only tells a reader something, as few clauses do."""
        return sum(map(is_told, self._stretches))

    @cached_property
    def is_report(self) -> bool:
        """Whether the first heading or the last is one that only reports and proposals have: １　はじめに."""
        texts, marks = self.flow.texts, self.run.marks
        heads = (texts[mark.at][mark.label.end :] for mark in (marks[0], marks[-1]))
        return any(_OF_REPORT.fullmatch(squeeze(text)) for text in heads)

    @cached_property
    def is_in_contents(self) -> bool:
        """Whether a table of contents lists most lines with labels."""
        texts, marks = self.flow.texts, self.run.marks
        listed = {entry_words(texts[k]) for k in self.flow.contents}
        return 2 * sum(entry_words(texts[mark.at]) in listed for mark in marks) > len(marks)

    @cached_property
    def _stretches(self) -> list[list[str]]:
        """The lines from each label to the next one."""
        marks, flow = self.run.marks, self.flow
        ends = [mark.at for mark in marks[1:]] + [min(self.run.last + _LAST_LINES, len(flow.items))]
        return [flow.texts[mark.at : end] for mark, end in zip(marks, ends, strict=True)]

    def heading(self, floor: int) -> int:
        """The first line that belongs to the first clause, where `floor` is the first line of all: its heading, and the
        chapter above that."""
        return self._below_title if self._bracketed_title == floor else self._with_heading

    @cached_property
    def _bracketed_title(self) -> int | None:
        """The line in brackets right above the first clause, where it would hold the title if it were the first line of
        all: worded as one, and no other clause has a heading in brackets."""
        above = self.flow.heading_above(self.run.first)
        if above is None or self._words(above) is None:
            return None
        others = any(self.flow.heading_above(mark.at) is not None for mark in self.run.marks[1:])
        return None if others else above

    @cached_property
    def _below_title(self) -> int:
        return self._with_chapters(self._with_bare_head(self.run.first))

    @cached_property
    def _with_heading(self) -> int:
        above = self.flow.heading_above(self.run.first)
        return self._with_chapters(above if above is not None else self._with_bare_head(self.run.first))

    def _with_bare_head(self, at: int) -> int:
        bare = self._heads_are_bare and at > 0 and self.is_bare_head(at - 1) and self._words(at - 1) is None
        return at - 1 if bare else at

    def _with_chapters(self, at: int) -> int:
        while at > 0 and at - 1 in self.flow.chapters and at - 1 not in self.flow.contents:
            at -= 1
        is_head = at > 0 and self._owns_headings and self.is_bare_head(at - 1) and self._words(at - 1) is None
        if is_head and self.section_heads:
            at -= 1
        return at

    def _words(self, at: int) -> object | None:
        """What a line announces as a title."""
        return clause_set_kind(self.flow.texts[at], self.reading.common, self.reading.settings.titles)

    def is_bare_head(self, at: int) -> bool:
        """Whether a line could be a heading without brackets: short, no sentence, no label."""
        flow, text = self.flow, self.flow.texts[at]
        if not text or flow.lines[at] is None or at in flow.contents or at in flow.chapters:
            return False
        short = len(text) <= self.settings.longest_heading and "。" not in text and not text.endswith("、")
        short = short and not left_out(text)
        label = label_of(text)
        unlabelled = label is None or text[0] in _HEAD_MARKS
        return short and unlabelled and not text.startswith(("（", "(", "【", "※")) and flow.ended(at)

    @cached_property
    def _heads_are_bare(self) -> bool:
        """Whether most labels after the first have a bare heading on the line above."""
        marks, later = self.run.marks, self.run.marks[1:]
        if sum(map(self._has_own_line, marks)) >= self.settings.headed_share * len(marks):
            return False
        bare = sum(self.is_bare_head(mark.at - 1) and mark.at - 1 not in self.flow.by_index for mark in later)
        return bool(later) and bare >= self.settings.headed_share * len(later)

    def _has_own_line(self, mark: Mark) -> bool:
        """Whether behind a label there is what reads as a heading, with text below it."""
        text = self.flow.texts[mark.at][mark.label.end :].strip()
        below = self.flow.texts[mark.at + 1] if mark.at + 1 < len(self.flow.texts) else ""
        short = 0 < len(text) <= self.settings.longest_heading and "。" not in text and not text.endswith("、")
        return short and bool(below) and mark.at + 1 not in self._places

    @cached_property
    def _places(self) -> frozenset[int]:
        return frozenset(self.run.places)

    @cached_property
    def _owns_headings(self) -> bool:
        """Whether most labels have headings of their own, so that a bare line above one is the head of a section."""
        own = sum(mark.headed for mark in self.run.marks)
        return own >= self.settings.headed_share * len(self.run.marks)

    @cached_property
    def section_heads(self) -> list[int]:
        """Bare lines above labels that have headings of their own: heads of sections without a number."""
        if not self._owns_headings:
            return []
        heads = []
        for mark in self.run.marks[1:]:
            above = self.flow.heading_above(mark.at)
            at = (mark.at if above is None else above) - 1
            ended = self.flow.texts[at - 1].endswith("。") or at - 1 in self.flow.chapters
            if at > self.run.first and ended and self.is_bare_head(at) and self._is_headed(mark.at):
                heads.append(at)
        return heads

    def _is_headed(self, at: int) -> bool:
        """Whether a label has a heading of its own, above it or behind it."""
        label = label_of(self.flow.texts[at])
        return label is not None and (
            split_heading(self.flow.texts[at][label.end :])[0] is not None or self.flow.heading_above(at) is not None
        )
