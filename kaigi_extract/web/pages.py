"""Fills the templates: escaped, in the reader's language, with the assets that lie beside them. Knows no server.

A page that is served and one that is written into a folder come from the same template: `root` is what its links begin
with.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kaigi_extract._version import __version__
from kaigi_extract.catalogue import in_language
from kaigi_extract.show.sanitise import legible

Language = Literal["ja", "en"]
ASSETS = {
    **{"pages.css": "text/css", "browse.css": "text/css", "icon.svg": "image/svg+xml"},
    **dict.fromkeys(("review.js", "labels.js", "browse.js", "publish.js"), "text/javascript"),
}
"""Every file beside the pages, and its type. No other is given out, whatever is asked for."""


def filled(template: str, language: Language, root: str, **given: Any) -> str:
    """A page. `given` are the names that its template knows; texts in them are escaped."""

    def t(japanese: str, english: str) -> str:
        return japanese if language == "ja" else english

    page = _environment().get_template(template)
    return legible(page.render(t=t, language=language, root=root, version=__version__, **given))


def asset(name: str) -> bytes:
    """A file beside the pages.

    Raises:
        KeyError: It is none of `ASSETS`.
    """
    if name not in ASSETS:
        raise KeyError(name)
    return _ours("assets", name).encode()


def widget_asset(name: str) -> str:
    """The script or the style of the widget in notebooks, which no server gives out."""
    return _ours("assets", name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: _ours("templates", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["said"] = in_language
    return environment


@cache
def _ours(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text(encoding="utf-8")
