"""What a character is read as that lost its thin level strokes: 由 as 山, 令 as 合, 口 as い. Words about print only.

明朝 has level strokes a pixel thick at 200 dots an inch. In black and white those that lie between two rows of pixels
are missing, and upright ones are left. What is left is never more than was printed, so the way back is one.
"""

from __future__ import annotations

_PAIRS = (
    "合令 山由 川月 川用 川田 川口 川日 中申 中車 白自 日目 日田 口日 人入 間問 上土 上主 ド下 卜下 い口 い日 1口 1日 "
    "l口 こ二 こ三 に二 に五 ・一 ：二 ：三 ト十 卜十 ト上 1上 関園 関閲 行有 店居 竜童 統続 予子 王主 曹書 き書 町画 "
    "両画 息急 同回 个合 ム去 公会 片号 貝員 木本 士土 工王 日百 白百 千手 了子 川皿 ハ六 ー三 一二 二三 尸戸 十土 巾申"
)
WORN: dict[str, str] = {}
"""What is read, and what it may be."""
for _pair in _PAIRS.split():
    WORN[_pair[0]] = WORN.get(_pair[0], "") + _pair[1]
