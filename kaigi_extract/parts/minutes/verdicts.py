"""The words that decide: 承認, 継続審議, 適当と認める, and under which conditions. Strings only.

A word about a decision made elsewhere, or still to be made, decides nothing.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from kaigi_extract.parts.minutes.lines import NUMERAL
from kaigi_extract.text import squeeze
from kaigi_extract.text.late_pattern import late_pattern

_RESULTS = {
    "rejected": r"不採択(?:と(?:決|し[、ま])|と?すべき(?:もの|である))"
    rf"|不承認(?!\s*[:：]?\s*{NUMERAL}\s*[名人票])|否決|却下(?!の?(?:決定|処分))"
    r"|承認(?:し|でき|いたしかね)(?:ない(?!とい)|ません)"
    r"|認め(?:られ)?(?:ない|ません)(?:こと|もの|と[しい])"
    r"|不適当(?:と認め|である|と(?:し|す[るべ]))|適当(?:で|と)は?(?:ない|ありません|認められ(?:ない|ません))",
    "continued": r"継続(?:審議|審査|扱い|と[しすいさ]|して(?:審議|審査|検討|協議))|(?:審議|審査|検討)を継続|保留[とに]"
    r"|次回.{0,6}(?:持ち越|再度|改めて|引き続き)",
    "approved": r"(?<![不未])(?<!一括)承認(?!基準|申請|済|後|事項|書|者|番号|権|の(?:可否|有無|ため|手続|対象))|可決"
    r"|(?<!不)採択(?:と(?:決|し[、ま])|と?すべき(?:もの|である))|答申書?(?:案|[(（]案[)）])?を(?:決定|確定)|案で、?答申"
    r"|許可(?:す(?:る|べき)|相当(?:と認め)?)?(?:こと|もの)?[にと]決(?:定|し)"
    r"|(?:原案|諮問|答申案|事務局案)の?(?:どおり|通り|とおり)[にで]?(?:決定?|認め?|認定|答申|許可|同意|と[いしすさ])"
    r"|(?<!不)(?<!のが)[適妥]当(?:と認め|である|なもの|と(?=す[るべ]|し(?:ま[すし]|た)))"
    r"|答申案[^。]{0,12}(?:を|が)(?:決定|確定)|(?<!不)適切(?:であ?る?と認め|なもの)"
    r"|(?:条件|意見)を?[附付](?:し|け|き)て?で?、?(?:これを)?認め|原案を可(?=と(?:する|し|決))"
    r"|差し?支え[はが]?ない(?:もの)?(?=旨|と(?:する|認|判断|し(?:ま|た)))|支障[はが]?な[いし](?:もの)?(?=と(?:する|認|判断|し(?:ま|た)))",
    "noted": r"(?<![終完修満議])了(?=と(?:する|し(?:ま|た)|いた))|報告を了(?=し(?:た。|ま|、))"
    r"|了解(?=と(?:する|し(?:ま|た))|され)"
    r"|了承(?!くだ|下さ|願|のほど|の程|をお?願)|報告.{0,6}(?:承り|承った|うけたまわ)"
    r"|報告の?(?:どおり|とおり)[受承]",
}
_VERDICT = late_pattern("|".join(f"(?P<{result}>{words})" for result, words in _RESULTS.items()))
_NO_ACT = late_pattern(r"前回|先般|以前|過去|昨年|一昨年|先ほど|先程|既に|すでに|これまで")
_IF = late_pattern(r".{0,9}(?:れば(?!と[思存])|たら|場合|必要|まで[のはに]|際に|た後|てから|ための|かどうか)")
_ACT = late_pattern(
    r"\s*(?:と|する|すべきもの|し|いた|され|で|に|を(?:いただ|頂|お願)|の(?:こと|取)|ただ|頂|[。、・）)」】〕］\]]|[(（][附付]帯|$"
    r"|る?旨(?:の|を|で)?、?(?:答申|回答|意見)|て(?:よろし|異議|ござい)|(?:られ)?(?:ま[すし]|る(?:こと[とに]|もの|[。と])))"
)
_CONDITION = late_pattern(
    r"条件(?:を[附付つ]|付き?|として|に|で)|[附付]帯意見(?:を[附付つ]|として|あり)|意見を[附付](?:し|け)て"
)
_CONDITIONS = late_pattern(r"^(.*(?:こと|旨))(?:を|との|という|の)(?:条件|[附付]帯意見)")
_IN_BRACKETS = late_pattern(r"(?<=承認|可決|適当|答申|了承)[(（]([^()（）]*こと)[)）]$")
"""条件付き承認（保存期間を短くすること）."""
_BEFORE_CONDITION = late_pattern(r"^(?:(?:それでは|では|よって|採決の結果)、?)?(?:諮問[^。]*?号[^。、]*?は、?)?")
QUESTION = late_pattern(r"(?:か|いかが|(?:挙手|起立)(?:を(?:求め|お?願い?)|(?:を)?お?願)[^。、]{0,8})[。？?]?$")
"""Ends of what the chair asks: …に御異議ありませんか, …に賛成の方の挙手を求めます."""
Result = Literal["approved", "conditional", "noted", "continued", "rejected", "other"]


def verdict_of(text: str) -> tuple[str, int] | None:
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


def conditions_of(text: str) -> list[str]:
    """What a sentence makes the condition of what it decides."""
    condition = _CONDITIONS.match(_BEFORE_CONDITION.sub("", text)) or _IN_BRACKETS.search(text)
    return re.split(r"(?<=こと)(?:、|と|及び|および|並びに)", condition[1]) if condition else []


def without_condition(text: str) -> str:
    """What decides without what is in brackets behind it: 条件付き承認（保存期間を短くすること）."""
    return _IN_BRACKETS.sub("", text)


def printed_verdict(text: str) -> Result:
    """What a table says came of a matter: 承認, 条件付き承認; "other" where its words decide nothing that is known."""
    words = squeeze(without_condition(text)).rstrip("。")
    found = verdict_of(f"{words}。")
    return cast("Result", found[0]) if found is not None else "other"


def goes_on_with(text: str) -> tuple[str, int] | None:
    """What the last words of a sentence put off, whatever it says before of another day: …、次回に審議を継続する."""
    verdict = verdict_of(text.rsplit("、", 1)[-1])
    return verdict if verdict is not None and verdict[0] == "continued" else None
