"""Words in whose place another was put throughout two sets: 甲 → 発注者, 事務 → 業務. Rests on edits; touches no record
but its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kaigi_extract.clauses.edits import Edit
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.clauses.tokens import words
from kaigi_extract.records import Parties, Replacement
from kaigi_extract.text import fold
from kaigi_extract.text.late_pattern import late_pattern

_NAMES = frozenset({"名詞", "代名詞", "接頭辞", "接尾辞", "形状詞"})
"""Parts of speech of a word that names something. Verbs and numbers are what a duty consists of."""
_NUMBER = late_pattern(r"[0-9〇一二三四五六七八九十百千万]+[一-鿿]{0,2}")


def replacements(
    texts: Sequence[Sequence[Edit]],
    parties: tuple[Parties, Parties] = (Parties(), Parties()),
    settings: AlignSettings = DEFAULT_ALIGN,
) -> list[Replacement]:
    """The words replaced throughout, the most frequent first. `texts` are the edits of each link."""
    counts: Counter[tuple[str, str]] = Counter()
    links: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, edits in enumerate(texts):
        for edit in edits:
            pair = fold(edit.old), fold(edit.new)
            if edit.kind == "wording" and not edit.doubtful and all(map(_is_name, pair)):
                counts[pair] += 1
                links[pair].add(at)
    sides = {
        (fold(getattr(parties[0], role) or ""), fold(getattr(parties[1], role) or ""))
        for role in ("principal", "contractor")
    }
    return [
        Replacement(old=old, new=new, count=count)
        for (old, new), count in counts.most_common()
        if ((old, new) in sides or len(links[old, new]) >= settings.replacement_clauses)
        and count >= settings.replacement_share * (count + _kept(old, texts))
    ]


def _is_name(text: str) -> bool:
    """Whether words name something, and are no number."""
    run = words(text)
    return bool(run) and _NUMBER.fullmatch(text) is None and all(word.speech in _NAMES for word in run)


def _kept(old: str, texts: Iterable[Iterable[Edit]]) -> int:
    """In how many places a word is as before, or something else than its replacement has its place."""
    return sum(_count(old, edit.old) for edits in texts for edit in edits if fold(edit.old) != old)


def _count(wanted: str, text: str) -> int:
    """How often a text has whole words that read as wanted."""
    if wanted not in fold(text):
        return 0
    run = [fold(word.surface) for word in words(text)]
    ends, at = {0}, 0
    for surface in run:
        at += len(surface)
        ends.add(at)
    whole = "".join(run)
    return sum(at in ends and at + len(wanted) in ends for at in range(len(whole)) if whole.startswith(wanted, at))
