"""What shows that words are said, and are no list of names. Knows strings only."""

from __future__ import annotations

import re

from kaigi_extract.text.late_pattern import late_pattern

_SAYS = late_pattern(
    r"(?:[－―》〉≫＞？?]|(?<!ほ)か|説明[）)\]］～〜]?"
    r"|(?:を|により|に基づき|に基づいて|について)\S{0,6}(?:報告|紹介|確認|朗読|依頼|宣言)[）)\]］]?)$"
)
"""How words end that are a remark though no full stop is among them: －…説明－, 《資料による説明》."""


def is_remark(text: str) -> bool:
    """Whether a line is a remark, and not the name of a group of people or of one that ends so: ≪県≫, 入江　まどか."""
    return _SAYS.search(text) is not None and not (_GROUP_NAME.fullmatch(text) or _GIVEN_NAME.fullmatch(text))


_GROUP_NAME = late_pattern(r"[《≪〈<＜【\[［][^。説]{1,8}[》≫〉>＞】\]］]")


_GIVEN_NAME = late_pattern(r"[一-鿿々]{1,4}\s+[ぁ-ん]{2,4}")


def is_prose(text: str) -> bool:
    """Whether words are running text and no list of names: long, and a fifth of it kana."""
    return len(text) >= _PROSE and len(re.findall("[ぁ-ん]", text)) >= len(text) / 5


RESULT_HEADING = late_pattern(
    r"\s*(?:[【〔［\[<＜《≪〈]\s*(?:審議|審査|会議|協議|議決|採決|討議|調査審議)?の?(?:結果|結論)\s*[】〕］\]>＞》≫〉]"
    r"|[○〇◯●◎■□◆◇▼▽▲△★☆・→⇒]?\s*(?:審議|審査|会議|協議|議決|採決|討議|調査審議)の?結果\s*(?:[:：]|$)"
    r"|(?:[ア-ン]|[(（]?[0-9０-９]{1,2}[)）]?)[\s.．、]+(?:審議|審査|会議|協議|議決|採決)?の?(?:結果|結論)\s*(?![ぁ-ん、，])"
    r"|[→⇒]\s*(?:審議|審査|協議|議決|採決)の結果[、,])[\s:：]*"
)
"""What stands before what came of a matter, below what was said of it: 【審議結果】, 審議結果：."""
_PROSE = 20
"""Characters from which on words are long enough to tell."""
