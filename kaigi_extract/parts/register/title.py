"""Titles of register sheets (外部委託記録票), in one line. Reads no row."""

from __future__ import annotations

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_LONG_NAME = 6
"""Characters of a name that is a title by itself: 個人情報目録, but not 登録簿."""
DRAFT = late_pattern(r"[(〔【\[]案[)〕】\]]")
_TITLE = late_pattern(r"^(?!・)[\u3005\u3040-\u309f\u30a0-\u30ff\u3400-\u9fff]+$")
_AROUND_TITLE = late_pattern(
    r"^(?!・)[○●◎◇◆■□※]+|[(〔【\[](?:単票|一覧|様式|別紙\d*|記入例|第?\d+号様式)[)〕】\]]$"
    r"|(?<=[簿票録])の?一覧表?$"
)


def begins_register(line: AnyLine, common: Common, settings: RegisterSettings) -> bool:
    """Whether a line is the title of a register sheet: 外部委託記録票（案）, its characters spaced as they may be.

    Not a mention of one: in a sentence, in a list of attachments (・電算結合記録票).
    """
    return register_title(line, common, settings) is not None


def register_title(line: AnyLine, common: Common, settings: RegisterSettings) -> str | None:
    """The title in a line, without white space and （案）; None where it is none."""
    bare = _bare(line)
    if not bare.endswith(common.register_names) and not _is_of_several(bare, common):
        return None
    if len(text_key(line.text)) > settings.longest_title + 4 or not _TITLE.match(bare):
        return None
    named = any(_names_sheet(bare, name) for name in common.register_names) or _is_of_several(bare, common)
    return bare if named else None


def _is_of_several(title: str, common: Common) -> bool:
    """Whether a title ends as those of sheets may and names two or more deeds that sheets are about:
    本人外収集・目的外利用届出票."""
    if not title.endswith(common.register_endings):
        return False
    return sum(any(word in title for word in words) for words in common.register_deeds) > 1


def may_be_title(line: AnyLine, common: Common, settings: RegisterSettings) -> bool:
    """Whether a line may be the title of a register sheet, if the labels below it bear it out: 個人情報取扱事務目録."""
    bare = _bare(line)
    fits = len(bare) <= settings.longest_title and _TITLE.match(bare) is not None
    return fits and any(bare.endswith(word) and bare != word for word in common.register_endings)


def _bare(line: AnyLine) -> str:
    """A line without white space, （案） and what is set around a title."""
    text = text_key(line.text)
    return _AROUND_TITLE.sub("", DRAFT.sub("", text) if "案" in text else text).strip("「」『』【】〔〕<>《》")


def _names_sheet(title: str, name: str) -> bool:
    """Whether a title ends in the name of a kind of sheet and says more; a long name says enough by itself."""
    return title.endswith(name) and (title != name or len(name) >= _LONG_NAME)
