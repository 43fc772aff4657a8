"""Texts as words, by Sudachi with the dictionary that GiNZA brings. Touches no record; loads neither spaCy nor GiNZA.

The dictionary is opened once a process, when the first text is cut. Words are kept by text: the clauses of one ward say
the same year after year.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kaigi_extract.clauses.settings import DEFAULT_ALIGN
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text import fold, repair_characters, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import IDEOGRAPHS

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer  # type: ignore[import-untyped, unused-ignore]

SUDACHI_BYTES = 49_149
"""Bytes of UTF-8 that Sudachi takes at a time."""
CACHED_TEXTS = 4096
"""Texts whose words are kept: 40 versions of 100 clauses, some 50 MB where every clause is long."""

CACHED_WORDS = 65_536
"""Words that are kept, so that a text of few words in great number costs little: some 20 MB."""

_SENTENCE_OR_REST = late_pattern(r"[^。]*。|[^。]+")
_KATAKANA_WORD = late_pattern(r"[ァ-ヴー]+")
_NOT_IDEOGRAPHS = late_pattern(rf"[^{IDEOGRAPHS}]+")

AFFIXES = frozenset({"接頭辞", "接尾辞"})
PUNCTUATION = "補助記号"
"""Part of speech of punctuation and symbols."""
CITATION = "引用"
"""In the place of a part of speech: an article of a law, cited in so many words, as one."""
_CONTENT_SPEECH = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接頭辞", "接尾辞"})
_EMPTY_SPEECH = frozenset({"数詞", "助動詞語幹", "非自立可能", "副詞可能"})
"""The second or third word of Sudachi's parts of speech, of numbers, する, とき, ため: they say nothing of a duty."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, and what it is compared by."""

    surface: str
    key: str
    """Sudachi's normalised form, width folded: the same for 及び and および, 取扱い and 取り扱い."""
    reading: str
    """How it is read, in katakana; of punctuation, the character itself."""
    kanji: str
    """The ideographs of the key: with the reading, what is left of a word when its okurigana is not counted."""
    term: str
    """What it says of a duty: the ideographs of its key, or the key. Empty for particles, numbers, する."""
    speech: str
    """Sudachi's part of speech, the first of its six words."""
    targets: tuple[str, ...] = ()
    """Of a reference taken as one word (第1項から第14項まで): the keys of the clauses meant."""


def words(text: str, long_vowel: int = DEFAULT_ALIGN.long_vowel_characters) -> tuple[Word, ...]:
    """The words of one text; white space is none.

    `long_vowel` is the length of a katakana word, in characters, from which on its last ー does not count.
    """
    return _words(squeeze(repair_characters(text)), long_vowel)


def terms(run: Iterable[Word]) -> list[str]:
    """The terms of a run of words, in order. Prefixes and suffixes also count with their word: 再委託, 目的外."""
    found: list[str] = []
    before: Word | None = None
    for word in run:
        if word.term and before is not None and (before.speech == "接頭辞" or word.speech == "接尾辞"):
            found.append(before.term + word.term)
        if word.term and word.speech not in AFFIXES:
            found.append(word.term)
        before = word if word.term else None
    return found


def same_words(old: Iterable[Word], new: Iterable[Word]) -> bool:
    """Whether two runs say the same in other characters, wherever either is cut into words.

    That is so where the normalised forms are the same, or the ideographs and how they are read (持出し, 持ち出し), or
    where punctuation is all that differs.
    """
    one, other = ([word for word in run if word.speech != PUNCTUATION] for run in (old, new))
    if _joined(one, "key") == _joined(other, "key"):
        return True
    kanji = _joined(one, "kanji")
    return bool(kanji) and kanji == _joined(other, "kanji") and _joined(one, "reading") == _joined(other, "reading")


def _joined(run: Iterable[Word], name: str) -> str:
    return "".join(getattr(word, name) for word in run)


@functools.lru_cache(maxsize=CACHED_TEXTS)
def _words(text: str, long_vowel: int) -> tuple[Word, ...]:
    tokenizer = _tokenizer()
    return tuple(_word(morpheme, long_vowel) for piece in _pieces(text) for morpheme in tokenizer.tokenize(piece))


@functools.cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.B)


def _pieces(text: str) -> Iterator[str]:
    """The text cut at sentences where it is more than Sudachi takes; within a sentence only where it is too long."""
    if len(text.encode()) <= SUDACHI_BYTES:
        yield text
        return
    piece = ""
    for sentence in _SENTENCE_OR_REST.findall(text):
        for part in _hard_cut(sentence):
            if piece and len((piece + part).encode()) > SUDACHI_BYTES:
                yield piece
                piece = ""
            piece += part
    yield piece


def _hard_cut(sentence: str) -> Iterator[str]:
    size = len(sentence) if len(sentence.encode()) <= SUDACHI_BYTES else SUDACHI_BYTES // 4
    return (sentence[at : at + size] for at in range(0, len(sentence), size))


def _word(morpheme: Morpheme, long_vowel: int) -> Word:
    return _known_word(
        morpheme.surface(),
        morpheme.normalized_form(),
        morpheme.reading_form(),
        morpheme.part_of_speech(),
        long_vowel,
    )


@functools.lru_cache(maxsize=CACHED_WORDS)
def _known_word(surface: str, normalised: str, reading: str, speech: tuple[str, ...], long_vowel: int) -> Word:
    key = _key(normalised, long_vowel)
    kanji = _NOT_IDEOGRAPHS.sub("", key)
    has_content = speech[0] in _CONTENT_SPEECH and _EMPTY_SPEECH.isdisjoint(speech)
    return Word(
        surface=surface,
        key=key,
        reading=surface if speech[0] == PUNCTUATION else reading,
        kanji=kanji,
        term=(kanji or key) if has_content else "",
        speech=speech[0],
    )


def _key(normalised: str, long_vowel: int) -> str:
    """The normalised form, without the ー that ends a long katakana word (JIS Z 8301 leaves it out)."""
    key = fold(normalised).casefold()
    return key[:-1] if _ends_in_optional_vowel(key, long_vowel) else key


def _ends_in_optional_vowel(word: str, long_vowel: int) -> bool:
    return word.endswith("ー") and len(word) >= long_vowel and _KATAKANA_WORD.fullmatch(word) is not None
