"""What of a web page is not shown, by its attributes and the simple rules of its style sheets. Decides nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kaigi_extract.text.late_pattern import late_pattern

NEVER_SHOWN = frozenset({"script", "style", "template", "noscript", "head", "title", "rt", "rp", "rtc", "datalist"})
"""Elements that no browser shows in the flow; readings above words (rt) are beside it."""
_HIDES = late_pattern(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_STRIKES = late_pattern(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_THICKENS = late_pattern(
    r"(?:^|;)\s*(?:font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration(?:-line)?\s*:[^;]*underline)", re.I
)
_SHEET = late_pattern(r"<style(?:\s[^<>]*)?>(.*?)</style", re.I | re.S)
_COMMENT = late_pattern(r"/\*.*?\*/", re.S)
_SELECTOR = late_pattern(r"([a-z][a-z0-9]*)?(?:([.#])(-?[_a-z\u0080-\uffff][\w\-\u0080-\uffff]*))?", re.I)
LONGEST_SHEET = 1_000_000
"""Characters of style sheets that are looked at."""


class Hiding:
    """Which elements of one page are not shown."""

    def __init__(self, page: str) -> None:
        self.selectors = frozenset(_hiding_selectors(page))

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is not shown though a browser would show such a one."""
        if "hidden" in attributes or _HIDES.search(attributes.get("style", "")):
            return True
        if not self.selectors:
            return False
        names = [f".{name}" for name in attributes.get("class", "").split()]
        if "id" in attributes:
            names.append(f"#{attributes['id']}")
        return tag in self.selectors or any(one in self.selectors or tag + one in self.selectors for one in names)


def strikes(attributes: Mapping[str, str]) -> bool:
    """Whether the style of an element strikes its words out."""
    return _STRIKES.search(attributes.get("style", "")) is not None


def thickens(attributes: Mapping[str, str]) -> bool:
    """Whether the style of an element sets its words in bold or underlines them."""
    return _THICKENS.search(attributes.get("style", "")) is not None


def _hiding_selectors(page: str) -> Iterator[str]:
    """Selectors of one element, class or id that a style sheet hides; rules for media such as print are left out."""
    for sheet in _SHEET.finditer(page):
        depth = 0
        for rule in _COMMENT.sub("", sheet[1][:LONGEST_SHEET]).split("}"):
            *media, selector, body = rule.split("{") if "{" in rule else ("", "")
            depth += len(media) - (0 if "{" in rule else 1)
            if depth <= 0 and _HIDES.search(body):
                for one in selector.split(","):
                    match = _SELECTOR.fullmatch(one.strip())
                    if match and match[0]:
                        yield (match[1] or "").lower() + (match[2] or "") + (match[3] or "")
