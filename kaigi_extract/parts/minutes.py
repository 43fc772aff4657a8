"""Minutes of a sitting: its head, 会議次第, who said what, and what was decided by which words.

Councils set speakers differently: （会長） in a hanging column (Nerima), ○山田委員, 〇議長：, ◆委員（氏名）, a column of
names, a table, the name in brackets at the end of the remark. A document keeps to one style, so it is chosen once, by
how many lines it explains; with geometry, a speaker must stand where the others stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kaigi_extract.layout.grid import Cell, Grid
from kaigi_extract.layout.line import AnyLine, PlainLine
from kaigi_extract.layout.passage import Passage, mend_lines
from kaigi_extract.normalise import find_dates, fold, match_label, parse_number, squeeze
from kaigi_extract.parts.part import Findings, Part
from kaigi_extract.records import AgendaItem, Meeting
from kaigi_extract.wards import Ward, common_words
from kaigi_extract.wards.model import MinutesWords, SheetWords

LONGEST_TITLE, LONGEST_NAME, LONGEST_LABEL = 60, 25, 20
"""Characters of a title, of a speaker's name, of the label of a row of the head, white space included."""
MARGIN = 0.8
"""Ems by which lines that begin at one margin may differ."""
SHARE = 0.2
"""Part of the speakers' lines that must stand at a margin for it to be one: left and right pages may differ."""
HANGING = 0.1
"""Part of the other lines that may stand at the speakers' margin where speeches are set in."""
SHORT = 2.0
"""Ems by which a line that ends a paragraph falls short of the measure."""
LABEL_GAP = 0.3
"""Ems of empty paper between a label and its value."""
TITLE_SIZE = 12.5
"""Points from which 会議録 alone on a line is a title rather than an item of a list."""

