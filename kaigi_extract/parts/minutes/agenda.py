"""会議次第 to agenda items: section, number of 諮問, title, material and office.

One entry a line or several; an entry may name several 諮問, and each of these is an item with the same title.
Seen: the title beside the number or below it, wrapped or not; （所管課） and 資料１ behind it or on a line of its own.
A line goes on with the entry above it where that one has no title yet, or is full and no label begins this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import pairwise

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.parts.minutes.agenda_results import kind_behind, result_behind, title_key
from kaigi_extract.parts.minutes.agenda_told import TALKED, told_rows
from kaigi_extract.parts.minutes.lines import NUMERAL, MinutesRow, MinutesVocabulary, agenda_section
from kaigi_extract.parts.minutes.times import is_day
from kaigi_extract.records import AgendaItem
from kaigi_extract.text import Label, fold, match_label, parse_number, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_AGENDA_MATERIAL = (
    r"[（(【〔\[]?\s*{}\s*(?:No\.?|Ｎｏ．?)?\s*([0-9０-９]+(?:\s*[-－‐–—の]\s*[0-9０-９]+)*)[^（(。]{{0,6}}$"
)
_KINDS_OF_BILLS = "議案|議員提出議案|委員会提出議案|発議|報告|承認|同意|認定|請願|陳情|意見書案|選任"
_BILL = late_pattern(
    rf"(?:(?:{_KINDS_OF_BILLS}|議)\s*第\s*({NUMERAL})\s*号|第\s*({NUMERAL})\s*号\s*(?:{_KINDS_OF_BILLS}))[\s:：]*"
)
"""議案第41号, 議第41号, 第41号議案."""
_SECTION_BEFORE = late_pattern(r"(そ\s?の\s?他)\s+(?=\S)(?![(（])")
_PARTICLE = late_pattern(r"[にをのとがはでもへ](?![ぁ-ん])|に(?:係|かか|つ|関|お)|及び|並び")
"""What no title begins with."""
_SUBTITLE = late_pattern(r"\s*(?:[(（〔［\[【〈《<＜][^()（）〔〕［］\[\]【】〈〉《》<>＜＞]{6,}|[-－―—–─~～〜])")
"""What a subtitle on a line of its own begins with."""
_HANGS = late_pattern(rf"^[^。]*?{NUMERAL}\s*号\s*(?:に(?:係る|関する|ついて)|の[一-鿿])")
"""諮問第１７号に係る審議: a title that does without its number says nothing."""
BILLS = "議案"
"""The heading that says what the numbers below it are of: 第１号 below １　議案."""
_NUMBER_ALONE = late_pattern(rf"第\s*{NUMERAL}\s*号\s+(?=\S)")
_ORDER = late_pattern(rf"(?:追加)?日程第?\s*{NUMERAL}[\s:：.．、]*|議題\s*{NUMERAL}[\s:：.．、]+")
"""日程第１: the place of an entry in the order of the day."""
NUMBERED_MATTER = late_pattern(
    rf"[【〔［\[(（<＜■□◆◇●○◎]?\s*(?:議題|案件|議事|議件|日程|次第|(?:その他の?)?(?:審議|協議|報告|議決|承認|諮問|審査|確認|説明|連絡|付議)(?:事項)?)\s*第?(?:{NUMERAL}|[(（]{NUMERAL}[)）]|[①-⑳])"
    r"(?:[\s:：.．、】〕］\])）>＞]+(?=\S)|(?=[「『]))"
)
"""What begins the heading of a matter: 議題１　…, 議題(3)　…, 【案件２】…"""
_DEPARTMENT = late_pattern(
    r"[（(【［\[]((?:担当|所管|主管|説明)(?:課|部署|部局)?\s*[:：]\s*[^（）()【】［］\[\]]+"
    r"|(?!各|委員)[^（）()【】［］\[\]]*(?:課|室|部|局|所|係|館|園|校|担当|センター|委員会|[課室部局所館園校係]長|次長|[課室局]長補佐|主幹|主査|指導主事))[）)】］\]]\s*$"
)
_OF_DEPARTMENT = late_pattern(r"^(?:担当|所管|主管|説明)(?:課|部署|部局)?\s*[:：]\s*")


def _are_seated(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line is nothing but members by name and seat: 廣井委員、元木委員."""
    names = [one for one in re.split(r"[\s、，,・]+", text.strip()) if one]
    return bool(names) and all(len(one) > 2 and one.endswith(tuple(words.own.seats)) for one in names)


