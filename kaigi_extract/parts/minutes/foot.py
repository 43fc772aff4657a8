"""What begins the foot of a web page: 関連リンク, このページに関する…; and that of minutes: who signs them, what was
handed out. Lines and the words of minutes only."""

from __future__ import annotations

from kaigi_extract.parts.minutes.head_labels import head_label, is_far
from kaigi_extract.parts.minutes.lines import MinutesRow, MinutesVocabulary, lead
from kaigi_extract.text import fold, match_label
from kaigi_extract.text.late_pattern import late_pattern


def begins_foot(text: str, words: MinutesVocabulary) -> bool:
    """Whether a line begins the foot of a web page: with a phrase of such feet, or a word that stands by itself."""
    if len(text) > words.settings.longest_title:
        return False
    bare = fold(text[lead(text) :]).split() or [""]
    key = "".join(bare)
    if not key.startswith(words.feet):
        return False
    for word in words.feet:
        if key.startswith(word) and (len(word) > _FOOT_WORD or word in (key, bare[0]) or _APART.match(key, len(word))):
            return True
    return False


def ends_record(row: MinutesRow, words: MinutesVocabulary) -> bool:
    """Whether a line below the last speech begins what minutes end with: a row like those of their head, or the words
    above the names of those who sign."""
    text = row.line.text.strip()
    if _SIGNED.search(text) is not None or _MADE.match(text) is not None:
        return True
    label = head_label(row, words)
    if label is None or label.name not in ("materials", "speeches", "observers") or row.cell is not None:
        return False
    before, value = row.line.text[: label.start], row.line.text[label.start or 0 :].strip()
    far = label.start is not None and is_far(row.line, len(before.rstrip()), label.start)
    in_columns = far or match_label(row.line.text) is not None
    told = value.endswith("。") and not (in_columns and label.printed.endswith("結果"))
    return bool(value) and (in_columns or before.rstrip().endswith((":", "："))) and not told


_SIGNED = late_pattern(
    r"(?:会議|議事|経過|顛末|てん末|内容|記録|会議録|議事録|上記|以上)\S{0,60}(?:証する|証明する|確認する)ため(?:[^。]{0,24}(?:署名|記名|押印)|[^。]{0,12}$)"
    r"|^\s*[^。]{0,12}(?:規則|規程|条例|要綱)[^。]{0,20}(?:規定|定め)\S{0,8}により[^。]{0,16}署名(?:する|します|いたします)"
)
"""Words above the names of those who sign: 会議の経過を記載し、…証するため署名する."""
_MADE = late_pattern(
    r"(?:この)?(?:会議録|議事録|議事要旨|会議記録)(?:の)?(?:調製|作成|署名|確認)(?:者|人|委員|年月日|日)?(?:氏名)?[\s:：]"
)
"""Who made the minutes, and when: 会議録の作成年月日：…"""
_FOOT_WORD = 8
"""Characters up to which what begins a foot may begin a sentence, too: 添付資料."""
_APART = late_pattern(r"[:)\]】〕>＞》(]")
