"""What a council decides: which 諮問 is under discussion at each turn, and the words that decide it.

The chair's sentences are heard one after the other. One that opens or closes a matter changes what is under
discussion; one with a verdict (承認, 了承, 継続 …) is a decision about the numbers that it names, or about those under
discussion. A question is a decision only if it is agreed to. A word about another day's decision, or about one still
to be made, is none.

Reported: closing words that name a number which cannot be meant, and numbers on the agenda that no words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import chain, pairwise

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.minutes.agenda_results import Concluded
from kaigi_extract.parts.minutes.agenda_told import CONCLUDES
from kaigi_extract.parts.minutes.lines import ENDED, NUMERAL, MinutesVocabulary, agenda_section
from kaigi_extract.parts.minutes.said import RESULT_HEADING
from kaigi_extract.parts.minutes.turns import MATTER_ALONE, Turn, title_of
from kaigi_extract.parts.minutes.verdicts import QUESTION, conditions_of, goes_on_with, verdict_of, without_condition
from kaigi_extract.records import AgendaItem, Decision, Meeting, Span, Speech
from kaigi_extract.text import fold, match_label, parse_number, squeeze, text_key
from kaigi_extract.text.late_pattern import late_pattern

_ASSENT = late_pattern(
    r"(?:異議|異存|意義)[はが]?(?:なし|ない|無し|ありません|ございません)|^はい|賛成(?!少数)|(?:挙手|起立)(?:全員|多数|総員)|結構|よろしい(?:です|と)|了承"
)
_DISSENT = late_pattern(r"異議あり(?!ません)|異議があ(?!りません)|反対|(?:賛成|挙手|起立)少数")
_ASKS = late_pattern(r"\s*[^。]{0,12}(?:いかが|よろし|異議|異存)[^。]{0,16}(?:か|が)[。？?]")
_ANSWERED_WITHIN = 2
"""Speeches after a question to which all agreed, within which the chair says again what was asked."""
_OPENS_MATTER = late_pattern(
    r"説明|審議|議題|案件|入り|移り|進み|続い|続き|つづ|次[には、の]|まず|最初|初め|はじめ|上程|お願い|諮り|号です"
)
_EXPLAINS = late_pattern(r"説明(?:いた|申し|し(?:ます|たい)|させ|－)")
_TOGETHER = late_pattern(r"一括|併せ|あわせ|合わせ|まとめ|関連")
_NO_NUMBER = late_pattern(
    r"(?:続い|次に|移り|入り|では|最後に|以上で).{0,12}?(?:報告|その他)(?:事項|案件)?(?:[にへとでをのは]|$)"
    r"|(?:報告|その他)(?:事項|案件)?[にへ](?:移|入|進)"
)


_REMARK = late_pattern(
    r"\s*(?:[(（【〔［\[<＜《≪〈][^()（）【】〔〕［］\[\]<>＜＞《》≪≫〈〉。]{2,40}[)）】〕］\]>＞》≫〉]|[※→⇒][^。]{2,40}|[－―—–-][^。]{2,40}[－―—–-])。?\s*"
)
"""What tells by itself what came of a matter, and nobody says: （全員一致で承認）, ※原案のとおり可決."""
_ENDS_REMARK = late_pattern(
    r"(?:さ?れ?た|し?た|する|と(?:する|した|なった|決定)|に決定|こととした)?[。\s)）】〕］\]>＞》≫〉－―—–-]*"
)
_OF_REPORTS = late_pattern(r"報告(?:事項|案件)(?:[はをも]|について|に関)")
_LISTED_RESULT = late_pattern(r"[(（【〔［\[]([^()（）【】〔〕［］\[\]。]{2,16})[)）】〕］\]]$")
_FORMALITY = late_pattern(r"署名|傍聴|録音|撮影|会期|会議[はを](?:非|一部)?公開")
"""What the chair settles before any matter; （了承） below is of no matter."""
_DONE = late_pattern(r"た。?$")
"""How a sentence ends that tells what was done."""
_LEAST_TITLE = 8
"""Characters of a title on the agenda that are too few to name it."""


@dataclass(slots=True)
class Deliberation:
    """Follows which 諮問 is under discussion and hears what is decided."""

    meeting: Meeting
    words: MinutesVocabulary
    findings: Findings
    current: list[int] = field(default_factory=list)
    discussed: set[int] = field(default_factory=set)
    decided: dict[int, Decision] = field(default_factory=dict)
    remarked: int | None = None
    """The last speech before a decision that a remark told, which the chair may say again."""
    switched: bool = False
    """The present speech turned to something else."""
    listed: frozenset[int] = field(init=False)
    """The numbers on the agenda."""
    titles: Sequence[tuple[str, int]] = field(init=False)
    """What is on the agenda under a number and a title long enough to be named by it."""

    entries: frozenset[str] = field(init=False)
    """The titles on the agenda, as they are compared."""

    def __post_init__(self) -> None:
        self.entries = frozenset(text_key(title_of(item.title)) for item in self.meeting.agenda if item.title)
        numbered = [(item.title, item.number) for item in self.meeting.agenda if item.number is not None]
        self.listed = frozenset(number for _, number in numbered)
        self.titles = [(squeeze(title), number) for title, number in numbered if len(title) > _LEAST_TITLE]

    def begin(self, heading: str) -> None:
        """The heading above what is said first: a matter of the agenda that it numbers is under discussion."""
        self.current = [number for number in self._named(heading) if number in self.listed]

    def follow(self, turns: Sequence[Turn]) -> None:
        """Adds speeches, decisions and findings to the meeting."""
        speakers = [turn.speaker for turn in turns if turn.speaker is not None]
        chairs = {name for name in speakers if self._is_chair(name)} or set(speakers[:1])
        since = 0
        for index, turn in enumerate(turns):
            if turn.speaker is None:
                self._announce(turn.passage.text, turn.rows[0].line.text.strip())
                self._conclude_heading(turn.passage, since)
                self._conclude_told_below(turn)
                said = self.meeting.speeches[-1].text if self.meeting.speeches else ""
                if not _is_of_formality(turn.passage.text, said):
                    self._hear_remark(turn.passage.text, turn.passage.spans())
                since = len(self.meeting.speeches)
                continue
            before, known, self.switched = self.current, len(self.meeting.decisions), False
            order = len(self.meeting.speeches) + 1
            speech = Speech(order=order, speaker=turn.speaker, text=turn.passage.text, spans=turn.passage.spans())
            self.meeting.speeches.append(speech)
            for start, end in sentences(speech.text):
                self._hear(turn, start, end, turns[index + 1 : index + 3], chairs)
            stays = not self.switched or len(self.meeting.decisions) > known
            speech.numbers = list(dict.fromkeys([*(before if stays else []), *self.current]))
            self.discussed.update(self.current)

    def conclude(self, results: Sequence[Passage]) -> None:
        """What a row such as 審議の結果 says, of numbers that no words decided, or where none decided anything."""
        decided = bool(self.meeting.decisions)
        for text, verdict, spans in chain.from_iterable(_decided_in(one, _by_matter(one.text)) for one in results):
            named = self._named(text)
            if not decided or (named and not any(number in self.decided for number in named)):
                self._add_each(named, verdict, text, spans)

    def _conclude_heading(self, heading: Passage, since: int) -> None:
        """What is below a heading such as 【審議結果】 between speeches, of what no words decided since the speech
        `since`, where the heading before it stood."""
        match = RESULT_HEADING.match(heading.text)
        below = match.end() if match is not None else len(heading.text)
        for text, verdict, spans in _decided_in(heading, sentences(heading.text, below)):
            said = [one for one in self.meeting.decisions if one.speech is not None and one.speech > since]
            numbers = self._named(text) or self.current
            undecided = [number for number in numbers if number not in self.decided]
            if undecided or not (numbers or any(one.number is None for one in said)):
                self._add_each(undecided, verdict, text, spans)

    def _conclude_told_below(self, heading: Turn) -> None:
        """What sentences below the heading of a matter tell that was decided on it, where nobody is heard on it."""
        told = replace(heading, rows=heading.rows[1:]).passage
        if not (told.text and self._is_entry(heading.rows[0].line.text)):
            return
        for text, verdict, spans in _decided_in(told, sentences(told.text)):
            if _DONE.search(text):
                numbers: list[int | None] = [*(self._named(text) or self.current)]
                for number in numbers or [None]:
                    if number is None or number not in self.decided:
                        self._add(number, verdict, text, None, spans)

    def conclude_told(self, items: Sequence[AgendaItem], told: Passage) -> None:
        """What sentences below an entry of the agenda tell that was decided on it, where nobody is heard."""
        for start, end in sentences(told.text):
            text = told.text[start:end].replace("\n", "").strip()
            verdict = verdict_of(text) or goes_on_with(text)
            if verdict is None or not (_DONE.search(text) or CONCLUDES.search(text)):
                continue
            for item in items:
                if item.number is None or item.number not in self.decided:
                    self._add(item.number, verdict[0], text, None, told.spans(start, end))

    def conclude_summary(self, told: Passage) -> None:
        """What a summary that names nobody tells was decided: …について説明があり、部会により了承された。"""
        for start, end in told.paragraphs():
            for a, b in sentences(told.text[:end], start):
                for text, verdict, spans in _decided_in(told, [(a, b)]):
                    if _DONE.search(text):
                        named = self._named(text) or self._named(told.text[start:a])[-1:]
                        self._add_each(named, verdict, text, spans)

    def conclude_listed(self, concluded: Sequence[Concluded]) -> None:
        """What the agenda says in brackets behind its entries: …（可決）, of numbers that no words decided, and of
        entries without one where no words decided so. A title keeps what cannot be told from what was heard."""
        heard = {decision.result for decision in self.meeting.decisions if decision.number is None}
        for item, title, result in concluded:
            verdict = verdict_of(result)
            known = self.decided.get(item.number) if item.number is not None else None
            if verdict is not None and (item.number is not None or verdict[0] not in heard) and known is None:
                self._add(item.number, verdict[0], result, None, item.spans[-1:])
            elif verdict is None or known is None or known.result != verdict[0]:
                item.title = title

    def conclude_matter(self, named: str, result: Passage) -> None:
        """What a table says came of a matter, of numbers that no words decided."""
        text = squeeze(result.text)
        verdict = verdict_of(without_condition(text))
        if verdict is None or QUESTION.search(text):
            return
        numbers = self._named(named)
        undecided = [number for number in numbers if number not in self.decided]
        if undecided or not numbers:
            self._add_each(undecided, verdict[0], text, result.spans())

    def _add_each(self, numbers: Sequence[int], result: str, text: str, spans: list[Span]) -> None:
        """A decision on each number, that nobody who is heard said; one without a number where there are none."""
        each: list[int | None] = [*numbers]
        for number in each or [None]:
            self._add(number, result, text, None, spans)

    def _is_chair(self, name: str) -> bool:
        bare = re.sub(r"[（(].*|(?<=長)(?!代理|代行|職務|補佐)[^長（(]{2,8}[君氏]?$", "", name)
        return bare.endswith(tuple(self.words.own.chairs)) and not re.search(r"副(?:会長|委員長|議長|座長)$", bare)

    def _announce(self, heading: str, first: str) -> None:
        """A heading between speeches, and its first line."""
        numbers = self._named(heading) or self._numbers_of_entry(first)
        if numbers or MATTER_ALONE.fullmatch(first) or agenda_section(heading, self.words) or self._is_entry(heading):
            self.current = numbers
            self.discussed.update(numbers)

    def _numbers_of_entry(self, heading: str) -> list[int]:
        """The number of the entry that a heading names by its place: 議題２, where all are on one list."""
        place = MATTER_ALONE.fullmatch(heading)
        at = parse_number(re.sub(r"\D", "", fold(place[1]))) if place is not None else None
        agenda = self.meeting.agenda
        if at is None or not 0 < at <= len(agenda) or len({item.section for item in agenda}) > 1:
            return []
        number = agenda[at - 1].number
        return [number] if number is not None else []

    def _is_entry(self, heading: str) -> bool:
        """Whether a heading numbers an entry of the agenda that bears no number of a 諮問."""
        if match_label(heading) is None:
            return False
        return text_key(title_of(heading.split("\n", 1)[0])) in self.entries

    def _hear(self, turn: Turn, start: int, end: int, after: Sequence[Turn], chairs: set[str]) -> None:
        """One sentence."""
        text = turn.passage.text[start:end].replace("\n", "").strip()
        if _is_of_formality(text, turn.passage.text[:start]):
            return
        chair = turn.speaker in chairs
        verdict = verdict_of(text) if chair else None
        if verdict is not None:
            result, rest = verdict
            asked = _ASKS.match(turn.passage.text, end)
            said = turn.passage.text[asked.end() if asked else end :]
            self._leave_for_reports(text[:rest])
            if not (asked or QUESTION.search(text)) or _assented(said, after, chairs):
                self._decide(result, text, self._named(text[:rest]), turn.passage.spans(start, end))
            text = text[rest:]
        elif not chair:
            self._hear_remark(text, turn.passage.spans(start, end), len(self.meeting.speeches))
        numbers = [number for number in self._named(text) if number in self.listed or not self.listed]
        if numbers and ((chair and _OPENS_MATTER.search(text)) or _EXPLAINS.search(text)):
            together = self.switched and _TOGETHER.search(text)
            self.current = list(dict.fromkeys([*(self.current if together else []), *numbers]))
            self.switched = True
        elif chair and not numbers and _NO_NUMBER.search(text):
            self.current, self.switched = [], True

    def _leave_for_reports(self, text: str) -> None:
        """Where all that was under discussion is decided, words about the reports are about none of it."""
        done = self.current and all(number in self.decided for number in self.current)
        if done and not self._named(text) and _OF_REPORTS.search(text) is not None:
            self.current = []

    def _hear_remark(self, text: str, spans: list[Span], speech: int | None = None) -> None:
        """What a remark between speeches, or at the end of one, tells of the numbers under discussion; not what the
        chair said right before it."""
        verdict = verdict_of(text) if _REMARK.fullmatch(text) is not None else None
        if verdict is None or _ENDS_REMARK.fullmatch(text, verdict[1]) is None:
            return
        said, last = len(self.meeting.speeches), self.meeting.decisions[-1] if self.meeting.decisions else None
        repeats = last is not None and last.result == verdict[0] and last.speech in (said - 1, said)
        numbers: list[int | None] = [*(self._named(text) or self.current)]
        for number in numbers or [None]:
            if number not in self.decided if number is not None else not repeats:
                self._add(number, verdict[0], text.strip(), speech, spans)
                self.remarked = said

    def _named(self, text: str) -> list[int]:
        """The numbers that words name: as 諮問, as 第34号 where the agenda has it, or by an agenda title."""
        found = self.words.cited(text)
        if not found:
            bare = re.findall(rf"(?<![条項])第\s*({NUMERAL})\s*号(?!様式)", text)
            found = [
                number for digits in bare if (number := parse_number(digits)) in self.listed and number is not None
            ]
        if not found:
            key = text_key(text)
            found = [number for title, number in self.titles if title in key]
        return list(dict.fromkeys(found))

    def _decide(self, result: str, text: str, named: list[int], spans: list[Span]) -> None:
        wrong = self._misnamed(named)
        order = len(self.meeting.speeches)
        for number in wrong:
            why = "was decided before" if number in self.decided else "was not under discussion"
            under = ", ".join(map(str, self.current))
            message = Message(
                "the closing words name 諮問第{number}号, which {why}; under discussion: {under}",
                number=number,
                why=why,
                under=under or Message("none"),
            )
            self.findings.warn("decision_number_mismatch", message, spans, f"/speeches/{order - 1}")
        targets: list[int | None] = [*(named or self.current)]
        for target in targets or [None]:
            known = self.decided.get(target) if target is not None else None
            if target in wrong or (known is not None and (known.result == result or target not in self.current)):
                continue
            if target is None and (self._repeats_question(result, order) or self._repeats_remark(result, order)):
                continue
            if known is not None:
                self.meeting.decisions.remove(known)
            self._add(target, result, text, order, spans)
        if named and not wrong and self._only_reported.issuperset(self.current):
            self.current = list(named)

    @property
    def _only_reported(self) -> frozenset[int]:
        """The numbers on the agenda that are those of reports only."""
        others = {item.number for item in self.meeting.agenda if item.kind != "report"}
        return self.listed - others

    def _repeats_question(self, result: str, order: int) -> bool:
        """Whether words without a number only say again what was asked and agreed to right before."""
        last = self.meeting.decisions[-1] if self.meeting.decisions else None
        if last is None or last.number is not None or last.result != result or not QUESTION.search(last.text):
            return False
        return last.speech is not None and order - last.speech <= _ANSWERED_WITHIN

    def _repeats_remark(self, result: str, order: int) -> bool:
        """Whether the chair only says again what a remark right above told."""
        last = self.meeting.decisions[-1] if self.meeting.decisions else None
        told = last is not None and last.number is None and last.result == result
        return told and self.remarked is not None and order - self.remarked <= 1

    def _add(self, number: int | None, result: str, text: str, speech: int | None, spans: list[Span]) -> None:
        decision = Decision.model_validate(
            {
                "number": number,
                "result": result,
                "conditions": conditions_of(text) if result == "conditional" else [],
                "text": text,
                "speech": speech,
                "spans": spans,
            }
        )
        self.meeting.decisions.append(decision)
        if number is not None:
            self.decided[number] = decision

    def _misnamed(self, named: Sequence[int]) -> list[int]:
        """Numbers that cannot be meant: not on the agenda; or done with, or yet to come, where one is left out that
        is under discussion. A summary at the end names what was decided and leaves nothing out; a report that was
        heard before a bill is left by nobody's words."""
        agenda = self.listed
        heard = self._only_reported if self._only_reported.isdisjoint(named) else frozenset()
        left = [one for one in self.current if one not in named and one not in self.decided and one not in heard]
        strange = [number for number in named if number not in self.current]
        gone = [number for number in strange if number in self.decided or number not in self.discussed]
        return [number for number in strange if (agenda and number not in agenda) or (left and number in gone)]

    def report_undecided(self) -> None:
        for index, item in enumerate(self.meeting.agenda):
            if item.kind == "report" or not self.meeting.speeches or item.number is None:
                continue
            if item.number not in self.decided:
                message = Message("諮問第{number}号 is on the agenda, and no words decide it", number=item.number)
                if item.kind == "bill":
                    message = Message("議案第{number}号 is on the agenda, and no words decide it", number=item.number)
                self.findings.warn("agenda_without_decision", message, item.spans, f"/agenda/{index}")


