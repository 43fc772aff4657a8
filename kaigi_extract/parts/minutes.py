"""Minutes of a sitting: its head, 会議次第, who said what, and what was decided by which words.

Councils set speakers differently: （会長） in a hanging column (Nerima), ○山田委員, 〇議長：, ◆委員（氏名）, names in a
column or a table, the name in brackets at the end of the remark. A document keeps to one style, so it is chosen once,
by how many lines it explains; with geometry, a speaker must stand where the others stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from kaigi_extract.layout.grid import Cell, Grid
from kaigi_extract.layout.line import AnyLine, PlainLine
from kaigi_extract.layout.passage import Passage, mend_lines
from kaigi_extract.normalise import find_dates, fold, match_label, parse_number, squeeze
from kaigi_extract.parts.part import Findings, Part
from kaigi_extract.records import AgendaItem, Decision, Meeting, Span, Speech
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
    r"以上|笑い?|の声)$|.*(?:と呼ぶ|異議)|資料|(?:仮称|案|抜粋)$"
)
_MATERIAL = r"[（(【〔\[]?\s*{}\s*(?:No\.?|Ｎｏ．?)?\s*([0-9０-９]+(?:\s*[-－‐–—の]\s*[0-9０-９]+)*)[^（(。]{{0,6}}$"
_DEPARTMENT = re.compile(r"[（(【]([^（）()【】]*(?:課|室|部|局|所|係|館|園|校|担当|センター|委員会))[）)】]\s*$")
_RESULTS = {
    "rejected": r"不承認|否決|却下|承認(?:し|でき|いたしかね)(?:ない(?!とい)|ません)"
    r"|認め(?:られ)?(?:ない|ません)(?:こと|もの|と[しい])",
    "continued": r"継続(?:審議|審査|扱い|と[しすいさ]|して(?:審議|検討))|保留[とに]"
    r"|次回.{0,6}(?:持ち越|再度|改めて|引き続き)",
    "approved": r"(?<![不未])(?<!一括)承認(?!基準|申請|済|後|事項|書|者|番号|権|の(?:可否|有無|ため|手続|対象))|可決"
    r"|(?:原案|諮問)の?(?:どおり|通り|とおり)[にで]?(?:決|認|答申|と[いしすさ])|適当(?:と認め|である)",
    "noted": r"了承(?!くだ|下さ|願|のほど|の程|をお?願)|報告.{0,6}(?:承り|承った|うけたまわ)"
    r"|報告の?(?:どおり|とおり)[受承]",
}
_VERDICT = re.compile("|".join(f"(?P<{result}>{words})" for result, words in _RESULTS.items()))
_NO_ACT = re.compile(r"前回|先般|以前|過去|昨年|一昨年|先ほど|先程|既に|すでに|これまで")
_IF = re.compile(r".{0,9}(?:れば(?!と[思存])|たら|場合|必要|まで[のはに]|際に|た後|てから|ための|かどうか)")
_ACT = re.compile(r"\s*(?:と|する|し|いた|され|で|に|を(?:いただ|頂|お願)|の(?:こと|取)|ただ|頂|[。、）」]|$)")
_CONDITION = re.compile(r"条件(?:を[附付つ]|付き?|として|に|で)|[附付]帯意見(?:を[附付つ]|として)")
_CONDITIONS = re.compile(r"^(.*(?:こと|旨))(?:を|との|という|の)(?:条件|[附付]帯意見)")
_BEFORE_CONDITION = re.compile(r"^(?:(?:それでは|では|よって|採決の結果)、?)?(?:諮問[^。]*?号[^。、]*?は、?)?")
_ASSENT = re.compile(
    r"(?:異議|異存|意義)[はが]?(?:なし|ない|無し|ありません|ございません)|^はい|賛成|結構|よろしい(?:です|と)|了承"
)
_DISSENT = re.compile(r"異議あり|異議があ|反対")
_QUESTION = re.compile(r"(?:か|いかが)[。？?]?$")
_ASKS = re.compile(r"\s*[^。]{0,12}(?:いかが|よろし|異議|異存)[^。]{0,16}(?:か|が)[。？?]")
_OPENING = re.compile(
    r"説明|審議|議題|案件|入り|移り|進み|続い|続き|つづ|次[には、の]|まず|最初|初め|はじめ|上程|お願い|号です"
)
_EXPLAINS = re.compile(r"説明(?:いた|申し|し(?:ます|たい)|させ|－)")
_OTHER_DAY = re.compile(r"作成|公表|公開|確定|承認|掲載|更新|[:：]")
"""A day beside the title that is not the meeting's, or a browser's."""
_TOGETHER = re.compile(r"一括|併せ|あわせ|合わせ|まとめ|関連")
_NO_NUMBER = re.compile(
    r"(?:続い|次に|移り|入り|では|最後に|以上で).{0,12}?(?:報告|その他)(?:事項|案件)?(?:[にへとでをのは]|$)"
)


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
        one = rf"\s*(?:{_AND})\s*(?:{kinds})?(?:事項|番号)?\s*第?\s*{_N}\s*"
        run = rf"(?:{kinds})(?:事項|番号)?\s*第?\s*{_N}(?![0-9０-９件つ点])\s*号?(?:(?:{one}号?)*{one}号)?"
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
        section = _section(row.line.text, words) if index else None
        in_agenda = bool(blocks) and blocks[-1].name == "agenda"
        if in_agenda and section is not None and found is not None and found[0] == "agenda":
            found = None
        if found is not None:
            name, label, start = found
            blocks.append(_Block(name, label))
            label_cell = row.cell if start < 0 else None
            value = row.cut(start) if start >= 0 else None
            inner = _label(value, words) if value and name == "attendance" else None
            if value and inner is not None:
                blocks.append(_Block(inner[0], inner[1]))
                value = value.cut(inner[2])
            blocks[-1].rows += [value] if value else []
            continue
        if section is not None and not in_agenda:
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
            self.open = [self._item(number) for number in numbers] or [self._item(None)]
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


@dataclass(slots=True)
class _Start:
    """A line that may begin a speech."""

    at: int
    speaker: str
    text: int
    """Where the speech begins in the line; where it ends, for a name at the end (negative: in the line before)."""


_Opener = Callable[[str, _Words], tuple[str, int] | None]


def _open_mark(text: str, words: _Words) -> tuple[str, int] | None:
    mark = _MARK.match(text)
    if mark is None:
        return None
    for pattern in (_ROUND, _SQUARE):
        match = pattern.match(text, mark.end())
        if match is not None:
            return match[1], match.end()
    return _prefix(text, mark.end(), words)


def _open_column(text: str, words: _Words) -> tuple[str, int] | None:
    found = None if re.match(r"[（(【]", text) or _MARK.match(text) else _prefix(text, 0, words)
    if found is None or not words.speaks(found[0]) or re.search(r"[:：]", text[: found[1]]):
        return None
    return found


def _prefix(text: str, start: int, words: _Words) -> tuple[str, int] | None:
    """The name before white space or a colon, letter-spaced as it may be, and where the words after it begin."""
    depth = 0
    first: int | None = None
    for k in range(start + 1, min(len(text), start + LONGEST_NAME) + 1):
        depth += (text[k - 1] in "（(") - (text[k - 1] in "）)")
        if text[k - 1] in "。、「」？！":
            break
        if depth or not (k == len(text) or text[k].isspace() or text[k] in ":：" or text[k - 1] in "）)"):
            continue
        first = first or k
        if words.speaks(text[start:k]):
            first = k
            break
    if first is None:
        return None
    after = re.compile(r"[\s:：]*").match(text, first)
    return text[start:first], after.end() if after else first


def _open_by(pattern: re.Pattern[str]) -> _Opener:
    def opener(text: str, words: _Words) -> tuple[str, int] | None:
        match = pattern.match(text)
        return (match[1], match.end()) if match and not _MARK.match(text) else None

    return opener


_STYLES: tuple[_Opener, ...] = (_open_by(_ROUND), _open_by(_SQUARE), _open_mark, _open_by(_COLON), _open_column)


@dataclass(slots=True)
class _Speakers:
    """Finds the style of a document's speakers and cuts its lines into turns."""

    rows: list[_Row]
    words: _Words
    right: float = 0.0
    starts: dict[int, _Start] = field(default_factory=dict)
    margins: list[float] = field(default_factory=list)
    """x of the speakers' lines where the speeches are set in; empty where they are not."""

    def turns(self) -> tuple[int, list[_Turn]]:
        """The row where speeches begin, and what is said from there on."""
        self.right = _measure(self.rows)
        tails = self._plausible(self._tails())
        every = [self._from_first(self._candidates(style)) for style in (*_STYLES, None)]
        found = max(every, key=lambda found: len(self._plausible(found)))
        if len(tails) > len(self._plausible(found)):
            begin = self._before_tail(tails[0].at)
            return begin, list(self._tailed(begin, {tail.at: tail for tail in tails}))
        if not found:
            return len(self.rows), []
        begin = found[0].at
        self._accept(found)
        while begin > 1 and self._repeats(begin - 1):
            begin -= 1
        return begin, list(self._headed(begin))

    def _repeats(self, index: int) -> bool:
        """Whether a line names numbers that the agenda has named: the heading of the first discussion."""
        numbers = self.words.cited(self.rows[index].line.text)
        earlier = {number for row in self.rows[:index] for number in self.words.cited(row.line.text)}
        return bool(numbers) and earlier.issuperset(numbers)

    def _candidates(self, style: _Opener | None) -> list[_Start]:
        """Lines that begin as the style has it; None stands for names in a table's first column."""
        found = []
        for index, row in enumerate(self.rows):
            opened = style(row.line.text, self.words) if style else self._open_cell(index)
            if opened is not None and _is_name(opened[0]) and not self._is_material(row.line.text[opened[1] :]):
                found.append(_Start(index, squeeze(opened[0]), opened[1]))
        return self._at_margin(found)

    def _at_margin(self, found: list[_Start]) -> list[_Start]:
        """Those that stand where most do; left and right pages may differ."""
        xs = sorted(map(self._x, found))
        kept = []
        for _, page in groupby(found, lambda start: self.rows[start.at].line.page):
            there = list(page)
            most = max(there, key=lambda start: self._near(start, xs))
            if self._near(most, xs) >= SHARE * len(found):
                kept += [start for start in there if abs(self._x(start) - self._x(most)) <= self._em(start)]
        return kept

    def _near(self, start: _Start, xs: Sequence[float]) -> int:
        x, em = self._x(start), self._em(start)
        return bisect_right(xs, x + em) - bisect_left(xs, x - em)

    def _open_cell(self, index: int) -> tuple[str, int] | None:
        row = self.rows[index]
        after = next((other for other in self.rows[index + 1 :] if other.cell is not row.cell), None)
        if (
            row.cell is None
            or row.cell.column
            or row.line is not row.cell.lines[0]
            or after is None
            or after.cell is None
        ):
            return None
        name = re.sub(r"^[（(【○◎●◆]+|[）)】]+$", "", squeeze(row.cell.passage.text))
        return (name, len(row.line.text)) if self.words.speaks(name) and after.cell.row == row.cell.row else None

    def _is_material(self, text: str) -> bool:
        """Whether nothing but a mark follows an office in brackets, as on an agenda."""
        words = "|".join(map(re.escape, self.words.sheet.material))
        return re.fullmatch(rf"(?:{words})[\s0-9０-９、・－‐の-]+", text) is not None

    def _x(self, start: _Start) -> float:
        return self.rows[start.at].line.x0

    def _em(self, start: _Start) -> float:
        return MARGIN * self.rows[start.at].line.size

    def _plausible(self, found: Sequence[_Start]) -> list[_Start]:
        """Those whose names end like a speaker's, or come again."""
        counts = Counter(start.speaker for start in found)
        return [start for start in found if self.words.speaks(start.speaker) or counts[start.speaker] > 1]

    def _from_first(self, found: Sequence[_Start]) -> list[_Start]:
        """Those from the first on that is followed by a sentence: the head lists names and offices too."""
        for index, start in enumerate(found):
            end = found[index + 1].at if index + 1 < len(found) else len(self.rows)
            end = next((at for at in range(start.at + 1, end) if self._in_head(at)), end)
            texts = [self.rows[start.at].line.text[start.text :]]
            texts += [row.line.text for row in self.rows[start.at + 1 : end]]
            if any("。" in text for text in texts) or re.search(r"[－―か]$", texts[0]):
                return list(found[index:])
        return []

    def _in_head(self, index: int) -> bool:
        """Whether a row of the head begins here; those that list people may look like speeches."""
        label = _label(self.rows[index], self.words)
        return label is not None and label[0] not in ("members", "officials", "attendance")

    def _accept(self, found: list[_Start]) -> None:
        """Where the other lines are set in, the margin decides; else a speaker follows the end of a paragraph."""
        at = {start.at for start in found}
        margins = sorted({round(self._x(start)) for start in found})
        others = [row.line for row in self.rows[found[0].at :] if row.cell is None]
        others = [line for index, line in enumerate(others, found[0].at) if index not in at]
        there = [line for line in others if any(abs(line.x0 - x) <= MARGIN * line.size for x in margins)]
        if others and len(there) <= HANGING * len(others):
            self.margins = [float(x) for x in margins]
            self.starts = {start.at: start for start in found}
        else:
            self.starts = {start.at: start for start in self._plausible(found) if self._ended(start.at)}

    def _ended(self, index: int) -> bool:
        """Whether a paragraph ends before the row."""
        if not index or self.rows[index - 1].cell is not self.rows[index].cell:
            return True
        before = self.rows[index - 1]
        right = (before.cell.right if before.cell else self.right) or self.right
        line = before.line
        return line.hard or bool(_ENDED.search(line.text)) or right - line.x1 > SHORT * line.size

    def _heading(self, index: int, tailed: bool = False) -> bool:
        """Whether a line between speeches names what comes next: （２）諮問第32号, at the margin of the speakers."""
        line = self.rows[index].line
        if len(line.text) > LONGEST_TITLE or "。" in line.text or not self._ended(index):
            return False
        label = match_label(line.text) is not None
        if self.margins:
            at_margin = any(abs(line.x0 - x) <= MARGIN * line.size for x in self.margins)
            return at_margin and (label or not re.match(r"[（(]", line.text))
        label = label or bool(re.match(r"[【＜<〔]|" + "|".join(self.words.sheet.consultation), line.text))
        alone = tailed and (index + 1 == len(self.rows) or self._ended(index + 1))
        return label and (alone or index + 1 in self.starts or index + 2 in self.starts)

    def _headed(self, begin: int) -> Iterator[_Turn]:
        """Turns that begin with their speaker."""
        speaker: str | None = None
        held: list[_Row] = []
        name_cell: Cell | None = None
        for index, row in enumerate(self.rows[begin:], begin):
            start = self.starts.get(index)
            if start is not None or self._heading(index):
                if held:
                    yield _Turn(speaker, _mend(held, self.right))
                speaker = start.speaker if start else None
                first = row.cut(start.text) if start else row
                name_cell = row.cell if start and first is None else None
                held = [first] if first else []
            elif not (row.cell is not None and row.cell is name_cell) and not self._closes(index):
                held.append(row)
        if held:
            yield _Turn(speaker, _mend(held, self.right))

    def _closes(self, index: int) -> bool:
        return bool(_CLOSING.fullmatch(self.rows[index].line.text)) and self._ended(index)

    def _tails(self) -> list[_Start]:
        """Lines that end in a name in brackets: after a sentence, or, for names so found, short of the measure."""
        found: list[tuple[_Start, bool]] = []
        for index, row in enumerate(self.rows):
            before = self.rows[index - 1].line.text if index else ""
            match, shift = _TAIL.search(row.line.text), 0
            if match is None and re.search(r"[（(][^）)]*$", before):
                match, shift = _TAIL.search(before + row.line.text), len(before)
            if match and _is_name(match[1]):
                strict = match.start() == shift or bool(_ENDED.search(match.string[: match.start()]))
                short = self.right - row.line.x1 > SHORT * row.line.size
                found += [(_Start(index, squeeze(match[1]), match.start() - shift), strict)] if strict or short else []
        names = {tail.speaker for tail, strict in found if strict}
        return [tail for tail, strict in found if strict or tail.speaker in names]

    def _before_tail(self, tail: int) -> int:
        """Where the remark that ends at a row begins: after the head, at the paragraph of the first sentence."""
        last = max((index + 1 for index in range(1, tail) if _label(self.rows[index], self.words)), default=0)
        first = next((index for index in range(last, tail) if "。" in self.rows[index].line.text), tail)
        while first > last and not self._ended(first):
            first -= 1
        return first

    def _tailed(self, begin: int, tails: dict[int, _Start]) -> Iterator[_Turn]:
        """Turns that end with their speaker."""
        held: list[_Row] = []
        for index, row in enumerate(self.rows[begin:], begin):
            tail = tails.get(index)
            if tail is not None:
                last = row if tail.text >= 0 else held.pop()
                piece = last.cut(0, tail.text if tail.text >= 0 else len(last.line.text) + tail.text)
                yield _Turn(tail.speaker, _mend([*held, *([piece] if piece else [])], self.right))
                held = []
            elif self._heading(index, tailed=True):
                yield _Turn(None, _mend([*held, row], self.right))
                held = []
            elif not self._closes(index):
                held.append(row)
        if held:
            yield _Turn(None, _mend(held, self.right))


