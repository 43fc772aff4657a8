"""Sentences for people in English and Japanese: the one catalogue of findings, reasons, errors and help.

A sentence is an English template with named parameters; its Japanese is in the gettext catalogue
`locale/ja/LC_MESSAGES/kaigi_extract.po` (compiled beside it), so that a translator needs no Python. Ground floor:
imports nothing of ours, and reads the catalogue at the first sentence that is asked for in another language.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
import re
import string
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

Language = Literal["en", "ja"]
DOMAIN = "kaigi_extract"
LOCALES = Path(__file__).parent / "locale"
LEAST_WORDS = 8
"""Letters that a template has beside its parameters, at least, to be known again in a stored sentence."""
LEAST_WORDS_WITHIN = 4
"""The same for what is a parameter of a sentence itself, such as `clause 13`, where the rest of it is no English."""


class Message(str):
    """A sentence: the English text, and beside it the `template` and the `parameters` that it is made from.

    It is a `str`, and whoever does not ask for a language has the English. Parameters may be messages themselves.
    """

    template: str
    parameters: Mapping[str, Any]

    def __new__(cls, template: str, /, **parameters: Any) -> Self:
        """Fills the template; one without parameters is taken as it is, braces included."""
        self = super().__new__(cls, template.format(**parameters) if parameters else template)
        self.template, self.parameters = template, parameters
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Messages travel between processes, within errors and reasons."""
        return functools.partial(type(self), self.template, **self.parameters), ()

    def into(self, language: Language) -> str:
        """The sentence in a language; in English where the catalogue has no other."""
        if language == "en":
            return str(self)
        return _filled(_translated(self.template, language), self.parameters, language)

    @classmethod
    def joined(cls, between: str, parts: Sequence[str]) -> Self:
        """Several sentences as one; `between` is what is put between them, the same in every language."""
        names = [f"part{number}" for number in range(len(parts))]
        return cls(between.join(f"{{{name}}}" for name in names), **dict(zip(names, parts, strict=True)))


def stored_parameters(text: str) -> dict[str, str | int | float]:
    """The parameters of a message as a record keeps them: numbers as they are, all else as text."""
    parameters = text.parameters if isinstance(text, Message) else {}
    return {name: one if isinstance(one, (int, float)) else str(one) for name, one in sorted(parameters.items())}


def in_language(text: str, language: Language, parameters: Mapping[str, Any] | None = None) -> str:
    """A text in a language, as far as the catalogue knows it; else the text itself.

    A `Message` knows what it is made from. Of a stored sentence only the English is left, and at best its `parameters`:
    its template is the one of the catalogue that makes this very sentence of them, or that reads as it does.
    """
    if language == "en" or not text:
        return str(text)
    if isinstance(text, Message):
        return text.into(language)
    known = _catalogue(language).gettext(text)
    if known != text:
        return known
    for template in _by_names(language).get(frozenset(parameters), ()) if parameters else ():
        if _makes(template, parameters or {}, text):
            return _filled(_translated(template, language), parameters or {}, language)
    return _read_back(text, language)


def names_of(template: str) -> frozenset[str]:
    """The names of the parameters of a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def _filled(template: str, parameters: Mapping[str, Any], language: Language) -> str:
    if not parameters:
        return template
    return template.format(**{name: _within(one, language) for name, one in parameters.items()})


def _within(parameter: Any, language: Language) -> Any:
    """A parameter of a sentence in a language. It may be a message itself, of which a record keeps the English."""
    if not isinstance(parameter, str):
        return parameter
    said = in_language(parameter, language)
    if said == parameter and not isinstance(parameter, Message):
        return _read_back(parameter, language, within=True)
    return said


def _makes(template: str, parameters: Mapping[str, Any], text: str) -> bool:
    try:
        return template.format(**parameters) == text
    except ValueError:  # a template of other values, such as a number where this is a word
        return False


@functools.lru_cache(maxsize=4096)
def _read_back(text: str, language: Language, within: bool = False) -> str:
    """A sentence of which nothing but its English was stored: what its parameters were is read from it."""
    for template, pattern in _by_patterns(language, within):
        if found := pattern.fullmatch(text):
            said = {name: _within(value, language) for name, value in found.groupdict().items()}
            return "".join(
                words + (said[name] if name else "")
                for words, name, _, _ in string.Formatter().parse(_translated(template, language))
            )
    return text


def _translated(template: str, language: Language) -> str:
    return _catalogue(language).gettext(template)


@functools.cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)


@functools.cache
def _by_names(language: Language) -> dict[frozenset[str], list[str]]:
    """The templates of the catalogue by the names of their parameters."""
    found: dict[frozenset[str], list[str]] = {}
    for template in _templates(language):
        found.setdefault(names_of(template), []).append(template)
    return found


@functools.cache
def _by_patterns(language: Language, within: bool = False) -> list[tuple[str, re.Pattern[str]]]:
    """The templates that have words enough to be known by them, the most words first, of as many the one that says more
    beside them, each with what it reads as."""
    least = LEAST_WORDS_WITHIN if within else LEAST_WORDS
    known = [(template, _pattern(template, "[^A-Za-z]" if within else ".")) for template in _templates(language)]
    return [(template, pattern) for template, (words, pattern) in sorted(known, key=_words) if words >= least]


def _words(known: tuple[str, tuple[int, re.Pattern[str]]]) -> tuple[int, int]:
    words, pattern = known[1]
    return -words, -len(pattern.pattern)


def _pattern(template: str, of: str) -> tuple[int, re.Pattern[str]]:
    """How many letters a template has, and what it reads as, where each parameter is of one kind of characters."""
    pattern, words, seen = "", 0, set()
    for literal, name, _, _ in string.Formatter().parse(template):
        pattern += re.escape(literal)
        words += sum(map(str.isalpha, literal))
        if name:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{of}+?)"
            seen.add(name)
    return words, re.compile(pattern, re.S)


def _templates(language: Language) -> list[str]:
    """Every English text of the catalogue that has parameters."""
    kept: Mapping[Any, str] = getattr(_catalogue(language), "_catalog", {})
    found = []
    for msgid in kept:
        with contextlib.suppress(ValueError):  # braces of a text that is no template
            if isinstance(msgid, str) and names_of(msgid):
                found.append(msgid)
    return found
