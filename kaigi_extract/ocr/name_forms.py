"""The forms of name characters on a line: 高 becomes 髙 where its ink says so, and is doubtful where ink does not tell.

Asked only of characters that have other forms, and not within a usual word (高齢, 福祉), which is printed in the usual
form. Chooses among the forms of one character; `glyph_forms` weighs the ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kaigi_extract.ocr.character_settings import NameFormSettings
from kaigi_extract.ocr.glyph_forms import GlyphForms
from kaigi_extract.ocr.line_crops import LineCrop, column_darkness
from kaigi_extract.ocr.ngrams import Ngrams, as_read
from kaigi_extract.ocr.page_image import Grey
from kaigi_extract.ocr.positions import parting
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR, PositionSettings


def with_forms(
    characters: list[Character],
    crop: LineCrop,
    forms: GlyphForms,
    ngrams: Ngrams | None,
    settings: NameFormSettings = DEFAULT_OCR.name_forms,
    positions: PositionSettings = DEFAULT_OCR.positions,
) -> list[Character]:
    """The characters of a line, each that has several forms in the one that is printed."""
    asked = [k for k, character in enumerate(characters) if _in_group(character, forms, settings)]
    if not asked or crop.characters:
        return characters
    found = list(characters)
    for k in asked:
        if ngrams is None or not _in_word(characters, k, ngrams, settings):
            found[k] = _formed(characters, k, crop, forms, settings, positions)
    return found


def _in_group(character: Character, forms: GlyphForms, settings: NameFormSettings) -> str | None:
    """What was read of a character that has forms: itself, or where the engine was at a loss what else it may be."""
    if character.text in forms.group_of:
        return character.text
    if character.sure < settings.at_a_loss:
        return next((text for text, _ in character.others if text in forms.group_of), None)
    return None


def _in_word(characters: Sequence[Character], k: int, ngrams: Ngrams, settings: NameFormSettings) -> bool:
    """Whether a character and a neighbour are often printed together."""
    char = as_read(characters[k].text)
    before = as_read(characters[k - 1].text) if k else ""
    after = as_read(characters[k + 1].text) if k + 1 < len(characters) else ""
    chances = [ngrams.chance(before, char)] if before else []
    chances += [ngrams.chance(char, after)] if len(after) == 1 and _is_kanji(after) else []
    return any(chance >= settings.usual_word for chance in chances) and all(map(_is_kanji, char))


def _formed(
    characters: Sequence[Character],
    k: int,
    crop: LineCrop,
    forms: GlyphForms,
    settings: NameFormSettings,
    positions: PositionSettings,
) -> Character:
    """A character in the form that its ink and the engine together make likeliest."""
    character = characters[k]
    read = _in_group(character, forms, settings) or character.text
    chances = forms.chances(read, _cut(characters, k, crop, positions))
    if not chances:
        return replace(character, sure=min(character.sure, settings.unseen_form))
    share = (1 - settings.as_read) / max(len(chances) - 1, 1)
    weighed = {form: chance * (settings.as_read if form == read else share) for form, chance in chances.items()}
    best = max(weighed, key=lambda form: weighed[form])
    likely = weighed[best] / sum(weighed.values())
    known = character.sure + sum(sure for text, sure in character.others if text in chances)
    if character.text not in chances:
        known = settings.unseen_form
    trusted = read != character.text or character.sure >= settings.trusted_reading
    if best != read and (likely < settings.another_form or not trusted):
        best, likely = read, weighed[read] / sum(weighed.values())
    others = tuple((form, weight) for form, weight in weighed.items() if form != best)
    return replace(character, text=best, sure=min(known, likely, 1.0), others=others)


def _cut(characters: Sequence[Character], k: int, crop: LineCrop, positions: PositionSettings) -> Grey:
    """The picture of one character of a line."""
    dark = column_darkness(crop) > positions.column_ink
    bounds = [0, *(parting(dark, a.at, b.at) for a, b in pairwise(characters[max(k - 1, 0) : k + 2])), len(dark)]
    left, right = (bounds[1], bounds[2]) if k else (bounds[0], bounds[1])
    reach, at = positions.ink_reach * crop.grey.shape[0], characters[k].at
    return crop.grey[:, max(left, round(at - reach), 0) : min(right, round(at + reach)) + 1]


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "々"
