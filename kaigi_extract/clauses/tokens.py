"""Texts as words, by Sudachi with the dictionary that GiNZA brings. Touches no record; loads neither spaCy nor GiNZA.

The dictionary is opened once a process, when the first text is cut. Words are kept by text: the clauses of one ward say
the same year after year.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaigi_extract.text import fold, mend, squeeze

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer  # type: ignore[import-untyped, unused-ignore]

LIMIT = 49_149
"""Bytes of UTF-8 that Sudachi takes at a time."""
CACHED = 4096
"""Texts whose words are kept: 40 versions of 100 clauses, some 50 MB where every clause is long."""
LONG_VOWEL = 4
"""Characters from which on a last ー is a matter of spelling (メモリー); shorter words it tells apart (ツアー)."""

_SENTENCE = re.compile(r"[^。]*。|[^。]+")
_KATAKANA = re.compile(rf"[ァ-ヴー]{{{LONG_VOWEL - 1},}}ー")
_NOT_KANJI = re.compile(r"[^一-鿿々〆]+")

AFFIXES = frozenset({"接頭辞", "接尾辞"})
MARK = "補助記号"
"""Part of speech of punctuation."""
_DUTY = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接頭辞", "接尾辞"})
_EMPTY = frozenset({"数詞", "助動詞語幹", "非自立可能", "副詞可能"})
"""Parts of speech, the second or third word of Sudachi's: numbers, する, とき, ため."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, and what it is compared by."""

    surface: str
    key: str
    """Sudachi's normalised form, width folded: the same for 及び and および, 取扱い and 取り扱い."""
    reading: str
    """Katakana; of marks, the mark itself."""
    kanji: str
    """The ideographs of the key: with the reading, what is left of a word when its okurigana is not counted."""
    term: str
    """What it tells of a duty: the ideographs of its key, or the key. Empty for particles, numbers, marks, する."""
    speech: str
    """Sudachi's part of speech, the first of its six words."""
    targets: tuple[int, ...] = ()
    """Of a reference taken as one word (第1項から第14項まで): the numbers of the clauses meant."""


def words(text: str) -> tuple[Word, ...]:
    """The words of one text; white space is none."""
    return _words(squeeze(mend(text)))


def terms(run: Iterable[Word]) -> list[str]:
    """What a run tells of a duty, in order. Prefixes and suffixes also count with their word: 再委託, 目的外."""
    told: list[str] = []
    before: Word | None = None
    for word in run:
        if word.term and before is not None and (before.speech == "接頭辞" or word.speech == "接尾辞"):
            told.append(before.term + word.term)
        if word.term and word.speech not in AFFIXES:
            told.append(word.term)
        before = word if word.term else None
    return told


def same_words(old: Iterable[Word], new: Iterable[Word]) -> bool:
    """Whether two runs say the same in other characters, wherever either is cut into words.

    That is so where the normalised forms are the same, or the ideographs and how they are read (持出し, 持ち出し), or
    where punctuation is all that differs.
    """
    one, other = ([word for word in run if word.speech != MARK] for run in (old, new))
    if _joined(one, "key") == _joined(other, "key"):
        return True
    kanji = _joined(one, "kanji")
    return bool(kanji) and kanji == _joined(other, "kanji") and _joined(one, "reading") == _joined(other, "reading")


def _joined(run: Iterable[Word], name: str) -> str:
    return "".join(getattr(word, name) for word in run)


@functools.lru_cache(maxsize=CACHED)
def _words(text: str) -> tuple[Word, ...]:
    tokenizer = _tokenizer()
    return tuple(_word(morpheme) for piece in _pieces(text) for morpheme in tokenizer.tokenize(piece))


@functools.cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.B)


def _pieces(text: str) -> Iterator[str]:
    """The text cut at sentences where it is more than Sudachi takes; within a sentence only where it is too long."""
    if len(text.encode()) <= LIMIT:
        yield text
        return
    piece = ""
    for sentence in _SENTENCE.findall(text):
        for part in _hard_cut(sentence):
            if piece and len((piece + part).encode()) > LIMIT:
                yield piece
                piece = ""
            piece += part
    yield piece


def _hard_cut(sentence: str) -> Iterator[str]:
    size = len(sentence) if len(sentence.encode()) <= LIMIT else LIMIT // 4
    return (sentence[at : at + size] for at in range(0, len(sentence), size))


def _word(morpheme: Morpheme) -> Word:
    surface, speech, key = morpheme.surface(), morpheme.part_of_speech(), _key(morpheme)
    kanji = _NOT_KANJI.sub("", key)
    tells = speech[0] in _DUTY and _EMPTY.isdisjoint(speech)
    return Word(
        surface=surface,
        key=key,
        reading=surface if speech[0] == MARK else morpheme.reading_form(),
        kanji=kanji,
        term=(kanji or key) if tells else "",
        speech=speech[0],
    )


def _key(morpheme: Morpheme) -> str:
    key = fold(morpheme.normalized_form()).casefold()
    return key[:-1] if _KATAKANA.fullmatch(key) else key
