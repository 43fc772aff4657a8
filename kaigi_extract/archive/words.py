"""What an archive says of statuses, failures, findings and counts, in Japanese and English. Reads `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kaigi_extract.catalogue import Language


@cache
def archive_words() -> dict[str, dict[str, list[str]]]:
    """The words of each group by their keys: Japanese, then English."""
    words: dict[str, dict[str, list[str]]] = tomllib.loads(
        files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
    return words


def archive_word(group: str, key: str, language: Language) -> str:
    """The word for a key; in English, and where there is no word for it, the key itself, as tables have it."""
    words = archive_words()[group].get(key)
    return key if words is None or language == "en" else words[0]
