"""How words of an archive are spelt: 申込, 申込み and 申し込み are one word, and who looks for one finds the others.

Sudachi gives the normal form of each word of the text; a spelling is a printed word whose normal form is another.
Opens Sudachi's dictionary at the first use; the parts of the list are written while an archive is built.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer  # type: ignore[import-untyped, unused-ignore]

SPELLINGS = "spellings"
"""Folder for the parts of the list, while an archive is built."""
SPELLINGS_OF_A_WORD = 24
"""Spellings of what somebody looks for that are tried, at most: words of several parts have the product of theirs."""
LONGEST = 4000
"""Characters that are taken apart at a time: Sudachi takes 49,149 bytes, and councils write no such sentences."""

_SENTENCE_END = late_pattern(r"(?<=[。！？])")
_WITH_MEANING = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
"""Parts of speech that have spellings; particles and endings have none that anybody looks for."""
_TELLING = late_pattern(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffffァ-ヿA-Za-z]|.{3}")
"""Short words in hiragana are too many things at once (かた: 方, 肩, 型)."""


class Spellings:
    """The spellings in texts, as they are met. What was met once is not taken apart again."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self.found: set[tuple[str, str]] = set()
        """Normal form and printed word, where the two differ."""

    def add(self, text: str) -> None:
        """Adds those of a text."""
        for sentence in _SENTENCE_END.split(_plain(text)):
            if hash(sentence) not in self._met:
                self._met.add(hash(sentence))
                self.found |= {
                    (normal, printed)
                    for printed, normal, one in _words(sentence)
                    if printed != normal and _is_telling(one)
                }

    def write(self, folder: Path, name: str) -> None:
        """Writes them as one part of the list: a line each, both parted by a tab."""
        (folder / SPELLINGS).mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{normal}\t{word}\n" for normal, word in sorted(self.found))
        (folder / SPELLINGS / f"{name}.tsv").write_text(lines, encoding="utf-8")


def written_spellings(folder: Path) -> Iterator[tuple[str, str]]:
    """Normal form and printed word from all parts of the list."""
    for path in sorted((folder / SPELLINGS).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            normal, _, word = line.partition("\t")
            yield normal, word


def spellings_of(word: str, known: Callable[[str], Iterable[str]]) -> list[str]:
    """How what somebody looks for may be printed: itself first. `known` gives the spellings of a normal form."""
    parts = [
        list(dict.fromkeys([printed, normal, *known(normal)])) if _is_telling(one) else [printed]
        for printed, normal, one in _words(_plain(word))
    ]
    several = ("".join(chosen) for chosen in itertools.product(*parts))
    return list(dict.fromkeys([word, *itertools.islice(several, SPELLINGS_OF_A_WORD)]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", squeeze(fold(text)))


def _words(text: str) -> Iterator[tuple[str, str, Morpheme]]:
    """The words of a text: as printed, in the normal form, and as Sudachi has them."""
    for at in range(0, len(text), LONGEST):
        for one in _tokenizer().tokenize(text[at : at + LONGEST]):
            printed, normal = one.surface(), one.normalized_form()
            yield printed, normal if printed == normal else "".join(normal.split()), one


def _is_telling(one: Morpheme) -> bool:
    """Whether a word has spellings that somebody may look for."""
    printed = one.surface()
    return len(printed) > 1 and one.part_of_speech()[0] in _WITH_MEANING and _TELLING.search(printed) is not None


@functools.cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.A)