def is_bill(text: str) -> bool:
    """Whether a line begins with the number of a bill: 議案第41号　…"""
    return _BILL.match(text.lstrip()) is not None


def _is_title(text: str) -> bool:
    """Whether the words of an entry name a matter: a sentence tells what was done, …説明があり、了承された。"""
    whole = _REMARK_BEHIND.sub("", text)
    return bool(whole) and (not whole.endswith("。") or whole.endswith(("について。", "の件。")))


_REMARK_BEHIND = late_pattern(r"(?<=。)\s*[(（][^()（）]*[)）]$")


def _without_bullet(row: MinutesRow) -> MinutesRow:
    """A row without the bullet before its number: ・（１）公園条例について."""
    label = match_label(row.line.text)
    if label is None or label.style != "bullet":
        return row
    inner = match_label(row.line.text[label.end :].lstrip())
    rest = row.cut(label.end) if inner is not None and inner.style != "bullet" else None
    return rest or row


def _entries(row: MinutesRow) -> list[MinutesRow]:
    """The entries of a line that numbers several, one behind the other: ２　議題　(1)決算について　(2)予算について."""
    text = row.line.text
    starts = [match.start(1) for match in _ON_ONE_LINE.finditer(text)]
    labels = [match_label(text[start:]) for start in starts]
    counted = [label.ordinal if label is not None else None for label in labels]
    if len(starts) < 2 or counted != list(range(1, len(starts) + 1)):
        return [row]
    cuts = [*([0] if text[: starts[0]].strip() else []), *starts, len(text)]
    return [piece for start, end in pairwise(cuts) if (piece := row.cut(start, end)) is not None]


_ON_ONE_LINE = late_pattern(r"(?:^|(?<=[\s、]))([(（][0-9０-９]{1,2}[)）]|[①-⑳])(?=\s*[^\s、。及のにを])")
_YEAR_OF_NUMBER = late_pattern(rf"(?:令和|平成|昭和)(?:{NUMERAL}|元)年度?\s*")
_NUMBER_BEHIND = late_pattern(
    rf"[(（【〔［\[]\s*([一-鿿]{{2,4}}(?:事項|番号)?\s*第?\s*{NUMERAL}\s*号?)\s*[)）】〕］\]]$"
)
"""The number of an entry behind its title: …について（諮問第61号）."""
_KIND_BEFORE = late_pattern(r"報告(?:事項)?\s+(?=\S{4})")
_WHOLE = ("について", "の件", "する件", "に関すること")
"""How titles end that go on in no other line."""
_ONLY_NUMBER = late_pattern(rf"[一-鿿]{{2,4}}第{NUMERAL}号(?:について|関係|の審議|に係る審議|の件)?")
"""The heading of what was said on an entry, by its number alone: 諮問第１号について."""
_SAME = late_pattern(r"[(（]?(?:同上|[〃″仝])[)）]?")
_NO_ENTRY = late_pattern(
    r"^(?:事務局|担当課|所管課|実施機関)(?:から|より|による)?の?(?:資料)?(?:説明|報告)(?:[(（][^()（）]*[)）])?$|^[^。]*日[^。]*時[^。]{0,6}(?:開議|開会)$|(?:次第|日程|別紙|資料|下記|以下|別添|別表).{0,3}(?:のとおり|の通り)$|^[(（]以下|(?:案件|日程|事件|次第|議案).{0,2}に同じ$|[をご]?(?:覧|参照)(?:ください|下さい)?。?$"
)
"""When the sitting was opened, above the order of the day; 議事日程のとおり, where the entries are listed elsewhere."""
_GREETING = late_pattern(r"\s*(?![0-9０-９(（])\S{0,14}[長事](?:より|から|の)?(?:挨拶|あいさつ)\s*")
"""Who greets, below a heading that says so: 文化部長挨拶."""
_NAMES = late_pattern(r"指名|指定|署名|選[出任]")
"""What a matter is called of which those who were named are told below it: 会議録署名人の指名."""
MARKED = late_pattern(r"\s*[・•‣▪◦●○◯■□◆◇*＊－―–—-]\s*\S")
"""What a line of a list without numbers begins with."""
_FORMAL = late_pattern(r"[開閉散]会(?:の辞|宣言|挨拶|あいさつ)?|[開閉]議|点呼|質疑応答|事務局説明|\S*(?:挨拶|あいさつ)")
"""Headings that no matter is below: an entry behind 開会 is beside it."""
_PART_OF_SECTION = late_pattern(r"\s*[(（〔［【\[]\s*(?:継続|新規|再)\S{0,6}分\s*[)）〕］】\]]\s*")
"""What heads some matters of a section, and is none: 〔継続審査分〕."""
_NOTE = late_pattern(r"\s*[※＊]")
"""What begins a note between entries: ※資料確認."""

