"""What a line may be within or around a clause set, by its words alone: structure, annex, supplement, closing, day.

Grammar only: no place, no neighbour. Each function takes the text of one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kaigi_extract.parts.extent import Chapter
from kaigi_extract.text import (
    Label,
    find_dates,
    match_label,
    match_lone,
    parse_number,
    split_heading,
    squeeze,
    text_key,
)
from kaigi_extract.text.late_pattern import late_pattern

_NUMBER = r"(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})"
_CHAPTER = late_pattern(
    rf"\s*(第\s?{_NUMBER}\s?[編章節款目部](?:\s?の\s?{_NUMBER})*)(?:[\s　:：]+(\S.*)|([^\s、。にのをはがと].*)?)$"
)
_APART = late_pattern(r"\s[編章節款目部]")
_CHAPTER_RANGE = late_pattern(
    rf"[(（]\s*第\s?{_NUMBER}\s?条(?:の{_NUMBER})*(?:\s?[―－ー‐\-—–~～〜・、及び]+\s?第\s?{_NUMBER}\s?条(?:の{_NUMBER})*)*\s*[)）]$"
)
_LEADERS = late_pattern(
    r"(?:(?<![.．・･…‥·⋯─―])(?<![.．・･…‥·⋯─―]\s)(?:[.．・･…‥·⋯─―]\s?){3,}+\s*[-－(（]?\s*(?:[0-9０-９]{1,4}|[ivxⅰ-ⅻ]{1,5})\s*[-－)）]?"
    r"|(?<![.．・･…‥·⋯])(?<![.．・･…‥·⋯]\s)(?:[.．・･…‥·⋯]\s?){8,}+)$"
)
_ENTRY_ENDS = tuple("0123456789０１２３４５６７８９ivxⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ-－)）.．・･…‥·⋯─―")
"""What an entry of a table of contents ends in: the number of a page, a bracket, leaders."""
_PAGE_AT_END = late_pattern(r"(?<![\s　.．・…‥])[\s　.．・…‥]+(?:[-－]\s*)?[0-9０-９]{1,3}\s*[-－]?$")
_SUPPLEMENT = late_pattern(r"[(（【〔［\[]?[附付]則(?:抄)?(?:[(（].*[)）])?抄?[)）】〕］\]]?")
_ANNEX_MARK = rf"(?:第?{_NUMBER}号?(?:の{_NUMBER})*|[A-Za-zＡ-Ｚａ-ｚ]|[-－―]{_NUMBER})?"
_ANNEX = late_pattern(
    rf"[(（【〔［\[]?(?:"
    rf"(?:別表|別記様式|別記|別紙様式|別紙|別添|別図|様式|付表|附表|付図|附図|付録|附録|参考資料|参考図|参考|記入例|記載例|書式){_ANNEX_MARK}"
    rf"|第{_NUMBER}号様式(?:の{_NUMBER})*|第{_NUMBER}号書式)"
    r"[)）】〕］\]]?"
)
_RELATED = late_pattern(r"(?<!\s)\s*[(（][^()（）]*関係[)）]")
_SHOWN = late_pattern(r"[(（【〔［\[]?\s*[別付附参][\s　]*[表図]")
_PERHAPS_ANNEX = late_pattern(r"[(（【〔［\[]?\s*[別付附様第参記書]")
"""A test that costs little: how what heads an annex begins."""
_CLOSING = late_pattern(
    r"(?:この|本|以上の|上記の|前記の|右の)?(?:契約|協定|覚書|約定|合意|確認)?(?:書)?の?(?:締結|成立|合意|契約)?(?:の事実)?(?:を証する|の証)(?:ため|として|る)"
    r"|.{0,24}(?:[0-9０-９一二三四五六七八九]+\s?通を作成|証として|を証するため|記名押印|署名押印)"
)
_REASON = late_pattern(r"[(（【〔\[]?(?:提案|提出|議案提出)の?理由(?:[)）】〕\]:：]|$|(?=[一-鿿ァ-ヶ]))")
_PARTY = late_pattern(
    r"(?:[甲乙丙丁]|委託者|受託者|発注者|受注者|委託元|委託先|貸主|借主|売主|買主|住所|所在地|氏名|名称|商号|代表者(?:氏名)?|職氏名)"
    r"(?:[\s　:：(（].*)?$"
)
_NAME = late_pattern(
    r".*(?:[印㊞]|代表取締役.*|(?:市|区|町|村|都|県|府|道)?(?:長|知事)[\s　]*\S{1,4}[\s　]*\S{0,5}|理事長.*)\s*[)）]?$"
)
_GIVEN = late_pattern(r"(?:提出|議決|可決|公布|制定|決裁|原案可決)$")
_BLANK_DAY = late_pattern(r"(?:明治|大正|昭和|平成|令和)?[\s　○〇◯*＊_]*年[\s　○〇◯*＊_]*月[\s　○〇◯*＊_]*日$")
_ISSUED = late_pattern(
    r".{0,16}(?:条例|規則|規程|告示|訓令|訓令甲|法律|政令|省令|要綱|要領|達|通達|議決|公告)"
    rf"第?[\s　]*{_NUMBER}[\s　]*号.{{0,12}}"
)
_UNITS = "編部章節款目"
_PAGE_MARK = late_pattern(r"[-－―‐–—]\s*[0-9０-９]{1,3}\s*[-－―‐–—]")
_TAIL_MARKS = late_pattern(r"以\s*上|以下余白|[（(〜～…]{0,3}以下[略省].{0,6}")
_OMITTED = late_pattern(
    r"[（(〔［\[〜～…・]{0,3}\s*(?:中?略|以下略|前略|後略|省略|抄)\s*[)）〕］\]〜～…・]{0,3}|[〜～：:…・･‥⋮︙\s]*[〜～：:…・･‥⋮︙]\s*|[（(][^()（）]{0,12}(?:略|省略)[)）]"
)
_OMISSION_ENDS = tuple("略抄除)）〕］]〜～：:…・･‥⋮︙")
"""What a line that says so ends in."""
_SEVERAL_LEFT_OUT = late_pattern(
    rf"\s*第\s?({_NUMBER})\s?条(?:の{_NUMBER})*\s*(?:から|及び|および|、|[～〜~―－–-])\s*第\s?({_NUMBER})\s?条(?:の{_NUMBER})*\s*(?:まで)?"
    r"\s*(?:は、?)?[(（〔［\[]?\s*(?:削除|中?略|省略)\s*[)）〕］\]]?\s*"
)

_AMENDED = late_pattern(
    rf"[(（](?:明治?|大正?|昭和?|平成?|令和?)\s?(?:{_NUMBER}|元)年?[^\s0-9０-９一二三四五六七八九十百()（）。、]{{1,12}}第?{_NUMBER}号?"
    r"(?:[)）]|[・、,，][^()（）。]*[)）])"
)
LONGEST_NOTE = 12
"""Lines over which a note of amendments goes, at most."""

_TOLD = late_pattern(r"(?:です|ます|ません|ました|でした|でしょう|ましょう)(?:か|ね|よ)?[。！!？?]")
_ASKED = late_pattern(r"(?:ください|下さい|願います|お願い(?:し|いたし|致し)ます)[。、（(]")
_AGREED = late_pattern(
    r"(?:締結|契約|約定|合意|協定|確認|誓約|制定)(?:する|した|します)(?:もの(?:とする|です))?。$"
    r"|(?:取り交わす|定める)。$"
)
_EXTRACT = late_pattern(
    r"[(（【〔［\[](?:[^()（）]{0,60}の?抜粋|抄|抄録|関係(?:条文|部分)(?:抜粋)?)[)）】〕］\]]$|抜粋$|[(（]抄[)）]"
)


def chapter_of(text: str) -> Chapter | None:
    """編, 章, 節, 款 with its title; None for a reference (第２章の規定) or a sentence."""
    match = _CHAPTER.match(text) if text.lstrip().startswith("第") else None
    if match is None or len(text) > 50 or text.rstrip().endswith(("。", "、")):
        return None
    if match[3] and _APART.search(match[1]) is not None:
        return None  # 第１　目的 is no 第１目
    title = (match[2] or match[3] or "").strip()
    if title.startswith(("から", "まで", "及び", "又は", "中", "関係")):
        return None
    return Chapter(squeeze(match[1]), title)


def level(label: str) -> int:
    """How high a chapter is: 編 above 部, 章, 節, 款, 目; a head without a number is below all of them."""
    unit = next((char for char in label if char in _UNITS), None)
    return _UNITS.index(unit) if unit is not None else len(_UNITS)


def is_contents_entry(text: str) -> bool:
    """An entry of a table of contents by itself: leaders to a page, or the articles that a chapter holds."""
    stripped = text.strip()
    if not stripped.endswith(_ENTRY_ENDS):
        return False
    if _LEADERS.search(stripped) and not stripped.endswith("。"):
        return True
    return _CHAPTER_RANGE.search(stripped) is not None and (
        chapter_of(stripped) is not None or squeeze(stripped).startswith(("前文", "附則", "付則"))
    )


def is_contents_title(text: str) -> bool:
    """目次, in whatever spacing and brackets."""
    return not _OF_CONTENTS.isdisjoint(text) and text_key(text).strip("()【】[]〔〕<>") in _CONTENTS


_CONTENTS = ("目次", "もくじ", "目録", "CONTENTS")
_OF_CONTENTS = frozenset("目もCＣ")
"""Characters that begin such a title."""


def entry_words(text: str) -> str:
    """What an entry of a table of contents is compared by: without leaders, page and range."""
    bare = _CHAPTER_RANGE.sub("", _LEADERS.sub("", text.strip()))
    return text_key(_PAGE_AT_END.sub("", bare))


def is_supplement(text: str) -> bool:
    """附則 or 付則 as a heading by itself."""
    return _SUPPLEMENT.fullmatch(squeeze(text)) is not None


def is_annex(text: str) -> bool:
    """Whether a line heads what is annexed: 別表, 別記様式（第５条関係）, 様式第１号, 参考　…; not 別表のとおり."""
    rest = _behind_mark(text)
    return rest is not None and (not rest or rest[0].isspace() or rest[0] in "(（【〔［[「:：・" or _ends_in_page(text))


def annex_title(text: str) -> str:
    """What follows on the mark of an annex on its line: 個人情報取扱特記事項 of 別記　個人情報取扱特記事項; empty where
    nothing does, or where it is a table or a figure (別表１　手数料), which is no text of its own."""
    rest = _behind_mark(text) if is_annex(text) and _SHOWN.match(text.strip()) is None else None
    return _RELATED.sub("", rest, count=1).strip(" 　:：・)）】〕］]") if rest else ""


def _ends_in_page(text: str) -> bool:
    return _LEADERS.search(text.strip()) is not None


def _behind_mark(text: str) -> str | None:
    """What is behind the mark that a line begins with of what is annexed; None where it begins with none."""
    stripped = text.strip()
    if _PERHAPS_ANNEX.match(stripped) is None or len(stripped) > 60 or stripped.endswith("、") or "。" in stripped:
        return None
    spaced = re.sub(r"(?<=[別様付附参])[\s　]+(?=[表記紙添図式録考])", "", stripped)
    compact = re.sub(r"[\s　]*(?=第?[0-9０-９一二三四五六七八九十])", "", spaced, count=1)
    match = _ANNEX.match(compact)
    return compact[match.end() :] if match is not None else None


def is_closing(text: str) -> bool:
    """The sentence that closes a contract: …を証するため、本書２通を作成し."""
    return _CLOSING.match(squeeze(text)) is not None


def is_reason(text: str) -> bool:
    """The heading of why a bill is brought: 提案理由, （提出の理由）, with the reason behind it or below."""
    return _REASON.match(squeeze(text)) is not None


def is_day(text: str) -> bool:
    """A line that is nothing but a day, also one left blank, or a day on which something was brought or enacted."""
    compact = text_key(text).strip("()")
    if _BLANK_DAY.match(_GIVEN.sub("", compact)):
        return True
    dates = find_dates(compact)
    if len(dates) != 1 or dates[0].start > 1:
        return False
    rest = compact[dates[0].end :]
    return not rest or _GIVEN.fullmatch(rest) is not None


def is_signature(text: str) -> bool:
    """A line of a signature: a party with its name, a seal."""
    stripped = text.strip()
    if len(stripped) > 50 or stripped.endswith(("。", "、")):
        return False
    return _PARTY.match(stripped) is not None or _NAME.match(stripped) is not None


def is_issue_line(text: str) -> bool:
    """The number under which a text was issued: 規則第三十一号, 平成２８年南国市条例第２３号."""
    compact = text_key(text).strip("()")
    return len(compact) <= 40 and _ISSUED.fullmatch(compact) is not None


def is_tail_mark(text: str) -> bool:
    """以上 and the like: nothing of a set comes after it."""
    return _TAIL_MARKS.fullmatch(squeeze(text)) is not None


def is_page_mark(text: str) -> bool:
    """The number of a page between dashes, that stayed in the flow: －１－."""
    return _PAGE_MARK.fullmatch(text.strip()) is not None


def is_omission(text: str) -> bool:
    """（略）, 中略, （第５条～第９条略）: what an extract leaves out."""
    stripped = text.strip()
    return stripped.endswith(_OMISSION_ENDS) and (_OMITTED.fullmatch(stripped) is not None or bool(left_out(text)))


def left_out(text: str) -> range:
    """The numbers of the articles that a line says are repealed or left out: 第３条及び第４条　削除."""
    match = _SEVERAL_LEFT_OUT.fullmatch(text) if "条" in text else None
    first, last = (parse_number(match[1]), parse_number(match[2])) if match is not None else (None, None)
    return range(first, last + 1) if first is not None and last is not None else range(0)


def amendment_note(texts: Sequence[str]) -> int:
    """How many of some lines, the first of which opens a bracket, are a note of what amended an article, as statutes
    print it below each: （平１２規則６４・平１３規則５２・一部改正）. 0 where they are none."""
    joined = ""
    for count, text in enumerate(texts[:LONGEST_NOTE], 1):
        joined += text.strip()
        if joined.endswith((")", "）")):
            return count if _AMENDED.fullmatch(joined) else 0
    return 0


def is_told(texts: Sequence[str]) -> bool:
    """Whether lines tell somebody something (…です。, …しました。), and ask for nothing (…してください。)."""
    return any(map(_TOLD.search, texts)) and not any(map(_ASKED.search, texts))


def is_preamble_end(text: str) -> bool:
    """Whether a line ends the sentence above the clauses of an agreement: …次のとおり協定を締結する。"""
    return _AGREED.search(squeeze(text)) is not None


def is_record_mark(text: str) -> bool:
    """記, which parts a letter or agreement from what it lists."""
    return squeeze(text) == "記"


def is_extract(title: str) -> bool:
    """Whether a title says that parts of a text are left out: …規則（抄）, …契約書【抜粋】."""
    return _EXTRACT.search(squeeze(title)) is not None


def label_of(text: str) -> Label | None:
    """The label of a line, also one that is alone on it."""
    return match_label(text) or match_lone(text)


def article_behind_heading(text: str) -> Label | None:
    """The label of an article behind its heading on one line: （業務）第１条　…."""
    heading, rest = split_heading(text)
    label = match_label(rest) if heading is not None and text.lstrip()[:1] in "（(【" else None
    if label is None or label.style != "dai_jo":
        return None
    shift = len(text) - len(rest)
    return replace(label, start=label.start + shift, end=label.end + shift)


def heading_after(text: str, label: Label) -> str | None:
    """The heading in brackets right behind a label."""
    heading, rest = split_heading(text[label.end :].strip())
    return heading if not rest else None
