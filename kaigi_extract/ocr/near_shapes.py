"""Characters that worn print makes one of the other (日 and 目), read as what no word around them has: never sure.

An engine may be sure of 日 where a copy lost one stroke of 目. What n-grams find far more likely there is not put in
its place, since no look at the page gave it: the character is doubted, and a person sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaigi_extract.ocr.character_settings import ReweighSettings
from kaigi_extract.ocr.ngrams import ORDER, Ngrams, as_read
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR

_GROUPS = (
    "日目白自 大太犬 未末 土士 人入 石右 問間 千干于 侍待 下ド 貝具 天夫失矢 牛午 住往 侯候 陪倍 徴微 遣遺 縁緑 網綱 "
    "延廷 因困囚 鳥烏 幣弊 技枝 拾捨 官宮 遂逐 巨臣 貸賃 準准 名各 甲申由 氏民 己已 季委 材村 牲性 墳噴 暦歴 複復 憎増 "
    "粉紛 隠穏 撤徹 堀掘 抗坑 検険 積績 成戌 折析 刊刑 旅施 冶治 拓招 抽油 快決 深探 続読 斤斥 王玉 水氷 木本 休体 鳴嗚"
)
NEAR: dict[str, str] = {
    char: "".join(other for other in group if other != char) for group in _GROUPS.split() for char in group
}
"""A character, and those that differ from it by a stroke or by where one is."""


def doubt_near_shapes(
    characters: Sequence[Character], ngrams: Ngrams, settings: ReweighSettings = DEFAULT_OCR.reweigh
) -> list[Character]:
    """The characters of a line; those doubted in whose place n-grams find one of nearly the same shape far more
    likely."""
    texts = [as_read(character.text) for character in characters]
    doubted = list(characters)
    for k, character in enumerate(characters):
        if character.text not in NEAR or character.sure <= settings.near_shape_confidence:
            continue
        before, after = texts[max(k - ORDER + 1, 0) : k], texts[k + 1 : k + ORDER]
        if not before and not after:
            continue
        read = _weight(before, texts[k], after, ngrams, settings)
        other = max(_weight(before, char, after, ngrams, settings) for char in NEAR[character.text])
        if other - read >= settings.near_shape_gain:
            doubted[k] = replace(character, sure=settings.near_shape_confidence)
    return doubted


def _weight(before: Sequence[str], char: str, after: Sequence[str], ngrams: Ngrams, settings: ReweighSettings) -> float:
    """The logarithm of how likely a character is between others, and these behind it."""
    context, weight = "".join(before), 0.0
    for text in (char, *after):
        for one in text:
            weight += max(ngrams.chance(context[-(ORDER - 1) :], one), settings.least_ngram)
            context += one
    return weight
