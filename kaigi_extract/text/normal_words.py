"""Words of a label in Sudachi's normal forms: 手だて, 手立て and てだて are one word.

Opens the dictionary at the first use, once a process; reads nothing else.
"""

from __future__ import annotations

import functools
from threading import Lock
from typing import TYPE_CHECKING

from kaigi_extract.text.width import fold, squeeze

if TYPE_CHECKING:
    from sudachipy import Tokenizer  # type: ignore[import-untyped, unused-ignore]

_ONE_AT_A_TIME = Lock()
"""Sudachi's tokenizer refuses a second thread, and so do the words that it gave, which belong to it."""
_REMEMBERED = 4096
"""Texts whose words are kept: the forms of one body say the same year after year."""
LONGEST_WORDED = 2000
"""Characters of a text whose words are looked at: no label has a tenth of that, and Sudachi refuses 16,000."""
_EMPTY = frozenset({"助詞", "助動詞", "補助記号", "空白", "連体詞"})
"""Parts of speech that say nothing by themselves."""
_EMPTY_VERBS = frozenset({"為る", "有る", "居る", "成る", "出来る", "因る", "仕舞う", "貰う", "下さる", "頂く"})


@functools.lru_cache(maxsize=_REMEMBERED)
def normal_words(text: str) -> tuple[str, ...]:
    """The normal forms of the words of a short text that say something, in the order printed; without particles,
    punctuation and verbs such as する. White space and width do not count. A text that is far too long for a label has
    none."""
    if len(text) > LONGEST_WORDED:
        return ()
    with _ONE_AT_A_TIME:
        words = [(one.part_of_speech()[0], one.normalized_form()) for one in _tokenizer().tokenize(squeeze(fold(text)))]
    return tuple(word for speech, word in words if speech not in _EMPTY and word not in _EMPTY_VERBS)


@functools.cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.B)