_BRACKETED = late_pattern(r"[《≪〈＜<【]\s*([^《》≪≫〈〉＜＞<>【】]{2,14})\s*[》≫〉＞>】]")


def _bracketed(text: str, brackets: set[str]) -> str | None:
    """The heading that a line in such brackets is as others are: 《館長報告》 above 《協議事項》."""
    match = _BRACKETED.fullmatch(text.strip())
    return squeeze(match[1]) if match is not None and text.strip()[0] in brackets else None


@dataclass(slots=True)
class Agenda:
    """Reads 会議次第 line by line: sections, numbers, titles, and (所管課)資料1 after or under a title."""

    words: MinutesVocabulary
    right: float
    section: str | None = None
    beside: Label | None = None
    """The number of the heading, or of the entry beside it."""
    last: Label | None = None
    """The number of the last entry."""
    items: list[AgendaItem] = field(default_factory=list)
    results: list[tuple[list[AgendaItem], list[MinutesRow]]] = field(default_factory=list)
    """What lines below entries tell of them."""
    open: list[AgendaItem] = field(default_factory=list)
    """The entry that goes on: several where it names several numbers."""
    by_matter: bool = False
    """An entry was numbered as a matter: 議事１：…"""
    of_bills: bool = False
    """The entries are below 議案, which says what the numbers of those are of that bear one only."""
    entry_x: float | None = None
    """Where the last line with a number begins."""
    in_parts: bool = False
    """The lines below the entry list the parts of it that are meant."""

    def listed(self) -> list[AgendaItem]:
        """The entries that were read, without those that say nothing or come again; 同上 is the title above."""
        for item in self.items:
            self.peel(item)  # one that wraps is whole only now
            self._take_number_behind(item)
            item.title, item.kind = self._without_kind(item)
            item.kind = item.kind or kind_behind(item.title)
        for above, item in pairwise(self.items):
            if _SAME.fullmatch(squeeze(item.title)):
                item.title = above.title
        return self._once(item for item in self.items if item.number is not None or _is_title(item.title))

    def read_on(self, rows: Sequence[MinutesRow]) -> None:
        """Adds the headings of what was said whose numbers go on from the last entry, or begin below a heading of
        matters: (2) where only (1) was listed, (1) below ５　議題."""
        last, above = self.last, None  # the number of the last one, and of the heading that it is below
        heads = False
        for row in rows:
            label = match_label(row.line.text)
            if self.by_matter and NUMBERED_MATTER.match(row.line.text) is not None and "。" not in row.line.text:
                self.read([row])
                continue
            if label is None and agenda_section(row.line.text, self.words) is not None:
                heads = True
                self.read([row])
            elif heads and label is None and is_bill(row.line.text):
                self.read([row])
            if label is None or last is None or label.ordinal is None:
                continue
            below = heads and label.ordinal == 1 and label.style != last.style
            if below or label.follows(last) or (above is not None and label.follows(above)):
                above = last if below else above if label.style == last.style else None
                heads, last = agenda_section(row.line.text, self.words) is not None, label
                self.read([row])

    def read(self, rows: Sequence[MinutesRow]) -> None:
        """Adds the entries of some lines."""
        rows = [piece for row in rows for piece in _entries(row)]
        told = told_rows(rows)
        headings = [row.line.text for row in rows if agenda_section(row.line.text, self.words) is not None]
        brackets = {text[0] for text in map(str.strip, headings) if _BRACKETED.fullmatch(text)}
        for index, printed in enumerate(rows):
            if index in told or self._is_no_entry(printed.line.text):
                self._tell(printed, index in told)
                continue
            bare = printed if self.in_parts else _without_bullet(printed)
            row = self._enter_section(self._without_due_kana(bare))
            matter = NUMBERED_MATTER.match(row.line.text)
            self.by_matter = self.by_matter or matter is not None
            if self.by_matter and matter is None and MARKED.match(row.line.text) is not None:
                self._tell(row, told=True)  # ・委員の互選により選出, below 案件１
                continue
            section = agenda_section(row.line.text[matter.end() if matter is not None else 0 :], self.words)
            section = section or _bracketed(row.line.text, brackets)
            if section is not None:
                self.section, self.open, self.beside = section, [], match_label(row.line.text)
                self.of_bills = section == BILLS
            else:
                if self._is_detail(row):
                    self._tell(row, told=True)
                    continue
                self._leave_section(row)
                self.last = match_label(row.line.text) or self.last
                self._read_line(row, index > 0 and self._is_full(rows[index - 1], row))

    def _is_detail(self, row: MinutesRow) -> bool:
        """Whether a line without a number is set in below the entry of a 諮問 that is whole, and is none itself:
        答申案の審議 below (1)　諮問第３号　…の件."""
        label = match_label(row.line.text)
        if label is not None or not self.open or self.entry_x is None:
            return False
        if self.open[0].number is None or not self.open[0].title.endswith(_WHOLE):
            return False
        own = is_bill(row.line.text) or self.words.cited(row.line.text) or row.line.text.strip()[:1] in "(（【〔［["
        return not own and row.line.x0 - self.entry_x >= row.line.size

    def _is_no_entry(self, text: str) -> bool:
        """Whether a line is a note, a day, a reference to a list elsewhere, or says who opens or greets below such a
        heading."""
        if self.open and TALKED.fullmatch(squeeze(text)) is not None:
            return True
        if _NOTE.match(text) or is_day(text) or _NO_ENTRY.search(text) or _PART_OF_SECTION.fullmatch(text):
            return True
        named = match_label(text) is None and self.open and _NAMES.search(self.open[0].title)
        if named and _are_seated(text, self.words):
            return True
        formal = match_label(text) is None and not self.open and _FORMAL.fullmatch(self.section or "") is not None
        if formal and len(text) <= self.words.settings.longest_speaker and self.words.speaks(text, bracketed=False):
            return True
        return _GREETING.fullmatch(text) is not None and re.search("挨拶|あいさつ", self.section or "") is not None

    def _tell(self, row: MinutesRow, told: bool) -> None:
        """Keeps a line that tells what was done with the entry above it."""
        if told and self.open and self.results and self.results[-1][0] is self.open:
            self.results[-1][1].append(row)
        elif told and self.open:
            self.results.append((self.open, [row]))

    def _without_due_kana(self, row: MinutesRow) -> MinutesRow:
        """A row without the kana that is due and set close before its title: イ国保について below ア県税について."""
        text = row.line.text.lstrip()
        if self.last is None or not self.last.style.startswith("kana") or match_label(text) is not None:
            return row
        due = match_label(f"{text[:1]}　{text[1:]}")
        rest = row.cut(len(row.line.text) - len(text) + 1)
        if due is None or rest is None or not due.follows(self.last):
            return row
        self.last = due
        return rest

    def _enter_section(self, row: MinutesRow) -> MinutesRow:
        """A line without the heading before its entry, which holds from here on: その他　行事予定について."""
        label = match_label(row.line.text)
        match = _SECTION_BEFORE.match(row.line.text, label.end if label is not None else 0)
        rest = row.cut(match.end()) if match is not None else None
        if match is None or rest is None:
            return row
        self.section, self.open, self.beside = squeeze(match[1]), [], label
        return rest

    def _is_full(self, above: MinutesRow, row: MinutesRow) -> bool:
        """Whether a line reaches the right edge of the lines around it, or of the cell that both are in."""
        cell = above.cell if above.cell is row.cell else None
        right = cell.right if cell is not None and cell.right else self.right
        return above.line.x1 >= right - self.words.settings.shortfall * above.line.size

    @staticmethod
    def _once(items: Iterable[AgendaItem]) -> list[AgendaItem]:
        """The entries without those that come again with no number of their own, headings of what was said; and without
        a number above the same one with its title."""
        found: list[AgendaItem] = []
        titles: dict[str, AgendaItem] = {}
        untitled: dict[int, int] = {}
        numbered: set[tuple[int | None, str]] = set()
        for item in items:
            key = title_key(item.title)
            again = item.number is not None and any(number == item.number for number, _ in numbered)
            if (item.number, key) in numbered or (again and _ONLY_NUMBER.fullmatch(squeeze(item.title))):
                continue
            numbered.add((item.number, key))
            if item.number is not None and item.title and item.number in untitled:
                found[untitled.pop(item.number)] = item
            elif item.number is not None or key not in titles:
                if item.number is not None and not item.title:
                    untitled[item.number] = len(found)
                found.append(item)
            elif result_behind(item.title) is not None:
                titles[key].title = item.title  # the heading of what was said says what came of it
            titles.setdefault(key, item)
        return found

    def _leave_section(self, row: MinutesRow) -> None:
        """An entry with the number after a heading's is beside it, not under it: ２　委嘱状の交付 below １　開会."""
        label = match_label(row.line.text)
        if label is not None and self.beside is not None and label.follows(self.beside):
            self.section, self.beside = None, label

    def _read_line(self, row: MinutesRow, wrapped: bool) -> None:
        line = row.line
        label = match_label(line.text)
        text = line.text[label.end if label and not self._is_of_name(label, line.text) else 0 :].strip().rstrip("、")
        matter = NUMBERED_MATTER.match(text) if label is None else None
        text = _ORDER.sub("", text[matter.end() if matter is not None else 0 :])
        text = self._without_year(text)
        consults = re.match("|".join(self.words.sheet.consultation), text) is not None
        numbers = self.words.cited(text) if consults else self._number_of_matter(matter)
        text = self._with_kind_of_bill(text, line.text, label)
        bill = None if numbers else _BILL.match(text)
        if consults and numbers and not _HANGS.search(text):
            text = re.sub(rf"^.*?{NUMERAL}\s*号\s*(?!.*{NUMERAL}\s*号)[\s:：]*", "", text)
        elif bill is not None:
            number = parse_number(bill[1] or bill[2])
            numbers, text = [number] if number is not None else [], text[bill.end() :]
        subtitle = _SUBTITLE.match(line.text) is not None
        label = None if subtitle and label is not None and label.style == "bullet" else label
        is_part = not numbers and self._is_part(label)
        goes_on = label is None and matter is None and not numbers and self._goes_on(line.text.strip(), wrapped)
        text = line.text.strip() if (goes_on and subtitle) or is_part else text
        goes_on = goes_on or is_part
        text, material, department = self._peel(text)
        untitled = bool(self.open) and not self.open[0].title
        if label is not None and not is_part:
            self.entry_x = line.x0
        if numbers or (text and not untitled and not goes_on):
            kind = None if bill is None else "report" if "報告" in bill[0] else "bill"
            kind = "report" if matter is not None and "報告" in matter[0] else kind
            self.open = [self._item(number, kind) for number in numbers] or [self._item(None)]
            self.items += self.open
        for item in self.open:
            item.title += fold(text)
            item.material, item.department = item.material or material, item.department or department
            item.spans.append(line.span(0, len(line.text)))
        self.in_parts = is_part or (bool(self.open) and self.open[0].title.endswith("中"))

    def _without_year(self, text: str) -> str:
        """An entry without the year that its number is of: 令和５年諮問第１号."""
        year = _YEAR_OF_NUMBER.match(text)
        rest = text[year.end() :] if year is not None else ""
        return rest if rest.startswith(tuple(self.words.sheet.consultation)) and self.words.cited(rest) else text

    def _number_of_matter(self, matter: re.Match[str] | None) -> list[int]:
        """The number of an entry that is called 諮問１; 諮問事項１ counts entries."""
        called = matter[0] if matter is not None else ""
        is_number = called.startswith(tuple(self.words.sheet.consultation)) and "事項" not in called
        return self.words.cited(called) if is_number else []

    @staticmethod
    def _without_kind(item: AgendaItem) -> tuple[str, str | None]:
        """The title of an entry without the kind that white space sets before it, and the kind: 報告　監査の結果."""
        before = _KIND_BEFORE.match(item.title) if item.number is None and item.kind in (None, "report") else None
        return (item.title[before.end() :], "report") if before is not None else (item.title, item.kind)

    def _take_number_behind(self, item: AgendaItem) -> None:
        """Gives an entry the number in brackets behind its title: …について（諮問第61号）."""
        behind = _NUMBER_BEHIND.search(item.title)
        numbers = self.words.cited(behind[1]) if behind is not None else []
        if behind is not None and item.number is None and len(numbers) == 1:
            item.number, item.kind = numbers[0], item.kind or "consultation"
            item.title = item.title[: behind.start()].rstrip()

    def _with_kind_of_bill(self, text: str, whole: str, label: Label | None) -> str:
        """An entry below 議案 that bears its number only, as it is printed elsewhere: 第１号　図書館条例について."""
        numbered = label is not None and label.style == "dai_go" and self.of_bills
        return f"{BILLS}{whole.strip()}" if numbered and _NUMBER_ALONE.match(whole.strip()) else text

    def _is_part(self, label: Label | None) -> bool:
        """Whether a line lists a part of the entry above, which ends so: 補正予算（第５号）中, （歳出）１款議会費."""
        return self.in_parts and (label is None or label.style == "bullet")

    def _is_of_name(self, label: Label, text: str) -> bool:
        """Whether what looks like a number of the list is of the entry's own name, far ahead of it: 第221事案（…）."""
        ahead = (label.ordinal or 0) > len(self.items) + 1
        return ahead and label.style == "dai" and text[label.end : label.end + 1].isalpha()

    def _goes_on(self, text: str, wrapped: bool) -> bool:
        """Whether a line without a label is more of the entry above: it is full, a bracket is open, a subtitle in
        brackets follows, or the line begins with a particle."""
        if not self.open or not self.open[0].title:
            return False
        title = self.open[0].title
        is_open = sum(map(title.count, "(（「")) > sum(map(title.count, ")）」"))
        if title.endswith(("について", "の件")) and not is_open:
            wrapped = False
        return wrapped or is_open or bool(_SUBTITLE.match(text) or _PARTICLE.match(text))

    def _item(self, number: int | None, kind: str | None = None) -> AgendaItem:
        """An entry; `kind` is what is printed before its number, where that is no 諮問."""
        kind = kind or ("consultation" if number is not None or "諮問" in (self.section or "") else None)
        kind = kind or ("report" if "報告" in (self.section or "") else None)
        section = None if self.section is None or _FORMAL.fullmatch(self.section) else self.section
        return AgendaItem(section=section, number=number, kind=kind, title="", spans=[])

    def peel(self, item: AgendaItem) -> None:
        """Takes what is left at the end of a title and is none of it."""
        if item.department is None:
            item.title, material, item.department = self._peel(item.title)
            item.material = item.material or material

    def _peel(self, text: str) -> tuple[str, str | None, str | None]:
        """What is left of a line without 資料1 and the office in brackets at its end."""
        material = department = None
        for word in self.words.sheet.material:
            match = re.search(_AGENDA_MATERIAL.format(re.escape(word)), text)
            if match is not None:
                material = re.sub(r"[^0-9]+", "-", fold(match[1]))
                text = text[: match.start()].rstrip()
        match = _DEPARTMENT.search(text)
        if match is not None:
            department, text = _OF_DEPARTMENT.sub("", fold(match[1])), text[: match.start()].rstrip()
        return text, material, department
