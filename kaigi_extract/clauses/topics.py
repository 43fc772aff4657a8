"""What clauses are about: topic ids of records.md, predicted by the spaCy pipeline of models/clause_topics.

Importing this file loads spaCy, and the first call loads the pipeline: other modules import it inside the functions
that need topics. The pipeline's tokenizer is defined here, since it must be known wherever the pipeline is loaded or
trained: a change to it asks for `python models/clause_topics/train.py`. Touches records and the model's folder only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import spacy
from spacy.lang.ja import try_sudachi_import
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from kaigi_extract.clauses.annotators import model_folder
from kaigi_extract.clauses.answers import ClauseTopic
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.topic_ids import UNSPECIFIC_TOPICS
from kaigi_extract.clauses.topic_texts import paragraph_texts, topic_texts
from kaigi_extract.records import ClauseSet
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.patterns import KANJI

HEADING_WEIGHT = 2
"""How many times a heading's words count, as a body repeats the word of its topic. The pipeline is trained so."""
MOST_CHARACTERS = 2000
"""Characters of a clause that are read: enough for its topic, and far below the bytes that Sudachi takes at a time."""

_TOPIC_SPEECH = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
"""Sudachi's parts of speech that carry meaning."""
_IN_EVERY_TOPIC = frozenset(
    {
        *("為る", "有る", "成る", "当たる", "因る", "依る", "於く", "置く", "無い"),
        *("事", "物", "時", "場合", "等", "第", "項", "条", "号", "此れ", "其れ", "此の", "其の", "又"),
    }
)
"""Normalised forms that clauses of every topic have."""
_PARTY = late_pattern(
    r"(?P<principal>甲|委託者|発注者|注文者|委託元)|(?P<contractor>乙|受託(?:事業|業)?者|受注者|請負者)"
)
_BRACKETED_WORDS = late_pattern(r"\([^()]*\)")
_KANJI_CHARACTER = late_pattern(f"[{KANJI}]")
_BREAK = "¶"


class ClauseWords(DummyTokenizer):
    """Cuts a clause, its heading parted from its body by a line break, into the words that say what it is about.

    They are Sudachi's normalised forms in its finest split, without particles, endings, numbers and punctuation. Each
    party goes by one name, what is in brackets is left out of the body, and the heading counts HEADING_WEIGHT times.
    The ideographs of the words follow by themselves: what is 転写 or 写し has to do with 複写.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.sudachi: Any = try_sudachi_import("A")  # type: ignore[no-untyped-call]

    def __reduce__(self) -> tuple[type[ClauseWords], tuple[Vocab]]:
        return ClauseWords, (self.vocab,)

    def __call__(self, text: str) -> Doc:
        heading, _, body = (fold(part) for part in text[:MOST_CHARACTERS].partition("\n"))
        words = [*self._words(heading), _BREAK] * HEADING_WEIGHT + self._words(_BRACKETED_WORDS.sub("", body))
        return Doc(self.vocab, words=words)

    def _words(self, text: str) -> list[str]:
        named = _PARTY.sub(lambda found: "甲" if found["principal"] else "乙", text)
        words = [word.normalized_form() for word in self.sudachi.tokenize(named) if _has_topic(word)]
        return [
            *words,
            _BREAK,
            *(character for word in words if len(word) > 1 for character in _KANJI_CHARACTER.findall(word)),
        ]


def _has_topic(word: Any) -> bool:
    speech = word.part_of_speech()
    return speech[0] in _TOPIC_SPEECH and speech[1] != "数詞" and word.normalized_form() not in _IN_EVERY_TOPIC


@registry.tokenizers("kaigi_extract.clause_words.v1")  # type: ignore[untyped-decorator]
def _clause_words() -> Callable[[Language], ClauseWords]:
    """How the pipeline's config names the tokenizer."""
    return lambda nlp: ClauseWords(nlp.vocab)


def topics_by_set(clause_sets: Sequence[ClauseSet], settings: AlignSettings = DEFAULT_ALIGN) -> list[list[list[str]]]:
    """For each set, the topics of each clause, the most probable first and at least one; then what its numbered
    paragraphs add.

    All sets go through the pipeline at once.
    """
    texts = [text for one in clause_sets for text in topic_texts(one.clauses, settings)]
    paragraphs = [paragraph_texts(clause) for one in clause_sets for clause in one.clauses]
    found = iter(clause_topics(list(zip(texts, paragraphs, strict=True)), settings))
    return [[[each.topic for each in next(found)] for _ in one.clauses] for one in clause_sets]


def clause_topics(
    asked: Sequence[tuple[str, Sequence[str]]], settings: AlignSettings = DEFAULT_ALIGN
) -> list[list[ClauseTopic]]:
    """The topics of clauses, each given as what the pipeline reads of it and of the paragraphs that it numbers."""
    cats = topic_probabilities(text for one, more in asked for text in (one, *more))
    return [list(_topics(cats[one], [cats[text] for text in more], settings)) for one, more in asked]


def _topics(
    cats: dict[str, float], paragraphs: Sequence[dict[str, float]], settings: AlignSettings
) -> Iterator[ClauseTopic]:
    """The topics of the clause, then those that paragraphs add: they are probable enough of a text without a heading,
    and say something."""
    seen = set()
    for topic in probable(cats, settings.topic_probability):
        seen.add(topic)
        is_probable = cats[topic] >= settings.topic_probability
        yield ClauseTopic(topic, cats[topic], "clause" if is_probable else "nearest")
    least = settings.paragraph_probability
    for one in paragraphs:
        for topic in probable(one, least):
            if one[topic] >= least and topic not in UNSPECIFIC_TOPICS and topic not in seen:
                seen.add(topic)
                yield ClauseTopic(topic, one[topic], "paragraph")


def topics_of(texts: Iterable[str], settings: AlignSettings = DEFAULT_ALIGN) -> list[list[str]]:
    """The topics of texts, each a heading, a body, or both with a line break between them."""
    every = list(texts)
    cats = topic_probabilities(every)
    return [probable(cats[text], settings.topic_probability) for text in every]


def topic_probabilities(texts: Iterable[str]) -> dict[str, dict[str, float]]:
    """The probability of each topic, by text; each distinct one is read once."""
    distinct = list(dict.fromkeys(texts))
    docs = zip(distinct, _pipeline().pipe(distinct), strict=True) if distinct else ()
    return {text: doc.cats for text, doc in docs}


def probable(cats: dict[str, float], least: float = DEFAULT_ALIGN.topic_probability) -> list[str]:
    """The topics that a clause is given, by the probability of each: all from `least` on, or else the most probable."""
    ranked = sorted(cats, key=lambda topic: (-cats[topic], topic))
    return [topic for topic in ranked if cats[topic] >= least] or ranked[:1]


@functools.cache
def _pipeline() -> Language:
    return spacy.load(model_folder() / "pipeline")
