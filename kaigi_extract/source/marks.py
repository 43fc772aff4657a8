"""Marks that belong to the character before them and take no room: variation selectors, sound marks of their own.

Readers place them each in their way: at the start of their character, behind it, before it, in a run of their own.
Knows runs only.
"""

from __future__ import annotations

from kaigi_extract.source.page import Run
from kaigi_extract.text.late_pattern import late_pattern

MARK = late_pattern("[\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MARKS_ONLY = late_pattern(f"(?:{MARK.pattern})+")
_SELECTOR = late_pattern("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
NEAR = 0.1
"""Ems by which a mark in a run of its own may miss the character that it belongs to."""


def settle_marks(runs: list[Run]) -> list[Run]:
    """The runs, each mark behind its character and as wide as nothing, so that no gap follows it."""
    if MARK.search("".join([run.text for run in runs])) is None:
        return runs
    alone = [run for run in runs if _MARKS_ONLY.fullmatch(run.text)]
    others = [run for run in runs if not _MARKS_ONLY.fullmatch(run.text)]
    lost = [mark for mark in alone if not _attach(mark, others)]
    for run in others:
        _settle(run)
    return others + lost


def _attach(mark: Run, runs: list[Run]) -> bool:
    """Puts a run of marks into the run of the character that ends where it begins, or else begins there."""
    beside = [run for run in runs if run.vertical == mark.vertical and run.low < mark.high and mark.low < run.high]
    for edge in ("end", "start"):
        for run in beside:
            for at, place in enumerate(getattr(run, edge)):
                if abs(place - mark.start[0]) <= NEAR * run.size and not run.text[at].isspace():
                    _insert(run, at + 1, mark)
                    return True
    return False


def _insert(run: Run, at: int, mark: Run) -> None:
    run.text = run.text[:at] + mark.text + run.text[at:]
    run.start = [*run.start[:at], *mark.start, *run.start[at:]]
    run.end = [*run.end[:at], *mark.end, *run.end[at:]]
    if run.sure is not None:
        run.sure[at:at] = mark.sure or [1.0] * len(mark.text)
    if run.others is not None:
        run.others[at:at] = mark.others or [""] * len(mark.text)


def _settle(run: Run) -> None:
    """Marks of one run: behind their character, at its end."""
    if MARK.search(run.text) is None:
        return
    characters = list(run.text)
    for at in range(1, len(characters)):
        before, here = characters[at - 1], characters[at]
        if _SELECTOR.match(before) and not MARK.match(here) and _leads(run, at, characters):
            characters[at - 1], characters[at] = here, before
    for at in range(1, len(characters)):
        if MARK.match(characters[at]):
            run.end[at - 1] = max(run.end[at - 1], run.end[at], key=lambda end: (end - run.start[0]) * _forward(run))
            run.start[at] = run.end[at] = run.end[at - 1]
    run.text = "".join(characters)


def _leads(run: Run, at: int, characters: list[str]) -> bool:
    """Whether a selector is before its character: nothing that it could belong to is before it."""
    return at == 1 or characters[at - 2].isspace() or _starts_with(run, at)


def _starts_with(run: Run, at: int) -> bool:
    """Whether a selector begins where the character after it does, and not where the one before it does."""
    together = abs(run.start[at] - run.start[at - 1]) <= NEAR * run.size and run.end[at - 1] == run.start[at - 1]
    return together and run.start[at - 2] != run.start[at - 1] and run.end[at - 2] != run.start[at - 1]


def _forward(run: Run) -> float:
    return 1.0 if run.end[-1] >= run.start[0] else -1.0