_N = r"[0-9０-９〇一二三四五六七八九十百]+"
_AND = r"[、，,・･]|と|及び|および|並びに|ならびに|又は|または|から|より|ないし|[～〜~－‐-]"
_RANGE = re.compile(r"から|より|ないし|[～〜~－‐-]")
_LEAD = re.compile(
    r"\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}(?=[\s.．、])|[Ⅰ-Ⅻ]|[(（][0-9０-９]{1,2}[)）]|[①-⑳])?[\s.．、:：・]*"
    r"[【〔［\[（(<＜■□◆◇●○▼]?\s*"
)
_AFTER = re.compile(r"(?:[】〕］\])）>＞]|[(（][^()（）]{0,12}[名人][)）]|[\s:：…])+")
_NOISE = re.compile(
    r"(?:https?://|file:///)\S*(?:\s+\d+\s*/\s*\d+)?|\d{1,3}\s*/\s*\d{1,3}|[-－‐–—]\s*\d{1,3}\s*[-－‐–—]|\d{1,3}\s*ページ"
    r"|\d{2,4}/\d{1,2}/\d{1,2},?\s+\d{1,2}:\d{2}.*"
)
_TERM, _SESSION = re.compile(rf"第({_N})期"), re.compile(rf"第({_N})回")
_NOT_COUNCIL = re.compile(rf"第{_N}[期回]|(?:令和|平成|昭和)?(?:{_N}|元)年度?|[(（][^()（）]*[)）]|定例会$|臨時会$")
_TIME = re.compile(rf"(午前|午後)?\s*(?:({_N})\s*(?:時(?!間)\s*(?:({_N})\s*分|(半))?|[:：]\s*(\d\d))|(正午))")
_CLOSING = re.compile(r"[（(]?(?:以上|閉会|散会|.{0,16}[時分].{0,3}(?:閉会|散会|終了|開会))[)）。]?")
_ENDED = re.compile(r"[。．？！?!」』）】)…―－]$")
_MARK = re.compile(r"[○〇◯◎●◆◇■□▲△▼▽◉★☆⚪]\s*")
_ROUND = re.compile(r"[（(]\s*((?:[^（）()。、「」：:]|[（(][^（）()。、]*[）)])+?)\s*[）)][\s:：]*")
_SQUARE = re.compile(r"[【〔［\[〈《＜<]\s*([^【】〔〕［］\[\]〉》＞>。、「」]+?)\s*[】〕］\]〉》＞>][\s:：]*")
_COLON = re.compile(r"([^\s（）()「」。、：:！？]+(?:[（(][^（）()。]+[）)])?)\s*[:：]\s*")
_TAIL = re.compile(r"\s*[（(]\s*((?:[^（）()。、「」：:]|[（(][^（）()。、]*[）)])+?)\s*[）)][。]?$")
_NO_NAME = re.compile(
    r"[\d０-９一二三四五六七八九十ア-ンa-zA-Z]{1,2}$|.$|.*(?:なし|あり|入室|退室|退席|休憩|再開|拍手|起立|挙手|閉会|開会|説明|省略|余白|終了|"
    r"以上|笑い?|の声|者)$|.*(?:と呼ぶ|異議)|資料|(?:仮称|案|抜粋)$"
)
_MATERIAL = r"[（(【〔\[]?\s*{}\s*(?:No\.?|Ｎｏ．?)?\s*([0-9０-９]+(?:\s*[-－‐–—の]\s*[0-9０-９]+)*)[^（(。]{{0,6}}$"
_DEPARTMENT = re.compile(r"[（(【]([^（）()【】]*(?:課|室|部|局|所|係|館|園|校|担当|センター|委員会))[）)】]\s*$")
_RESULTS = {
    "rejected": r"不承認|否決|却下|承認(?:し|でき|いたしかね)(?:ない(?!とい)|ません)|認め(?:られ)?(?:ない|ません)(?:こと|もの|と(?:し|い))",
    "continued": r"継続(?:審議|審査|扱い|と(?:し|す|い|さ)|して(?:審議|検討))|保留(?:と|に)|次回.{0,6}(?:持ち越|再度|改めて|引き続き)",
    "approved": r"(?<![不未])(?<!一括)承認(?!基準|申請|済|後|事項|書|者|番号|権|の(?:可否|有無|ため|手続|対象))|可決|"
    r"(?:原案|諮問)の?(?:どおり|通り|とおり)(?:に|で)?(?:決|認|答申|と(?:い|し|す|さ))|適当(?:と認め|である)",
    "noted": r"了承(?!くだ|下さ|願|のほど|の程|をお?願)|報告.{0,6}(?:承り|承った|うけたまわ)|報告(?:の)?(?:どおり|とおり)(?:受|承)",
}
_VERDICT = re.compile("|".join(f"(?P<{result}>{words})" for result, words in _RESULTS.items()))
_NO_ACT = re.compile(r"前回|先般|以前|過去|昨年|一昨年|先ほど|先程|既に|すでに|これまで")
_IF = re.compile(r".{0,9}(?:れば|たら|場合|必要|まで(?:の|は|に)|際に|た後|てから|ための|かどうか)")
_CONDITION = re.compile(r"(?:附帯|付帯)?(?:条件|意見)(?:を(?:附|付|つ)|付き?|として|に|で)")
_CONDITIONS = re.compile(
    r"(?:^|[、は])((?:[^、。]|、(?!諮))*?(?:こと|旨))(?:を|との|という|の)(?:附帯|付帯)?(?:条件|意見)"
)
_ASSENT = re.compile(
    r"(?:異議|異存|意義)(?:は|が)?(?:なし|ない|無し|ありません|ございません)|^はい|賛成|結構|よろしい(?:です|と)|了承"
)
_OPENING = re.compile(
    r"説明|審議|議題|案件|入り|移り|進み|続い|続き|つづ|次[には、の]|まず|最初|初め|はじめ|上程|お願い|です"
)
_TOGETHER = re.compile(r"一括|併せ|あわせ|合わせ|まとめ|関連")
_NO_NUMBER = re.compile(r"(?:報告|その他)(?:事項|案件)?(?:に|へ|と|で|を|の|は|$)")


