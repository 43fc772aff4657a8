"""Words that run up or down beside all that is printed on a level page: running heads, archive marks, index tabs.

Knows geometry only. A page that is set in 縦書き as a whole is turned before, and has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaigi_extract.layout.settings import WatermarkSettings
from kaigi_extract.source import Page, Run
from kaigi_extract.text import fold, squeeze


def take_sideways(
    page: Page, is_mark: Callable[[str], bool], settings: WatermarkSettings
) -> tuple[list[Run], list[Run]]:
    """The runs of the page without those that run up or down in its margins, and these. Marks such as 資料1 stay."""
    upright = [run for run in page.runs if run.vertical and run.text.strip() and not is_mark(fold(squeeze(run.text)))]
    level = [run for run in page.runs if not run.vertical and run.text.strip()] if upright else []
    if not level or _count(upright) > settings.sideways_share * _count(level):
        return page.runs, []
    boxes = [*((rule.x0, rule.y0, rule.x1, rule.y1) for rule in page.rules), *page.frames]
    left = min([*(run.start[0] for run in level), *(box[0] for box in boxes)])
    right = max([*(run.end[-1] for run in level), *(box[2] for box in boxes)])
    margin, gap = settings.sideways_margin * page.frame.width, settings.sideways_gap
    beside = {
        id(run)
        for run in upright
        if run.high <= min(margin, left - gap * run.size)
        or run.low >= max(page.frame.width - margin, right + gap * run.size)
    }
    if not beside:
        return page.runs, []
    return [run for run in page.runs if id(run) not in beside], [run for run in upright if id(run) in beside]


def _count(runs: Iterable[Run]) -> int:
    return sum(len(squeeze(run.text)) for run in runs)