def _is_name(name: str) -> bool:
    return len(name) <= LONGEST_NAME and not _NO_NAME.match(squeeze(name))


@dataclass(slots=True)
class _Deliberation:
    """Follows which 諮問 is under discussion and hears what is decided."""

    meeting: Meeting
    words: _Words
    findings: Findings
    current: list[int] = field(default_factory=list)
    discussed: set[int] = field(default_factory=set)
    decided: dict[int, Decision] = field(default_factory=dict)
    switched: bool = False
    """The present speech turned to something else."""

    def follow(self, turns: Sequence[_Turn]) -> None:
        """Adds speeches, decisions and findings to the meeting."""
        speakers = [turn.speaker for turn in turns if turn.speaker is not None]
        chairs = {name for name in speakers if self._is_chair(name)} or set(speakers[:1])
        for index, turn in enumerate(turns):
            if turn.speaker is None:
                self._announce(turn.passage.text)
                continue
            before, known, self.switched = self.current, len(self.meeting.decisions), False
            order = len(self.meeting.speeches) + 1
            speech = Speech(order=order, speaker=turn.speaker, text=turn.passage.text, spans=turn.passage.spans())
            self.meeting.speeches.append(speech)
            for start, end in _sentences(speech.text):
                self._hear(turn, start, end, turns[index + 1 : index + 3], chairs)
            stays = not self.switched or len(self.meeting.decisions) > known
            speech.numbers = list(dict.fromkeys([*(before if stays else []), *self.current]))
            self.discussed.update(self.current)
        self._report_undecided()

    def _is_chair(self, name: str) -> bool:
        bare = re.sub(r"[（(].*", "", name)
        return bare.endswith(tuple(self.words.own.chairs)) and not re.search(r"副(?:会長|委員長|議長|座長)$", bare)

    def _announce(self, heading: str) -> None:
        """A heading between speeches."""
        numbers = self._named(heading)
        if numbers or _section(heading, self.words):
            self.current = numbers
            self.discussed.update(numbers)

    def _hear(self, turn: _Turn, start: int, end: int, after: Sequence[_Turn], chairs: set[str]) -> None:
        """One sentence."""
        text = turn.passage.text[start:end].replace("\n", "").strip()
        chair = turn.speaker in chairs
        verdict = _verdict(text) if chair else None
        if verdict is not None:
            result, rest = verdict
            asked = _ASKS.match(turn.passage.text, end)
            said = turn.passage.text[asked.end() if asked else end :]
            if not (asked or _QUESTION.search(text)) or _assented(said, after, chairs):
                self._decide(result, text, self._named(text[:rest]), turn.passage.spans(start, end))
            text = text[rest:]
        numbers = [number for number in self._named(text) if number in self._numbers() or not self._numbers()]
        if numbers and ((chair and _OPENING.search(text)) or _EXPLAINS.search(text)):
            together = self.switched and _TOGETHER.search(text)
            self.current = list(dict.fromkeys([*(self.current if together else []), *numbers]))
            self.switched = True
        elif chair and not numbers and _NO_NUMBER.search(text):
            self.current, self.switched = [], True

    def _numbers(self) -> set[int]:
        return {item.number for item in self.meeting.agenda if item.number is not None}

    def _named(self, text: str) -> list[int]:
        """The numbers that words name: as 諮問, as 第34号 where the agenda has it, or by an agenda title."""
        found = self.words.cited(text)
        if not found:
            bare = re.findall(rf"(?<![条項])第\s*({_N})\s*号(?!様式)", text)
            found = [
                number for digits in bare if (number := parse_number(digits)) in self._numbers() and number is not None
            ]
        if not found:
            key = squeeze(fold(text))
            items = [item for item in self.meeting.agenda if len(item.title) > 8 and squeeze(item.title) in key]
            found = [item.number for item in items if item.number is not None]
        return list(dict.fromkeys(found))

    def _decide(self, result: str, text: str, named: list[int], spans: list[Span]) -> None:
        wrong = self._misnamed(named)
        order = len(self.meeting.speeches)
        for number in wrong:
            why = "was decided before" if number in self.decided else "was not under discussion"
            under = ", ".join(map(str, self.current))
            message = f"the closing words name 諮問第{number}号, which {why}; under discussion: {under or 'none'}"
            self.findings.warn("decision_number_mismatch", message, spans, f"/meeting/speeches/{order - 1}")
        condition = _CONDITIONS.match(_BEFORE_CONDITION.sub("", text))
        conditions = re.split(r"(?<=こと)(?:、|と|及び|および|並びに)", condition[1]) if condition else []
        targets: list[int | None] = [*(named or self.current)]
        for target in targets or [None]:
            known = self.decided.get(target) if target is not None else None
            if target in wrong or (known is not None and (known.result == result or target not in self.current)):
                continue
            decision = Decision.model_validate(
                {
                    "number": target,
                    "result": result,
                    "conditions": conditions if result == "conditional" else [],
                    "text": text,
                    "speech": order,
                    "spans": spans,
                }
            )
            if known is not None:
                self.meeting.decisions.remove(known)
            self.meeting.decisions.append(decision)
            if target is not None:
                self.decided[target] = decision

    def _misnamed(self, named: Sequence[int]) -> list[int]:
        """Numbers that cannot be meant: not on the agenda; or done with, or yet to come, where one is left out that
        is under discussion. A summary at the end names what was decided and leaves nothing out."""
        agenda = self._numbers()
        left = [number for number in self.current if number not in named and number not in self.decided]
        strange = [number for number in named if number not in self.current]
        gone = [number for number in strange if number in self.decided or number not in self.discussed]
        return [number for number in strange if (agenda and number not in agenda) or (left and number in gone)]

    def _report_undecided(self) -> None:
        for index, item in enumerate(self.meeting.agenda):
            if self.meeting.speeches and item.number is not None and item.number not in self.decided:
                message = f"諮問第{item.number}号 is on the agenda, and no words decide it"
                self.findings.warn("agenda_without_decision", message, item.spans, f"/meeting/agenda/{index}")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; what is quoted is part of one."""
    start = depth = 0
    for k, char in enumerate(text):
        depth = 0 if char == "\n" else max(0, depth + (char in "「『") - (char in "」』"))
        turns = char == "\n" and _ENDED.search(text[start:k])
        if (char in "。？！?!" and not depth) or turns:
            if text[start : k + 1].strip():
                yield start, k + 1
            start = k + 1
    if text[start:].strip():
        yield start, len(text)


def _verdict(text: str) -> tuple[str, int] | None:
    """What a sentence decides, and where the deciding word ends. The last such word holds; a word about a decision
    made elsewhere or still to be made is none."""
    found = [match for match in _VERDICT.finditer(text) if not _IF.match(text, match.end())]
    found = [match for match in found if match.lastgroup in ("rejected", "continued") or _ACT.match(text, match.end())]
    if not found or _NO_ACT.search(text):
        return None
    result = found[-1].lastgroup or "other"
    if result in ("approved", "noted") and _CONDITION.search(text):
        result = "conditional"
    return result, found[-1].end()


def _assented(rest: str, after: Sequence[_Turn], chairs: set[str]) -> bool:
    """Whether a question put by the chair was agreed to: by word, or by the chair going on."""
    said = [rest] if rest.strip() else []
    for turn in after:
        if turn.speaker in chairs and not said:
            said.append(turn.passage.text)
        elif not said:
            return bool(_ASSENT.search(turn.passage.text[:40])) and not _DISSENT.search(turn.passage.text)
    return bool(said) and not _DISSENT.search(said[0]) and not _QUESTION.search(said[0].strip())


def _check_dates(meeting: Meeting, title: Sequence[_Row], findings: Findings) -> None:
    """The day in the title and the day named at the opening are the day of the head."""
    lines = [row.line for row in title]
    places = [(line.text, [line.span(0, len(line.text))]) for line in lines if not _OTHER_DAY.search(line.text)]
    for speech in meeting.speeches[:1]:
        places += [
            (speech.text[a:b], speech.spans[:1]) for a, b in _sentences(speech.text) if "開会" in speech.text[a:b]
        ]
    for text, spans in places:
        for found in find_dates(text):
            if meeting.date is not None and found.precision == "day" and found.first != meeting.date:
                message = f"the minutes are of {meeting.date}, and say {found.text}"
                findings.warn("conflicting_dates", message, spans, "/meeting/date")