@dataclass(slots=True)
class _Words:
    """The words of all wards and the ward's own, as they are looked up."""

    own: MinutesWords
    sheet: SheetWords
    labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ward: Ward | None) -> _Words:
        own, common = ward.minutes if ward else MinutesWords(), common_words().minutes
        both = {name: [*getattr(own, name), *getattr(common, name)] for name in MinutesWords.model_fields}
        words = cls(MinutesWords(**both), ward.sheet if ward else SheetWords())
        for name in ("materials", "agenda", "speeches", "observers", "absent", "officials", "members", "attendance"):
            words.labels |= {squeeze(fold(label)): name for label in both[name]}
        for name in ("place", "end", "start", "date", "name"):
            words.labels |= {squeeze(fold(label)): name for label in both[name]}
        return words

    def speaks(self, name: str) -> bool:
        """Whether a name ends in what speakers are called: 委員, 課長, 委員Ａ, 山田（委員）."""
        key = squeeze(fold(name))
        bare = re.sub(r"\([^()]*\)$", "", key)
        ends = tuple(self.own.speakers + self.own.chairs)
        return any(part.rstrip("ABCDEFGHIJ0123456789)").endswith(ends) for part in (key, bare))

    def cited(self, text: str) -> list[int]:
        """The numbers of 諮問 that a text names, in order: 第33号、34号; 32号から36号まで."""
        kinds = "|".join(map(re.escape, [*self.sheet.consultation, "諮間"]))
        one = rf"(?:{kinds})?(?:事項|番号)?\s*第?\s*{_N}\s*"
        run = rf"(?:{kinds})(?:事項|番号)?\s*第?\s*{_N}(?![0-9０-９件つ点])\s*号?(?:(?:\s*(?:{_AND})\s*{one}号?)*\s*(?:{_AND})\s*{one}号)?"
        found: list[int] = []
        for match in re.finditer(run, text):
            for link, digits in re.findall(rf"({_AND})?\s*(?:{kinds})?(?:事項|番号)?\s*第?\s*({_N})", match[0]):
                number = parse_number(digits)
                if number is not None:
                    found += range(found[-1] + 1, number) if found and _RANGE.match(link) else []
                    found.append(number)
        return list(dict.fromkeys(found))


@dataclass(slots=True)
class _Row:
    """A line, with the cell of a table that it stands in."""

    line: AnyLine
    cell: Cell | None = None

    def cut(self, start: int, end: int | None = None) -> _Row | None:
        """A part of it without white space around; None where nothing is left."""
        line, text = self.line, self.line.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if start >= end:
            return None
        if isinstance(line, PlainLine):
            return _Row(replace(line, text=line.text[start:end], offset=line.offset + start, bold=()), self.cell)
        return _Row(line.cut(start, end), self.cell)


@dataclass(slots=True)
class _Block:
    """A row of the head: what it is, its printed label, its lines."""

    name: str
    label: str
    rows: list[_Row] = field(default_factory=list)

    def passage(self) -> Passage:
        geometry = [row.line.x1 for row in self.rows if not isinstance(row.line, PlainLine)]
        return _mend(self.rows, max(geometry, default=None))


@dataclass(slots=True)
class _Turn:
    """What one person says at a stretch; without a speaker, a heading between speeches."""

    speaker: str | None
    passage: Passage


def begins_minutes(line: AnyLine) -> bool:
    """Whether a line is the title of minutes: 第6期第15回…審議会会議要録, 会 議 録."""
    text = re.sub(r"[(（][^()（）]*[)）]$", "", squeeze(fold(line.text)))
    title = next((word for word in common_words().minutes.titles if text.endswith(word)), None)
    if (
        title is None
        or len(text) > LONGEST_TITLE
        or re.match(r"\(|資料|前回|別紙|[・※「]", text)
        or re.search(r"[。、]", text)
    ):
        return False
    if text == title:
        return len(line.text.split()) == len(text) or line.size >= TITLE_SIZE
    council = re.search(r"会$|会議$|委員$", text.removesuffix(title)) or title.startswith("会議")
    return match_label(line.text) is None and bool(council or _SESSION.search(text))


