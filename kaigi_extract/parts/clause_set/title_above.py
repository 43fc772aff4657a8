"""The title of a clause set, looked for upwards from its first clause, and where what belongs to it begins."""

from __future__ import annotations

from kaigi_extract.layout.lines import AnyLine, Line
from kaigi_extract.layout.table import Grid
from kaigi_extract.parts.clause_set.flow import ClauseFlow, Headline
from kaigi_extract.parts.clause_set.signs import is_day, is_issue_line, is_preamble_end, is_signature, label_of
from kaigi_extract.parts.clause_set.title_words import clause_set_kind
from kaigi_extract.parts.reading import Reading
from kaigi_extract.parts.titles import bare_title, is_sentence, set_alike
from kaigi_extract.text import clause_heading, squeeze
from kaigi_extract.text.late_pattern import late_pattern

REMARK_ABOVE = late_pattern(r"^(?:【[^】]{1,20}】|[(（][^()（）]{1,24}用[)）]|別[紙添記]\s*[0-9０-９]*)$")
_GOES_ON = late_pattern(r"(?:の|する|した|に係る|に関する|及び|並びに|又は|・|、)$")
SHORTEST = 3
"""Characters of a title whose words say nothing; fewer are the name of something in a figure."""
_LARGE = 1.15
"""Times the size of the clauses from which on a line is set as a title is."""
_UNFINISHED = late_pattern(r"[はがをにへで]$")
"""What the first line of a sentence may end in, and no title does."""
_GOES_ON_ABOVE = late_pattern(r"^[がをにへでと](?![ぁ-ん])")
"""What a piece of a sentence begins with, and no title does; a kana behind it makes a word (にじ, でんわ)."""
_ADDRESS = late_pattern(r".*(?:(?<![仕多模同])様|殿|御中|宛て?)$")
_BILL = late_pattern(
    r"^(?:議案|諮問|報告|認定|承認|同意|発議|議員提出議案|請願|陳情|議第|第)\s*第?\s*[0-9０-９一二三四五六七八九十百]+\s*号(?:議案)?$"
)
_BULLET = late_pattern(r"^([○◯〇●◎◇◆□■★☆△▲▽▼])(?!\1)\s*")
_OF_COLLECTION = ("○", "〇", "◯")
_PARENTHESIS = late_pattern(r"^[(（][^()（）]*[)）]$")
_PIECE = late_pattern(r"\S(?:[\s　]+\S)?(?:\s*[(（]案[)）])?|[(（]案[)）]")
"""A character of a title alone on its line, or two set apart: 特⏎記⏎事⏎項, 特 記⏎事 項, 契⏎約⏎書(案)."""
_NOTHING = late_pattern(r"(?:特に)?(?:なし|無し?)|該当(?:なし|無し)|[-－―—]")
_RECORD = late_pattern(r"^\s*(?:記|記載例|以上|別紙のとおり)\s*$")


def _is_open(text: str) -> bool:
    """Whether a bracket that a line opens is closed on a later one."""
    return sum(char in "（(" for char in text) > sum(char in "）)" for char in text)


def headline_above(flow: ClauseFlow, first: int, floor: int, reading: Reading) -> Headline | None:
    """The title above the line `first`, not above `floor`: the nearest one that is worded as titles of sets are; else
    the one set largest, the first of several. Looked for once between two lines."""
    search = _Search(flow, first, floor, reading)
    key = first, search.floor
    if key not in flow.headlines:
        flow.headlines[key] = search.known() or search.largest()
    return flow.headlines[key]


def reach_above(flow: ClauseFlow, first: int, reading: Reading) -> int:
    """The line above which no title of a set is looked for whose first clause is at the line `first`."""
    return _Search(flow, first, 0, reading).floor


