"""The line that prints the number of a form, above whatever is filled in on it."""

from __future__ import annotations

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.text import text_key
from kaigi_extract.text.late_pattern import late_pattern

_COUNT = r"[\d一二三四五六七八九十]+"
_OF_ARTICLE = rf"\(.*第{_COUNT}条.*関係\)"
_FORM = late_pattern(
    rf"^[(【〔]?(?:(?:別記|別表)?(?:第{_COUNT}号(?:の{_COUNT})?様式|様式第?{_COUNT}号?)(?:の{_COUNT})?(?:その{_COUNT})?"
    rf"(?:{_OF_ARTICLE})?|(?:別記)?(?:様式|書式|別記){_OF_ARTICLE}|別記様式)[)】〕]?$"
)
"""A form's number (第５号様式), with the article it is for; without a number only with that article, or as 別記様式."""


def is_form_line(line: AnyLine) -> bool:
    """Whether a line is nothing but a form's number: 第５号様式（第１１条関係）. It is often above the title, and
    where several sheets begin with it, among the running heads."""
    return _FORM.match(text_key(line.text)) is not None