def read_minutes(part: Part, ward: Ward | None, findings: Findings) -> Meeting:
    """The meeting of a part that holds minutes from their title on."""
    words = _Words.of(ward)
    rows = _rows(part)
    begin, turns = _Speakers(rows, words).turns()
    title, blocks = _head(rows[:begin], words)
    meeting = Meeting()
    _read_title(meeting, title, blocks, ward, words)
    for block in blocks:
        _read_block(meeting, block, words)
    _read_closing(meeting, rows)
    agenda = [row for block in blocks if block.name == "agenda" for row in block.rows]
    meeting.agenda = _Agenda(words, _measure(rows)).read(agenda)
    _Deliberation(meeting, words, findings).follow(turns)
    _check_dates(meeting, title, findings)
    return meeting


def _rows(part: Part) -> list[_Row]:
    """Its lines in reading order, without what browsers and page numbers leave."""
    rows: list[_Row] = []
    for item in part.items:
        if isinstance(item, Grid):
            rows += [_Row(line, cell) for cells in item.rows() for cell in cells for line in cell.lines]
        else:
            rows.append(_Row(item))
    counted = [row for row in rows if re.fullmatch(r"[0-9０-９]{1,3}", row.line.text)]
    numbers = [int(row.line.text) for row in counted]
    noise = {id(row) for row in counted if len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers))}
    return [row for row in rows if id(row) not in noise and not _NOISE.fullmatch(row.line.text)]


def _measure(rows: Sequence[_Row]) -> float:
    """The x (columns in a file without geometry) that nearly every full line reaches."""
    ends = sorted(row.line.x1 for row in rows if row.cell is None) or [0.0]
    return ends[int(0.9 * (len(ends) - 1))]


def _mend(rows: Sequence[_Row], right: float | None) -> Passage:
    lines = [row.line for row in rows]
    if rows and rows[-1].cell is not None:
        right = rows[-1].cell.right
    return mend_lines(lines, None if lines and isinstance(lines[0], PlainLine) else right)


def _head(rows: Sequence[_Row], words: _Words) -> tuple[list[_Row], list[_Block]]:
    """Lines before the first label, and the labelled rows of the head."""
    title: list[_Row] = []
    blocks: list[_Block] = []
    label_cell: Cell | None = None
    for index, row in enumerate(rows):
        if row.cell is not None and row.cell is label_cell:
            continue
        found = _label(row, words) if index or row.cell else None
        if found is not None:
            name, label, start = found
            blocks.append(_Block(name, label))
            label_cell = row.cell if start < 0 else None
            value = row.cut(start) if start >= 0 else None
            blocks[-1].rows += [value] if value else []
            continue
        if index and _section(row.line.text, words) and not (blocks and blocks[-1].name == "agenda"):
            blocks.append(_Block("agenda", ""))
        (blocks[-1].rows if blocks else title).append(row)
    return title, blocks


def _label(row: _Row, words: _Words) -> tuple[str, str, int] | None:
    """What a label at the start of a line is, as printed, and where its value starts; -1 where it fills its cell."""
    if row.cell is not None and row.line is row.cell.lines[0]:
        text = row.cell.passage.text
        key = squeeze(fold(_AFTER.sub("", text[_LEAD.match(text).end() :])))  # type: ignore[union-attr]
        if key in words.labels:
            return words.labels[key], key, -1
    text, line = row.line.text, row.line
    lead = _LEAD.match(text).end()  # type: ignore[union-attr]
    for k in range(min(len(text), lead + LONGEST_LABEL), lead, -1):
        name = words.labels.get(squeeze(fold(text[lead:k])))
        after = _AFTER.match(text, k)
        if name is None or not (after or k == len(text) or line.gap(k) >= LABEL_GAP):
            continue
        start = after.end() if after else k
        if name in ("start", "end") and not _TIME.match(text, start):
            continue
        if name == "materials" and re.match(r"[0-9０-９NＮ]", text[start:]):
            continue
        return name, squeeze(text[lead:k]), start
    return None