class _Search:
    def __init__(self, flow: ClauseFlow, first: int, floor: int, reading: Reading) -> None:
        self.flow, self.first, self.reading = flow, first, reading
        self.floor = min(first, max(floor, self.reach()))

    def reach(self) -> int:
        """The first line that may belong to the set; looked for once."""
        reaches = self.flow.reaches
        if self.first not in reaches:
            reaches[self.first] = self._reach()
        return reaches[self.first]

    def _reach(self) -> int:
        """The first line that may belong to the set: nothing above a table does but one of contents, or one that heads
        a contract, above the sentence by which that is made; nor above an annex's last line or far away."""
        settings = self.reading.settings.clause_sets
        seen, at = 0, self.first
        heads = self.first > 0 and is_preamble_end(self.flow.texts[self.first - 1])
        while at > 0 and (not self._is_table(at - 1) or heads):
            at -= 1
            heads = heads and not self._is_table(at)
            seen += at not in self.flow.contents
            if seen >= settings.longest_preamble:
                break
        return at

    def _is_table(self, at: int) -> bool:
        """Whether an item is a table, but one of contents."""
        return isinstance(self.flow.items[at], Grid) and at not in self.flow.contents

    def known(self) -> Headline | None:
        for at in range(self.first - 1, self.floor - 1, -1):
            title = self._known_at(at)
            if title is not None:
                return self._known_at(self._of_collection(at)) or title
        return None

    def _known_at(self, at: int) -> Headline | None:
        """The title that ends with a line, where it is worded as titles of sets are."""
        begins, title = self._joined(at) or (at, "")
        if self._is_answered(at):
            return None
        if title and "は、" not in title and self._is_shaped(begins, title) and self._kind(title) is not None:
            return Headline(self._with_remark(begins), at, self._printed(title), known=True)
        return None

    def _is_answered(self, at: int) -> bool:
        """Whether a line is a label of a form that is answered with no more than a word: 特記事項⏎なし."""
        return _NOTHING.fullmatch(squeeze(self.flow.texts[at + 1])) is not None

    def _of_collection(self, at: int) -> int:
        """The line ○… above the day that a title is below: there collections of rules say what it is a kind of."""
        dated = at - 2 >= self.floor and is_day(self.flow.texts[at - 1])
        return at - 2 if dated and self.flow.texts[at - 2].startswith(_OF_COLLECTION) else at

    def largest(self) -> Headline | None:
        tables = (k + 1 for k in range(self.first - 1, self.floor - 1, -1) if self._is_table(k))
        shaped = [
            k
            for k in range(next(tables, self.floor), self.first)
            if self._is_shaped(k, self.flow.texts[k]) and not _GOES_ON_ABOVE.match(self.flow.texts[k])
        ]
        lines = [(k, line) for k in shaped if (line := self.flow.lines[k]) is not None and self._is_over(k, line)]
        if not lines:
            return None
        at, _ = max(lines, key=lambda each: (each[1].size, -each[0]))
        title, last = self.flow.texts[at], at
        while (
            last + 1 < self.first
            and self._goes_on(last, title)
            and self._is_shaped(last + 1, self.flow.texts[last + 1])
        ):
            last += 1
            title += self.flow.texts[last]
        bill = at
        if (
            _BILL.match(squeeze(title))
            and last + 1 < self.first
            and self._is_shaped(last + 1, self.flow.texts[last + 1])
        ):
            title, last = f"{title}　{self.flow.texts[last + 1]}", last + 1
        return Headline(self._with_remark(bill), last, self._printed(title), known=False)

    def _is_over(self, at: int, line: AnyLine) -> bool:
        """Whether a line whose words say nothing may be over the first clause: it is near, or set larger; and it is not
        the first line of a sentence."""
        body = self.flow.lines[self.first]
        if _UNFINISHED.search(line.text.strip()) or len(squeeze(line.text)) < SHORTEST:
            return False
        wrapped = isinstance(line, Line) and at + 1 < self.first and not self.flow.ended(at + 1)
        if wrapped and not _GOES_ON.search(squeeze(line.text)):
            return False
        return self.first - at <= self.reading.settings.clause_sets.clauses_within or (
            body is not None and line.size > body.size
        )

    def _goes_on(self, at: int, title: str) -> bool:
        """Whether a title is wrapped on to the line below `at`."""
        above, below = self.flow.items[at], self.flow.items[at + 1]
        if not isinstance(above, Line) or not isinstance(below, Line):
            return _GOES_ON.search(title) is not None
        alike = set_alike(above, below, self.reading.layout.margins)
        return alike and _GOES_ON.search(title) is not None

    def _joined(self, at: int) -> tuple[int, str] | None:
        """The title that ends with a line: that line alone, or with those above it that it is the wrapped end of, or
        whose single characters it is one of."""
        flow = self.flow
        if flow.lines[at] is None or at in flow.contents:
            return None
        begins, title = at, flow.texts[at]
        while begins > self.floor and all(map(_PIECE.fullmatch, flow.texts[begins - 1 : begins + 1])):
            begins -= 1
            title = squeeze(flow.texts[begins] + title)
        while begins > self.floor and flow.lines[begins - 1] is not None and at - begins < 6:
            above = flow.texts[begins - 1]
            if (
                not (_GOES_ON.search(squeeze(above)) or _is_open(above) or self._wraps_large(begins))
                or is_sentence(above)
                or label_of(_BULLET.sub("", above)) is not None
            ):
                break
            if len(above) > 2 * self.reading.settings.titles.longest or not self._is_near(begins):
                break
            begins -= 1
            title = above + title
        return begins, title

    def _wraps_large(self, at: int) -> bool:
        """Whether a line goes on with a full one above it that is set as large and is longer, both larger than the
        clauses: the break may be within a word."""
        above, line, body = self.flow.items[at - 1], self.flow.items[at], self.flow.lines[self.first]
        if not isinstance(above, Line) or not isinstance(line, Line) or body is None or self.flow.ended(at):
            return False
        alike = set_alike(above, line, self.reading.layout.margins) and above.x1 - above.x0 > line.x1 - line.x0
        return alike and min(above.size, line.size) > _LARGE * body.size

    def _is_near(self, at: int) -> bool:
        above, line = self.flow.items[at - 1], self.flow.items[at]
        if isinstance(above, Line) and isinstance(line, Line):
            return above.page == line.page and line.y0 - above.y1 < 1.6 * line.size
        return True

    def _kind(self, title: str) -> object | None:
        kinds = self.flow.kinds
        if title not in kinds:
            kinds[title] = clause_set_kind(title, self.reading.common, self.reading.settings.titles)
        return kinds[title]

    def _is_shaped(self, at: int, text: str) -> bool:
        """Whether a line may be a title at all; looked at once in a document."""
        known = self.flow.shaped
        if (at, text) not in known:
            known[at, text] = self._looks_shaped(at, text)
        return known[at, text]

    def _looks_shaped(self, at: int, text: str) -> bool:
        flow = self.flow
        if not text or flow.is_apart(at):
            return False
        bare = _BULLET.sub("", text)
        compact = squeeze(bare)
        if len(compact) > self.reading.settings.titles.longest or is_sentence(text) or _RECORD.match(text):
            return False
        if label_of(bare) is not None or (clause_heading(text) is not None and self._kind(text) is None):
            return False
        if is_day(text) or is_issue_line(text) or _ADDRESS.match(compact):
            return False
        aside = _PARENTHESIS.match(text) or is_signature(text) or REMARK_ABOVE.match(text)
        if aside and self._kind(text) is None:
            return False
        return flow.ended(at) or self._kind(text) is None

    def _with_remark(self, at: int) -> int:
        """With the line above a title that says what it is annexed to or used for."""
        while at > self.floor and (
            REMARK_ABOVE.match(self.flow.texts[at - 1]) or _BILL.match(squeeze(self.flow.texts[at - 1]))
        ):
            at -= 1
        return at

    def _printed(self, title: str) -> str:
        return bare_title(_BULLET.sub("", title.strip()))
