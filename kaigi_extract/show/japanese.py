"""Records in words, as every display of them has them: names of fields, bases, pages, a form field by field.

What a Japanese reader sees is Japanese here: the words of the documents themselves. Reads records, sets nothing.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from kaigi_extract.parts.low_confidence import DOUBTFUL
from kaigi_extract.records import (
    AgendaItem,
    Alignment,
    Case,
    Choice,
    Clause,
    ClauseSet,
    Decision,
    Document,
    Item,
    LegalBasis,
    Meeting,
    PageSpan,
    Period,
    Record,
    Source,
    Span,
)
from kaigi_extract.records.provenance import sets_of
from kaigi_extract.wards import bundled_wards

FIELDS = {
    "title": "件名",
    "department": "所管課",
    "business_name": "業務の名称",
    "counterparty": "相手方",
    "data_items": "情報項目",
    "media": "記録媒体",
    "reason": "理由",
    "content": "内容",
    "current_handling": "現行の方法",
    "periods": "時期",
    "ward_safeguards": "区が行う保護対策",
    "counterparty_safeguards": "相手方に行わせる保護対策",
    "attachments": "添付資料",
    "purpose": "目的",
    "subjects": "対象者",
    "description": "事業内容",
}
"""Of a canonical field, the words where no label is printed."""
CATEGORIES = {
    "outsourcing": "業務委託",
    "linkage": "電算結合",
    "secondary_use": "目的外利用",
    "external_provision": "外部提供",
    "indirect_collection": "本人外収集",
    "system_development": "システム開発",
    "electronic_record": "電子計算機への記録",
    "registration": "業務の登録",
    "notice": "本人通知",
    "sensitive_collection": "要配慮個人情報の収集",
    "impact_assessment": "特定個人情報保護評価",
    "camera": "カメラの設置",
    "other": "その他",
}
MAPPING_ORIGINS = {"given": "指定", "bundled": "付属", "own": "自作", "general": "一般の語彙"}
"""Whose words read a document."""
BASIS_KINDS = {"consultation": "諮問", "report": "報告"}
RESULTS = {
    "approved": "承認",
    "conditional": "条件付き承認",
    "noted": "了承",
    "continued": "継続審議",
    "rejected": "不承認",
    "other": "その他",
}
PARTY_WORDS = {"ward": "区", "counterparty": "相手方"}
SET_KINDS = {
    "special_terms": "特記事項",
    "specification": "仕様書",
    "statute": "例規",
    "policy": "方針",
    "agreement": "契約・協定",
    "other": "条項",
}
TOPIC_NAMES = {
    "general": "基本的事項",
    "purpose_of_terms": "特記事項の趣旨",
    "confidentiality": "秘密保持",
    "collection": "収集の制限",
    "direct_collection": "本人収集",
    "prohibited_collection": "収集禁止事項",
    "removal": "持出しの禁止",
    "purpose_limitation": "目的外利用の禁止",
    "third_party": "第三者提供の禁止",
    "safekeeping": "適正な管理",
    "security": "安全対策",
    "copying": "複写の禁止",
    "subcontracting": "再委託",
    "exchange": "授受・搬送",
    "return_disposal": "返還・廃棄",
    "personnel": "責任者・従事者",
    "training": "教育・周知",
    "reporting": "報告",
    "inspection": "検査・監査",
    "incident": "事故への対応",
    "publication": "公表",
    "damages": "損害賠償",
    "termination": "契約の解除",
    "compliance": "法令等の遵守",
    "interpretation": "疑義・定義",
    "other": "その他",
}
"""What a topic is called in Japanese."""
SECTION_KINDS = {
    "cover": "表紙",
    "outline": "概要",
    "form": "様式",
    "clause_set": "条項",
    "comparison": "新旧対照表",
    "register": "記録票",
    "minutes": "会議録",
    "agenda": "次第",
    "specification": "仕様書",
    "statute": "例規",
    "standard": "基準",
    "diagram": "図",
    "prose": "注記",
    "furniture": "柱・頁番号",
    "unknown": "本文",
}
"""What the parts of a document are called. Of what kind `unknown` is, nothing says: it is text."""
ORIGINS = {"embedded": "埋込み文字", "ocr": "文字認識", "text": "テキスト", "blank": "文字なし"}
SEVERITIES = {"error": "誤り", "warning": "注意", "info": "参考"}
"""The gravest first."""
GRAVE = ("error", "warning")
"""Severities that the head of a document names."""
REASONS = {
    "other heading": "見出しが異なる",
    "same text": "本文が同じ",
    "split": "条項の分割",
    "merged": "条項の統合",
    "the link is doubtful": "対応関係要確認",
    "differs in characters read with doubt": "読取りに疑いのある文字の相違",
}
"""Why two clauses are linked, by the words of `Link.reason`."""
REASON_BEGINNINGS = {"heading ": "見出し", "both tell of ": "共通の語："}
"""The same, before words of the documents."""
CHANGES = {
    "number": "番号",
    "heading": "見出し",
    "spelling": "表記",
    "references": "引用条項",
    "wording": "文言",
}
ROWS = {"same": "変更なし", "changed": "改正", "added": "新設", "removed": "削除"}
"""Of rows of a comparison of two versions."""
BOXES = {True: "☑", False: "☐", None: "？"}
"""A box that cannot be read is neither."""


def ward_name(ward: str | None) -> str | None:
    """練馬区; the id of a ward whose mapping did not come with the library."""
    return next((known.name for known in bundled_wards() if known.id == ward), ward)


def are_two_wards(sets: tuple[ClauseSet, ClauseSet]) -> bool:
    """Whether a comparison is of two wards, not of two versions. A set whose ward is not known may be of either."""
    return len({each.ward for each in sets if each.ward}) == 2


def side_words(sets: tuple[ClauseSet, ClauseSet] | None) -> tuple[str, str]:
    """What the sides of a comparison are called: 旧 and 新; two wards go by their names, for neither is the newer."""
    if sets is None or not are_two_wards(sets):
        return "旧", "新"
    return ward_name(sets[0].ward) or "", ward_name(sets[1].ward) or ""


def kind_words(sets: tuple[ClauseSet, ClauseSet] | None) -> dict[str, str]:
    """What the kinds of rows are called; of two wards nothing is new, one has it and the other not."""
    if sets is None or not are_two_wards(sets):
        return ROWS
    old, new = side_words(sets)
    return {"same": "同一", "changed": "相違", "added": f"{new}のみ", "removed": f"{old}のみ"}


def is_doubtful(confidence: float | None) -> bool:
    """Whether a value of this confidence (0 to 1) is reported as one that may be misread; None never is."""
    return confidence is not None and confidence < DOUBTFUL


def pages_of(spans: Iterable[Span]) -> str:
    """3, or 3–4, or 3, 7; of a text file, the lines: L12–14. Empty without a place."""
    held = list(spans)
    numbers = sorted({span.page if isinstance(span, PageSpan) else span.line for span in held})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    sign = "" if not held or isinstance(held[0], PageSpan) else "L"
    return ", ".join(f"{sign}{run[0]}" if len(run) == 1 else f"{sign}{run[0]}–{run[-1]}" for run in runs)


def reach_of(spans: Iterable[Span]) -> str:
    """The pages of something long; of a text file, from its first line to its last: not every line has words."""
    held = list(spans)
    lines = [span for span in held if not isinstance(span, PageSpan)]
    if not lines:
        return pages_of(held)
    first, last = min(span.line for span in lines), max(span.line for span in lines)
    return f"L{first}" if first == last else f"L{first}–{last}"


def findings_words(document: Document) -> str:
    """誤り 1、注意 5: how many of what is missing or doubtful."""
    counts: Counter[str] = Counter(found.severity for found in document.findings)
    return "、".join(f"{SEVERITIES[severity]} {counts[severity]}" for severity in GRAVE if counts[severity])


def basis_words(basis: LegalBasis) -> str:
    """諮問 練馬区個人情報保護条例 第13条第2項（業務委託）."""
    article = f"第{basis.article}条" + "".join(f"の{branch}" for branch in basis.branches)
    parts = [f"第{basis.paragraph}項" if basis.paragraph else "", f"第{basis.item}号" if basis.item else ""]
    words = [BASIS_KINDS[basis.kind] if basis.kind else "", basis.ordinance or "", article + "".join(parts)]
    return " ".join(filter(None, words)) + (f"（{basis.label}）" if basis.label else "")


def numbers_words(case: Case) -> str:
    """第31号、第32号."""
    return "、".join(f"第{number}号" for number in case.numbers)


def categories_words(case: Case) -> str:
    """業務委託、外部提供: all that it is of."""
    known = case.categories or ([case.category] if case.category else [])
    return "、".join(CATEGORIES[category] for category in known)


def decision_words(decision: Decision, basis: LegalBasis | None = None) -> str:
    """第31号 承認; where a case has several bases, which of them."""
    number = f"第{decision.number}号 " if decision.number is not None else ""
    on = f"{basis_words(basis)} " if basis is not None else ""
    return f"{number}{on}{RESULTS[decision.result]}"


def basis_of(decision: Decision, case: Case) -> LegalBasis | None:
    """The basis that a decision is on, where the case has several."""
    if decision.basis is None or len(case.bases) < 2 or decision.basis >= len(case.bases):
        return None
    return case.bases[decision.basis]


def meeting_words(meeting: Meeting) -> str:
    """第7期 第11回 2014-07-23 14:00～16:10."""
    times = "～".join(filter(None, (meeting.start, meeting.end)))
    words = [
        f"第{meeting.term}期" if meeting.term is not None else "",
        f"第{meeting.session}回" if meeting.session is not None else "",
        day_words(meeting.date),
        times,
    ]
    return " ".join(filter(None, words))


def sittings(document: Document) -> list[Meeting]:
    """Every meeting whose minutes a document holds."""
    return document.meetings or ([document.meeting] if document.meeting is not None else [])


def agenda_words(item: AgendaItem) -> str:
    """諮問第21号: what is printed before a title in the agenda."""
    kind = BASIS_KINDS.get(item.kind or "", item.kind or "")
    return kind + (f"第{item.number}号" if item.number is not None else "")


def day_words(day: datetime.date | None) -> str:
    """2014-07-23, or nothing."""
    return day.isoformat() if day else ""


def period_words(period: Period) -> str:
    """The days that are meant: 2014-10-01 ～. Empty where none was read."""
    if period.kind == "event":
        return day_words(period.start)
    end = day_words(period.end)
    return f"{day_words(period.start)} ～ {end}".strip() if period.start or period.end else ""


def choice_words(choice: Choice) -> str:
    """☑ 書面（写し）."""
    detail = f"（{choice.detail}）" if choice.detail else ""
    return f"{BOXES[choice.checked]} {choice.text.strip()}{detail}"


def counts_words(document: Document) -> str:
    """案件 5、条項集 1: how many of what a document holds; なし where it holds nothing."""
    held: dict[str, Sequence[Record]] = {
        "会議": sittings(document)[1:] and sittings(document),
        "案件": document.cases,
        "記録票": document.registers,
        "条項集": document.clause_sets,
        "本文の節": document.sections,
        "表": document.tables,
    }
    return "、".join(f"{name} {len(each)}" for name, each in held.items() if each) or "なし"


def file_name(source: Source) -> str:
    """The name without its folders."""
    return PurePath(source.path).name or source.path


def by_origin(source: Source) -> Iterator[tuple[str, int, float | None]]:
    """How the pages were read: the origin, how many, and how likely a character of them is right, on average."""
    for origin in ORIGINS:
        pages = [page for page in source.pages if page.text_origin == origin]
        sure = [page.confidence for page in pages if page.confidence is not None]
        if pages:
            yield origin, len(pages), sum(sure) / len(sure) if sure else None


def origin_words(source: Source) -> str:
    """12頁: 埋込み文字 10、文字認識 2（確度 0.98）."""
    parts = [
        f"{ORIGINS[origin]} {count}" + (f"（確度 {sure:.2f}）" if sure is not None else "")
        for origin, count, sure in by_origin(source)
    ]
    pages = f"{source.page_count}頁" if source.page_count else ""
    return "：".join(filter(None, (pages, "、".join(parts))))


def headings_of(alignment: Alignment) -> tuple[dict[int, str | None], dict[int, str | None]]:
    """Of the old and the new set, headings by number; nothing where the alignment does not know its sets."""
    sets = sets_of(alignment)
    if sets is None:
        return {}, {}
    old, new = ({clause.number: clause.heading for clause in each.clauses} for each in sets)
    return old, new


def document_title(document: Document) -> str:
    """What a document is called: its one case, its meeting, or its file."""
    if len(document.cases) == 1 and document.cases[0].title:
        return document.cases[0].title
    if document.meeting is not None and (words := meeting_words(document.meeting)):
        return f"{document.meeting.council or document.council or ''} {words}".strip()
    return file_name(document.source)


def reason_words(reason: str) -> str:
    """Why two clauses are linked, in Japanese: 見出し「秘密の保持」；共通の語「漏」「知得」."""
    return "；".join(_reason_part(part) for part in reason.split("; ") if part)


def _reason_part(part: str) -> str:
    for begins, words in REASON_BEGINNINGS.items():
        if part.startswith(begins):
            return words + part.removeprefix(begins)
    return REASONS.get(part, part)


def printed_lines(parent: Clause | Item, depth: int = 0, label: str = "") -> Iterator[tuple[int, str, str]]:
    """A clause line by line as printed: how deep, the label of an item, its words."""
    if parent.text or label:
        yield depth, label, parent.text
    for item in parent.items:
        yield from printed_lines(item, depth + 1, item.label)