def _section(text: str, words: _Words) -> str | None:
    """The heading within an agenda that a line is, without numeral and brackets."""
    key = squeeze(text[_LEAD.match(text).end() :])  # type: ignore[union-attr]
    key = re.sub(r"[】〕］\])）>＞]$|について$", "", key)
    return key if fold(key) in words.own.sections else None


def _read_title(meeting: Meeting, title: list[_Row], blocks: list[_Block], ward: Ward | None, words: _Words) -> None:
    """Council, term and session: from the title, else from 名称, else the council that the mapping names."""
    named = [_Block("title", "", [row for row in title if not _ENDED.search(row.line.text) or len(title) == 1])]
    for block in [*named, *(block for block in blocks if block.name == "name")]:
        whole = block.passage()
        text = squeeze(whole.text)
        for name, pattern in (("term", _TERM), ("session", _SESSION)):
            match = pattern.search(text)
            if match and getattr(meeting, name) is None:
                setattr(meeting, name, parse_number(match[1]))
                meeting.evidence[name] = whole.evidence(block.label or None)
        ends = "|".join(words.own.titles)
        council = _NOT_COUNCIL.sub("", re.sub(rf"(?:{ends})(?:[(（].*[)）])?$", "", text)).strip("　 「」")
        if council and meeting.council is None:
            meeting.council = council
            meeting.evidence["council"] = whole.evidence(block.label or None)
    if meeting.council is None and ward is not None and ward.councils:
        meeting.council = ward.councils[0]


def _read_block(meeting: Meeting, block: _Block, words: _Words) -> None:
    """One row of the head into the record. The first row of a name holds; lists of people add up."""
    whole = block.passage()
    if block.name in ("members", "officials", "attendance"):
        _read_people(meeting, block.name, whole.text, words)
    elif block.name == "observers" and meeting.observers is None:
        meeting.observers = _people_count(whole.text)
    elif block.name == "place" and meeting.place is None:
        meeting.place = fold(whole.text.replace("\n", " "))
    elif block.name in ("date", "start", "end"):
        _read_times(meeting, block.name, whole.text)
    name = "members" if block.name == "attendance" else block.name
    if getattr(meeting, name, None) not in (None, []):
        meeting.evidence.setdefault(name, whole.evidence(block.label))


def _read_times(meeting: Meeting, name: str, text: str) -> None:
    day = next((found for found in find_dates(text) if found.precision == "day"), None)
    if day is not None and meeting.date is None:
        meeting.date = day.first
    times = _times(text[day.end :] if day else text)
    if times and name != "end" and meeting.start is None:
        meeting.start = times[0]
    if times and (name == "end" or len(times) > 1) and meeting.end is None:
        meeting.end = times[-1]


def _read_closing(meeting: Meeting, rows: Sequence[_Row]) -> None:
    """Times that stand on lines of their own: 午前11時40分閉会."""
    for row in rows:
        if _CLOSING.fullmatch(row.line.text):
            times = _times(row.line.text)
            name = "start" if "開会" in row.line.text else "end"
            if times and getattr(meeting, name) is None:
                setattr(meeting, name, times[0])


def _times(text: str) -> list[str]:
    """Times of day; an hour after 午後 that names no half of the day, and one before the start, is in the afternoon."""
    found: list[tuple[int, int]] = []
    for half, hour, minute, thirty, digits, noon in _TIME.findall(fold(text)):
        hours = 12 if noon else (parse_number(hour) or 0) + (12 if half == "午後" else 0)
        minutes = 30 if thirty else parse_number(minute or digits or "0") or 0
        hours -= 12 if half == "午後" and hours == 24 else 0
        if not half and found and hours < 12 and (hours, minutes) < found[-1]:
            hours += 12
        if hours < 24 and minutes < 60:
            found.append((hours, minutes))
    return [f"{hours:02}:{minutes:02}" for hours, minutes in found]


def _people_count(text: str) -> int | None:
    count = re.search(rf"({_N})\s*[人名]?", fold(text))
    if count is not None:
        return parse_number(count[1])
    return 0 if re.search(r"なし|無し|無$|いない", text) else None


