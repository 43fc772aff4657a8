"""What the words of a title say of the clause set below it."""

from __future__ import annotations

from kaigi_extract.parts.settings import TitleSettings
from kaigi_extract.parts.titles import bare_title, is_sentence
from kaigi_extract.records import ClauseSetKind
from kaigi_extract.text import fold, match_label, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_USE_AT_END = late_pattern(r"[【(\[〔][^【】()\[\]〔〕]*[】)\]〕]$")
_BULLET = late_pattern(r"^([○◯〇●◎◇◆])(?!\1)")


def clause_set_kind(title: str, common: Common, settings: TitleSettings) -> ClauseSetKind | None:
    """The kind of clause set that a title announces; None where it is no such title."""
    whole = _BULLET.sub("", squeeze(fold(title)))
    text = bare_title(whole) or whole
    if not text or len(text) > settings.longest or is_sentence(text) or match_label(text):
        return None
    for bare in (_USE_AT_END.sub("", text), text):  # …特記事項（委託用）; …法（抄）
        if bare.endswith(common.clause_set_titles):
            return next(kind for ending, kind in common.clause_set_endings if bare.endswith(ending))
    return None


def is_description(title: str, common: Common) -> bool:
    """Whether a title announces a text that only describes something: …の概要, …について（用語説明）."""
    whole = squeeze(fold(title))
    used = _USE_AT_END.search(whole)
    endings = tuple(common.descriptions)
    return _USE_AT_END.sub("", whole).endswith(endings) or (used is not None and used[0][1:-1].endswith(endings))
