"""The site on a server: an answer for each request, and no way to change anything.

Only GET and HEAD are answered. Paths name pages, never files: what is no page that the site makes is not there.
"""

from __future__ import annotations

import gzip
import threading
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kaigi_extract.errors import KaigiError
from kaigi_extract.web.browse.address import FORMS, HOME, Address, Form, link, read_path, way_up
from kaigi_extract.web.browse.facets import FACETS
from kaigi_extract.web.browse.pictures import PageImages
from kaigi_extract.web.browse.searching import LONGEST_QUERY, WORDS
from kaigi_extract.web.browse.site import MEDIA_TYPES, Site
from kaigi_extract.web.pages import ASSETS, Language, asset, filled

_COMPRESSED = 2000
"""Bytes from which an answer is compressed for those who take it."""


class BrowseApplication:
    """The application over a site; `application` is what a server runs."""

    def __init__(self, site: Site, language: Language = "ja") -> None:
        self.site, self.language, self._pictures = site, language, PageImages(site.view)
        self._places = threading.BoundedSemaphore(site.view.settings.at_once)
        self.application = Starlette(
            routes=[
                Route("/assets/{name:str}", _asset),
                Route("/picture/{sha256:str}/{number:int}.png", self._picture),
                Route("/{path:path}", self._page),
            ],
            exception_handlers={HTTPException: self._not_there, KaigiError: self._cannot},
        )

    def _page(self, request: Request) -> Response:
        path = request.path_params["path"]
        if not path and self.language == "en":
            return RedirectResponse("en/index.html", 303)
        at, language, form = _asked(path)
        if at.kind == "search":
            at = _with_asked(at, request)
        changed = _changed(request, at, language, form)
        if changed is not None:
            return RedirectResponse(changed, 303)
        try:
            with self._places:
                body = self.site.body(at, language, form)
        except KeyError:
            raise HTTPException(404) from None
        return _answer(request, body.encode("utf-8", "replace"), MEDIA_TYPES[form])

    def _picture(self, request: Request) -> Response:
        try:
            png = self._pictures.png(request.path_params["sha256"], request.path_params["number"])
        except KeyError:
            raise HTTPException(404) from None
        return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    # ---- What there is not ----

    def _not_there(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return self._missing(request, error.status_code, None, error.headers)

    def _cannot(self, request: Request, error: Exception) -> Response:
        """What cannot be read is said; a picture that there is not is no page."""
        status = 404 if request.url.path.startswith("/picture/") else 500
        return self._missing(request, status, str(error))

    def _missing(self, request: Request, status: int, why: str | None, headers: Any = None) -> Response:
        steps = request.url.path.lstrip("/").split("/")
        language: Language = "en" if steps[0] == "en" else "ja"
        here = Address("missing", tuple("x" * (len(steps) - 1 - (language == "en"))))
        given = {"status": status, "why": why, "archive": self.site.view.name, "home": HOME, "at": here}
        page = filled(
            "browse_missing.html",
            language,
            way_up(here, language),
            href=lambda there, fragment="", form="html": link(here, there, language, form, fragment),
            **given,
        )
        return Response(page, status, dict(headers or {}), "text/html; charset=utf-8")


def _asked(path: str) -> tuple[Address, Language, Form]:
    try:
        return read_path(path)
    except KeyError:
        raise HTTPException(404) from None


def _with_asked(at: Address, request: Request) -> Address:
    """The search with what was typed and chosen; of what is there twice the last."""
    given = {
        name: value[:LONGEST_QUERY]
        for name, value in request.query_params.items()
        if name in (WORDS, *FACETS) and value
    }
    return at.asking(**given)


def _changed(request: Request, at: Address, language: Language, form: Form) -> str | None:
    """Where `?lang=` and `?format=` lead: every page has one address in each language and form."""
    other, wanted = request.query_params.get("lang"), request.query_params.get("format")
    leads = (other in ("ja", "en") and other != language) or (wanted in FORMS and wanted != form)
    if not leads:
        return None
    to: Language = "en" if other == "en" or (other != "ja" and language == "en") else "ja"
    chosen: Form = next((one for one in FORMS if one == wanted), form)
    return link(at, at, language, chosen, to=to)


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
    if len(body) >= _COMPRESSED and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 1), {**headers, "content-encoding": "gzip"}
    return Response(body, headers=headers, media_type=f"{media_type}; charset=utf-8")


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise HTTPException(404)
    return Response(asset(name), media_type=f"{ASSETS[name]}; charset=utf-8", headers={"cache-control": "max-age=600"})