def _read_people(meeting: Meeting, name: str, text: str, words: _Words) -> None:
    """Members by name without 委員, officials by office."""
    seats = "|".join(words.own.seats)
    for token in _people(text):
        member = re.sub(rf"^(?:{seats})[\s:：]+|[(（](?:{seats})[)）]$|(?<=\S)\s*(?:{seats})$", "", token).strip()
        if name == "members" or (name == "attendance" and member != token):
            meeting.members.append(member)
        else:
            office = re.match(r"(.*?\S(?:長|主査|主任|主事|参事|監|員|幹事))(?=[\s(（]|$)", token)
            meeting.officials.append(office[1] if office else token)


def _people(text: str) -> Iterator[str]:
    """The entries of a list of people. Where names have a space in them, as many as come in pairs are joined."""
    text = re.sub(rf"[(（](?:{_N}[名人]|敬称略|順不同|.{{0,8}}順)[)）]", "", text)
    for line in text.split("\n"):
        tokens = re.split(r"[、，,;；]", line)
        if len(tokens) == 1:
            tokens = re.split(r"\s{2,}|(?<=委員)\s+|(?<=[長])\s+(?=\S+長)", line)
        for token in map(str.strip, tokens):
            short = token.split()
            if len(short) > 2 and len(short) % 2 == 0 and max(map(len, short)) <= 3:
                yield from (" ".join(pair) for pair in zip(short[::2], short[1::2], strict=True))
            elif token and not re.fullmatch(rf"(?:以上|計|ほか|他|外)?\s*{_N}\s*[名人]|以上", token):
                yield re.sub(r"^[・○◎●◇◆]\s*", "", token)


@dataclass(slots=True)
class _Agenda:
    """Reads 会議次第 line by line: sections, numbers, titles, and (所管課)資料1 after or under a title."""

    words: _Words
    right: float
    section: str | None = None
    items: list[AgendaItem] = field(default_factory=list)
    open: list[AgendaItem] = field(default_factory=list)
    """The entry that goes on: several where it names several numbers."""

    def read(self, rows: Sequence[_Row]) -> list[AgendaItem]:
        for index, row in enumerate(rows):
            section = _section(row.line.text, self.words)
            if section is not None:
                self.section, self.open = section, []
            else:
                before = rows[index - 1].line if index else None
                self._read_line(row, before is not None and before.x1 >= self.right - SHORT * before.size)
        return [item for item in self.items if item.title or item.number is not None]

    def _read_line(self, row: _Row, wrapped: bool) -> None:
        line = row.line
        label = match_label(line.text)
        text = line.text[label.end if label else 0 :].strip()
        numbers = self.words.cited(text) if re.match("|".join(self.words.sheet.consultation), text) else []
        if numbers:
            text = re.sub(rf"^.*?{_N}\s*号\s*(?!.*{_N}\s*号)[\s:：]*", "", text)
        text, material, department = self._peel(text)
        untitled = bool(self.open) and not self.open[0].title
        if numbers or (text and not untitled and not (wrapped and label is None and self.open)):
            self.open = [self._item(number) for number in numbers or [None]]
            self.items += self.open
        for item in self.open:
            item.title += fold(text)
            item.material, item.department = item.material or material, item.department or department
            item.spans.append(line.span(0, len(line.text)))

    def _item(self, number: int | None) -> AgendaItem:
        kind = "consultation" if number is not None or "諮問" in (self.section or "") else None
        kind = kind or ("report" if "報告" in (self.section or "") else None)
        return AgendaItem(section=self.section, number=number, kind=kind, title="", spans=[])

    def _peel(self, text: str) -> tuple[str, str | None, str | None]:
        """What is left of a line without 資料1 and the office in brackets at its end."""
        material = department = None
        for word in self.words.sheet.material:
            match = re.search(_MATERIAL.format(re.escape(word)), text)
            if match is not None:
                material = re.sub(r"[^0-9]+", "-", fold(match[1]))
                text = text[: match.start()].rstrip()
        match = _DEPARTMENT.search(text)
        if match is not None:
            department, text = fold(match[1]), text[: match.start()].rstrip()
        return text, material, department
