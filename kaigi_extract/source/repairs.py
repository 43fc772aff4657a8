"""Characters of runs put right where a file gives others than it shows. Replaces and drops; decides nothing.

Fonts of symbols give codes, maps of fonts give halves of characters, browsers print radicals: what is seen is kept,
one character for one, with its place. Characters without ink and width go, with theirs.
"""

from __future__ import annotations

from operator import ne

from kaigi_extract.source.page import UNKNOWN, Run
from kaigi_extract.text import repair_characters, visible
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.symbol_fonts import PRIVATE_USE, is_set_by_code, symbols

_TWINS = {"\u00ad": "-", "\u02dc": "~", "\u0303": "~"}
"""Characters that fonts draw with the glyph of another, and files name by either: soft hyphen, small tilde, tilde on
the letter before."""
_HALF_PAIR = late_pattern("[\ud800-\udfff]")


def repair_runs(runs: list[Run]) -> int:
    """Repairs the text of runs in place; how many characters were replaced."""
    changed = _write_symbols(runs)
    whole = "".join([run.text for run in runs])
    if any(twin in whole for twin in _TWINS):
        _write_twins(runs)
        whole = "".join([run.text for run in runs])
    if visible(whole) is not None:
        _drop_invisible(runs)
        whole = "".join([run.text for run in runs])
    if not whole.isascii() and _HALF_PAIR.search(whole):  # from a wrong Unicode map; no file can hold one
        for run in runs:
            run.text = _HALF_PAIR.sub(UNKNOWN, run.text)
        whole = _HALF_PAIR.sub(UNKNOWN, whole)
    repaired = repair_characters(whole)
    if repaired is whole:
        return changed
    start = 0
    for run in runs:  # one character for one: each run has its part of the whole
        end = start + len(run.text)
        run.text, start = repaired[start:end], end
    replaced: int = sum(map(ne, whole, repaired))
    return changed + replaced


def _write_twins(runs: list[Run]) -> None:
    """Writes hyphens and tildes where their twins have width: fonts draw both with one glyph, and files name it by
    either."""
    for run in runs:
        if run.text.isascii() or not any(twin in run.text for twin in _TWINS):
            continue
        wide = [end > start for start, end in zip(run.start, run.end, strict=True)]
        run.text = "".join(_TWINS.get(char, char) if wide[k] else char for k, char in enumerate(run.text))


def _write_symbols(runs: list[Run]) -> int:
    """Writes what fonts of symbols draw in place of their codes; how many of these were characters of private use."""
    changed = 0
    for font in {run.font for run in runs}:
        if not is_set_by_code(font):
            continue
        for run in runs:
            if run.font == font:
                new = symbols(run.text, font)
                changed += sum(
                    old != drawn and ord(old) in PRIVATE_USE for old, drawn in zip(run.text, new, strict=True)
                )
                run.text = new
    return changed


def _drop_invisible(runs: list[Run]) -> None:
    """Takes the characters without ink and width out of runs, with their places; a run of nothing else goes."""
    for run in runs:
        kept = visible(run.text)
        if kept is None:
            continue
        run.text = "".join([run.text[at] for at in kept])
        run.start, run.end = [run.start[at] for at in kept], [run.end[at] for at in kept]
        run.sure = run.sure and [run.sure[at] for at in kept]
        run.others = run.others and [run.others[at] for at in kept]
    runs[:] = [run for run in runs if run.text]
