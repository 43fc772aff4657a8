"""The headings of an answer: what a council concludes, why, what it adds, and how it came to that. Reads no line."""

from __future__ import annotations

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.label import LabelStyle
from kaigi_extract.text.late_pattern import late_pattern

_COUNCIL = r"(?:(?:本|当)?(?:審議会|審査会|委員会)の)?"
_CONCLUSION = late_pattern(
    rf"^{_COUNCIL}(?:結論|主文|意見|答申|答申の?主文|答申内容|審議結果|審議の結果|答申の内容|審査結果|審査の結果|(?:点検|検討|評価)の?結果)(?:について)?$"
)
_OPINION = late_pattern(rf"^{_COUNCIL}意見$")
_JUDGEMENT = late_pattern(rf"^{_COUNCIL}(?:判断|考え方)(?:について)?$")
_REASONS = late_pattern(
    rf"^{_COUNCIL}(?:理由|判断の?理由|結論の?理由|答申の?理由|意見の?理由|主文の?理由|(?:判断|結論|主文|答申)(?:に至った|に至る|を導いた|とした)理由|審議の理由|判断及びその?理由|判断とその?理由)$"
)
_CONDITIONS = late_pattern(
    rf"^{_COUNCIL}(?:(?:[付附]帯|補足|個別)意見|[付附]帯(?:条件|事項|決議)|[付附]言|留意(?:事項|点)|(?:要望|申し?添え)(?:事項|する?事項)?|意見の[付附]記)(?:等|について)?$"
    r"|^(?:なお|また)[、,]?(?:次|以下|下記)の(?:とおり)?(?:[付附]帯)?(?:意見|条件|要望)(?:を|が)[^。]{0,12}。?$"
)
_COURSE = late_pattern(
    r"^[^。]{0,24}?(?:(?:審査請求|異議申立て?|不服申立て?|請求|諮問|処分|審議|審査|調査審議|処理)(?:人の主張)?(?:に至る|の)?(?:経緯|経過|趣旨|理由|内容|概要|対象)"
    r"|(?:主張|説明|弁明|理由説明|意見陳述)(?:の)?(?:要旨|内容|概要|要約)?)(?:及び[^。]{1,12}|等|について)?$"
)
_AROUND = "()[]【】〔〕<>《》「」■□●○◆◇・"


def heading_text(line: AnyLine) -> tuple[str, LabelStyle | None]:
    """A line as headings are compared, without its number and its brackets, and how it is numbered."""
    label = match_label(line.text)
    text = bare_heading(line.text[label.end :] if label is not None else line.text)
    return text, label.style if label is not None else None


def bare_heading(text: str) -> str:
    """A heading as it is compared: without white space and the brackets around it."""
    return squeeze(fold(text)).strip(_AROUND)


def is_conclusion(text: str) -> bool:
    """Whether it heads what a council holds: 審査会の結論."""
    return _CONCLUSION.match(text) is not None


def is_opinion(text: str) -> bool:
    """Whether it heads what a council thinks besides, where another heading is above what it holds: 意見."""
    return _OPINION.match(text) is not None


def is_judgement(text: str) -> bool:
    """Whether it heads what a council thinks: 審査会の判断; its conclusion where nothing else is, else its reasons."""
    return _JUDGEMENT.match(text) is not None


def is_reasons(text: str) -> bool:
    """Whether it heads why a council holds what it does: 判断の理由."""
    return _REASONS.match(text) is not None


def is_conditions(text: str) -> bool:
    """Whether it heads what a council adds to its conclusion: 付帯意見."""
    return _CONDITIONS.match(text) is not None


def is_course(text: str) -> bool:
    """Whether it heads what went before: 審査請求の経緯, 実施機関の説明の要旨."""
    return _COURSE.match(text) is not None


def is_heading_of_answer(text: str) -> bool:
    """Whether it heads anything in an answer."""
    return is_conclusion(text) or is_judgement(text) or is_reasons(text) or is_conditions(text) or is_course(text)