def _decided_in(passage: Passage, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[str, str, list[Span]]]:
    """The pieces of a passage that decide something: the words, the result and where they stand."""
    for start, end in pieces:
        text = passage.text[start:end].replace("\n", "").strip()
        verdict = verdict_of(text)
        if verdict is not None and not QUESTION.search(text):
            yield text, verdict[0], passage.spans(start, end)


def sentences(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence from a character on; what is quoted is part of one."""
    start, depth = begin, 0
    for k, char in enumerate(text[begin:], begin):
        depth = 0 if char == "\n" else max(0, depth + (char in "「『") - (char in "」』"))
        turns = char == "\n" and ENDED.search(text[start:k])
        if (char in "。？！?!" and not depth) or turns:
            if text[start : k + 1].strip():
                yield start, k + 1
            start = k + 1
    if text[start:].strip():
        yield start, len(text)


def _is_of_formality(remark: str, said: str) -> bool:
    """Whether a remark is of what the chair settles before any matter, in the paragraph right above it."""
    last = said.rstrip().rsplit("\n", 1)[-1]
    return _REMARK.fullmatch(remark) is not None and _FORMALITY.search(last) is not None


def _assented(rest: str, after: Sequence[Turn], chairs: set[str]) -> bool:
    """Whether a question put by the chair was agreed to: by word, or by the chair going on."""
    said = [rest] if rest.strip() else []
    for turn in after:
        if turn.speaker in chairs and not said:
            said.append(turn.passage.text)
        elif not said:
            return bool(_ASSENT.search(turn.passage.text[:40])) and not _DISSENT.search(turn.passage.text)
    return bool(said) and not _DISSENT.search(said[0]) and not QUESTION.search(said[0].strip())


_MATTER = late_pattern(rf"[一-鿿]{{2}}第\s*{NUMERAL}\s*号")


def _by_matter(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a row of results; of one that lists several matters without a full stop, each matter."""
    for start, end in sentences(text):
        matters = [match.start() for match in _MATTER.finditer(text, start, end)]
        cuts = [start, *(matters[1:] if "。" not in text[start:end] else []), end]
        yield from pairwise(cuts)
