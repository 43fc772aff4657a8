"""How offices, professions and bodies are called in lists of people, and what tells something and names nobody.

Patterns, and what several of them answer together; `people` decides by them who somebody is.
"""

from __future__ import annotations

from kaigi_extract.parts.minutes.lines import NUMERAL
from kaigi_extract.text.late_pattern import late_pattern

OF_OFFICE = late_pattern(r"(?:[部課係局室]長|次長|主査|主任|主事|参事|補佐|主幹|技師|担当|[課係室局])$")
"""How offices of an administration end; what stands in brackets behind a name may also be a profession."""
BODY_OVER = late_pattern(r"\S{2,}(?:[局部]|支所|委員会|本部|事務局|関係)$")
"""How ends what heads those who belong to it, in brackets on a line of its own: （こども未来局）."""
TOLD = late_pattern(r"\s*[※＊*].*(?:を|により|につき|ため|こと|としては)")
"""A remark below names that is nobody: ※…により，定足数を満たす."""
SENTENCE = late_pattern(r"[をがはにと][^。]{0,200}[たるすいん]。|(?:について|を踏まえ|に基づき|ので)、")
"""What tells something, and lists nobody."""
CALLED_BELOW = late_pattern(r"[(（]以下[、，,]?\s*「?[^()（）]{1,14}[)）]")
"""（以下，西村課長）: what somebody is called below."""
HOLDS_BOTH = late_pattern(r"[(（]兼[)）]")
"""副主幹（兼）事業係長."""
TORN_OFFICE = late_pattern(r"[^\s、，,()（）]{2,}[部局課室][^\s、，,()（）]{2,8}")
"""What may be the first line of an office with its department that is on two: 企画財政部情報公開."""
DEPARTMENT = late_pattern(r"[課係室]\s*$")
"""How a department ends that stands in brackets before its people."""
OF_ADMINISTRATION = late_pattern(r"[一-鿿ぁ-んァ-ヶ]{1,6}(?:[都道府県市区町村]|([省庁]))")
"""What stands over officials where the members stand above: 【川北市】, （環境省）."""
OF_BE = late_pattern(r"(\S|曽我|長谷|日下)\|\1部会長\S*")
"""服部会長: a family name that ends as a section is called, in a council that is none."""
BODY_BEFORE = late_pattern(r"\S{2,12}?[省庁局部課室都道府県市区町村]\s*[:：]\s*(?=\S)")
"""環境省：水・大気環境局長."""
REPRESENTED = late_pattern(
    r"\S{3}(?:会|組合|連合|法人|機構|センター|クラブ|団|団体|公社|市民|区民|町民|村民|住民|都民|県民)$"
)
"""How ends what a member stands for, and no name."""
WHOLE_NAME = late_pattern(r"[一-鿿々ぁ-んァ-ヶー]{3,6}(?<!委員)")
"""A family name and a given name written as one."""
STANDS_FOR = late_pattern(r"(?:代表|役員|社長|理事|代行|学長)$")
"""How ends what somebody is elsewhere, beside offices and professions."""
ELSEWHERE = late_pattern(r"会社|大学|法人|協会|組合|連合|協議会|研究所|病院|学校|[(（](?:株|有|特活|一社|公社)")
"""What an administration itself is not called: an office there is what a member is elsewhere."""
OF_LAW = late_pattern(
    rf"(?:[^()\s]{{0,24}}(?:法|条例|規則|規程|要綱|要領))?(?:第{NUMERAL}条(?:の{NUMERAL})?)?(?:第{NUMERAL}項)?第?{NUMERAL}号"
    r"(?:に規定する|に掲げる|に該当する|該当|の)?(?:委員|議員)(?:\([^()]*\))?"
)
"""条例第３条第１号委員: the provision that those below it are members by."""
COUNTED_GROUPS = late_pattern(rf"(?:\s*\S{{2,14}}(?:委員|議員|職員)\s*[(（]\s*計?{NUMERAL}\s*[名人]\s*[)）]){{2,}}\s*")
"""農業委員（12名）　推進委員（12名）: the heads of two columns of names."""
MORE_OF_ONE = late_pattern(
    r"(?=\S{5})(?:\S*(?:士|医師|教授|講師|研究員|記者|家|役員|理事|[会社館所官監]長|センター長|官|代表|編集委員)|\S*(?:大学|新聞|会社|法人|協会)\S*)"
)
"""What somebody is besides, behind what he is: …大学教授、獨協大学特任教授."""
NESTED = late_pattern(r"([(（][^()（）]*)[(（][^()（）]*[)）]([^()（）]*[)）])")
"""（総括役（管理担当））: brackets within brackets."""
DOTTED_NAME = late_pattern(
    r"(?<=[長査任事幹佐])[・･·](?![^\s、，,・･·()（）]{1,6}(?:長|主[査任事幹]|補佐|職員|ほか|外|他))"
    r"(?=[^\s、，,・･·()（）]{2,6}(?:[、，,\s]|$))"
)
"""主幹・村山善博: a dot between an office and the name behind it."""
REMARK_OF_OFFICE = late_pattern(r"(\S{2,}?)[(（][^()（）]{1,12}[)）](?=[^\s()（）])")
"""What is in brackets between an office and the name behind it."""
OFFICER = late_pattern(r"(?:(?:[部課係局室館所]長|次長)(?:補佐|心得)?|主査|主任|主事|主幹)$")
"""How the office of one person ends."""
OF_DEPARTMENT = late_pattern(
    r"(?:\S{2,}|同)(?:(?:[部課係局室館所]長|次長)(?:補佐|心得)?|主査|主任|主事|主幹|書記|[部課係局室]?(?:職員|係員|課員)|[部課係局室])$"
)
"""An office with its department, or the department, of somebody else than the office before it: 総務部長　総務課長."""
OFFICES_OF_ONE = frozenset({"書記", "担当書記", "速記者"})
"""Labels of rows of the head that are the office of who is named in them."""
PRESIDES = ("議長", "副議長")
"""Who presides over an assembly, and is no member of its committee where he is on a list of others."""
PEOPLE_OF = ("職員", "係員", "課員")
"""How ends what stands for several people of a department."""
PROFESSION = late_pattern(
    r"(?:[計理務築定書]士|弁護士|医師|保健師|看護師|教授|講師|研究員|教諭|記者|作家|評論家|ジャーナリスト|アナウンサー|カウンセラー"
    r"|コンサルタント|プランナー|デザイナー|ライター)$"
)
"""What does not make an official of whom it stands before."""


def is_elsewhere(what: str) -> bool:
    """Whether this is a profession, or what somebody is at a body that is no administration."""
    return any(one.search(what) is not None for one in (PROFESSION, ELSEWHERE, STANDS_FOR))
