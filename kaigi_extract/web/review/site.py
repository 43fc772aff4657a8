"""The pages of the review, by address. Every address names a value by its file's content and its place in the record.

Whatever changes something is a POST; without a script each form works by itself, with one it is sent in the background,
so that what was typed stays where it is if it is refused or nobody answers.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kaigi_extract.errors import KaigiError
from kaigi_extract.records import InvalidCorrection
from kaigi_extract.web.pages import ASSETS, Language, asset, filled
from kaigi_extract.web.review.forms import form_of
from kaigi_extract.web.review.inputs import Untypable
from kaigi_extract.web.review.label_pages import LabelPages
from kaigi_extract.web.review.labels import LabelReview
from kaigi_extract.web.review.pictures import CACHED, NoPicture, Pictures
from kaigi_extract.web.review.reliability import reliability
from kaigi_extract.web.review.session import Key, Overtaken, Review
from kaigi_extract.web.review.view import name_of, said_value, value_view

_BROWSER, _LANGUAGE = "browser", "language"
"""Names of cookies: which browser it is, so that two are not shown the same value; its language."""
_YEAR = 365 * 24 * 3600


class ReviewSite:
    """The site over one review; `application` is what a server runs."""

    def __init__(
        self, review: Review, language: Language, stop: Callable[[], None], labels: LabelReview | None = None
    ) -> None:
        """`labels` are those that no mapping knows, and get pages of their own; without them there are none."""
        self.review, self.language, self._stop, self.labels = review, language, stop, labels
        self._pictures = Pictures(review.holdings)
        of_labels = LabelPages(labels, self._pictures, self._answer, self._language).routes() if labels else []
        value = "{sha256:str}/{pointer:path}"
        self.application = Starlette(
            routes=[
                Route("/", self._begin),
                Route(f"/value/{value}", self._value),
                Route(f"/value/{value}", self._settle, methods=["POST"]),
                Route(f"/crop/{value}", self._crop),
                Route(f"/pages/{value}", self._page),
                Route("/list", self._list),
                Route("/reliability", self._reliability),
                Route("/undo", self._undo, methods=["POST"]),
                Route("/language", self._change_language, methods=["POST"]),
                Route("/end", self._end, methods=["POST"]),
                Route("/assets/{name:str}", _asset),
                *of_labels,
            ],
            exception_handlers={HTTPException: self._not_there, KaigiError: self._cannot},
        )

    # ---- Pages ----

    def _begin(self, request: Request) -> Response:
        """To the value that is next; what there is to say where there is none."""
        self.review.wait(2.0)
        key = self.review.claim_next(_browser(request))
        if key is None:
            return self._answer(request, "review_done.html", problems=self.review.problems)
        return _to(request, key)

    def _value(self, request: Request) -> Response:
        return self._value_page(request, _key(request))

    def _value_page(self, request: Request, key: Key, status: int = 200, **more: Any) -> Response:
        try:
            document = self.review.holdings.document(key[0])
            view = value_view(document, key, self.review, self._language(request))
        except (KeyError, InvalidCorrection):
            raise HTTPException(404) from None
        browser = _browser(request)
        self.review.show(browser, key)
        before, behind = self.review.beside(key)
        following = self.review.next_open(browser, key)
        addresses = {"before": before, "behind": behind, "following": following}
        links = {name: address(request, other) if other else None for name, other in addresses.items()}
        images = {"crop": address(request, key, "crop"), "page": address(request, key, "pages")}
        next_crop = address(request, following, "crop") if following and following != key else None
        given = {
            "view": view,
            "links": links,
            "images": images,
            "next_crop": next_crop,
            "reason": None,
            "typed": {},
            "invalid": None,
        }
        excerpt = self._pictures.excerpt(key, document)
        return self._answer(request, "review_value.html", status, excerpt=excerpt, **(given | more))

    def _list(self, request: Request) -> Response:
        rows = []
        for key in self.review.order():
            doubt, made = self.review.doubt(key), self.review.settled(key)
            if doubt is not None:
                name = name_of(doubt.field, doubt.label, self._language(request))
                to, source = address(request, key), self.review.source(key)
                rows.append({"doubt": doubt, "made": made, "name": name, "source": source, "to": to})
        return self._answer(request, "review_list.html", rows=rows, problems=self.review.problems)

    def _reliability(self, request: Request) -> Response:
        return self._answer(request, "review_reliability.html", bins=reliability(self.review.holdings.everything()))

    # ---- What changes something ----

    async def _settle(self, request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(self._settled, request, _key(request), form)

    def _settled(self, request: Request, key: Key, form: dict[str, str]) -> Response:
        browser, typed = _browser(request), {name[1:]: text for name, text in form.items() if name.startswith(".")}
        if form.get("do") == "skip":
            self.review.skip(browser, key)
            return self._onward(request, key)
        try:
            if form.get("do") == "undo":
                self.review.undo(key, form.get("seen", ""))
                return self._gone_to(request, address(request, key))
            self.review.settle(browser, key, typed, form.get("seen", ""))
        except KeyError:
            raise HTTPException(404) from None
        except Overtaken as overtaken:
            return self._refused(request, key, typed, *self._who_was_first(overtaken), status=409, seen=overtaken.seen)
        except Untypable as error:
            return self._refused(request, key, typed, error.japanese, error.english, invalid=error.name)
        except InvalidCorrection as error:
            return self._refused(request, key, typed, "この欄には入れられない値です。", error.expected)
        except KaigiError as error:
            return self._refused(
                request, key, typed, "保存できませんでした。何も失われていません。", str(error), status=503
            )
        return self._onward(request, key)

    async def _undo(self, request: Request) -> Response:
        return await run_in_threadpool(self._undone, request)

    def _undone(self, request: Request) -> Response:
        """Takes back what this browser settled last, and shows it."""
        last = self.review.last_settled(_browser(request))
        if last is None:
            return self._gone_to(request, f"{_root(request)}/")
        key, seen = last
        with contextlib.suppress(Overtaken, InvalidCorrection):  # somebody else was faster: the page shows it
            self.review.undo(key, seen)
        return self._gone_to(request, address(request, key))

    async def _change_language(self, request: Request) -> Response:
        form = await form_of(request)
        back = form.get("back", "")
        inside = back.startswith(f"{_root(request)}/") and "\\" not in back and "//" not in back
        answer = RedirectResponse(back if inside else f"{_root(request)}/", 303)
        language = "en" if form.get("to") == "en" else "ja"
        answer.set_cookie(_LANGUAGE, language, _YEAR, path=_root(request), httponly=True, samesite="strict")
        return answer

    async def _end(self, request: Request) -> Response:
        answer = self._answer(request, "review_ended.html")
        self._stop()
        return answer

    # ---- Pictures ----

    def _crop(self, request: Request) -> Response:
        return self._drawn(request, whole=False)

    def _page(self, request: Request) -> Response:
        return self._drawn(request, whole=True)

    def _drawn(self, request: Request, whole: bool) -> Response:
        try:
            picture = self._pictures.picture(_key(request), whole)
        except (KeyError, InvalidCorrection, NoPicture):
            raise HTTPException(404) from None
        return Response(picture, media_type="image/png", headers=CACHED)

    # ---- Answers ----

    def _onward(self, request: Request, key: Key) -> Response:
        following = self.review.claim_next(_browser(request), key)
        return self._gone_to(request, address(request, following) if following else f"{_root(request)}/")

    def _gone_to(self, request: Request, where: str) -> Response:
        if _wants_json(request):
            return JSONResponse({"to": where})
        return RedirectResponse(where, 303)

    def _refused(
        self, request: Request, key: Key, typed: dict[str, str], japanese: str, english: str, **more: Any
    ) -> Response:
        language, status = self._language(request), more.pop("status", 422)
        reason = japanese if language == "ja" else english
        detail = english if language == "ja" and status != 409 and "invalid" not in more else ""
        if _wants_json(request):
            return JSONResponse({"reason": reason, "detail": detail, **more}, status)
        return self._value_page(
            request, key, status, reason=reason, detail=detail, typed=typed, invalid=more.get("invalid")
        )

    def _who_was_first(self, overtaken: Overtaken) -> tuple[str, str]:
        latest = overtaken.latest
        if latest is None:
            return (
                "この値の確定は、ほかの人が取り消しました。もう一度押すと、いまの入力で確定します。",
                "Somebody else took back what was settled here. Press again to settle it by what is typed.",
            )
        who, value = latest.who or "?", said_value(latest.value)
        return (
            f"先に {who} さんが「{value}」と確定しました。もう一度押すと、いまの入力で置き換えます"
            "（履歴は両方残ります）。",
            f"{who} settled this first, as “{value}”. Press again to put what is typed here in its place; "
            "the history keeps both.",
        )

    def _answer(self, request: Request, template: str, status: int = 200, **given: Any) -> Response:
        last = self.review.last_settled(_browser(request))
        shared = {
            "progress": self.review.progress(),
            "who": self.review.who,
            "name": self.review.holdings.name,
            "here": request.url.path,
            "undo": last is not None,
            "open_labels": self._open_labels(),
        }
        page = filled(template, self._language(request), _root(request), **shared, **given)
        answer = HTMLResponse(page, status, headers={"cache-control": "no-store"})
        if _BROWSER not in request.cookies:
            name = _browser(request)
            answer.set_cookie(_BROWSER, name, path=_root(request), httponly=True, samesite="strict")
        return answer

    def _open_labels(self) -> int | None:
        """How many labels no mapping knows; None where nobody asks, or a mapping cannot be read."""
        if self.labels is None:
            return None
        with contextlib.suppress(KaigiError, ValueError):  # the list of labels says what is wrong
            return len(self.labels.open())
        return None

    def _language(self, request: Request) -> Language:
        chosen = request.cookies.get(_LANGUAGE)
        return "en" if chosen == "en" else "ja" if chosen == "ja" else self.language

    def _not_there(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._answer(request, "review_missing.html", status, problem=None)

    def _cannot(self, request: Request, error: Exception) -> Response:
        if _wants_json(request):
            return JSONResponse({"reason": str(error), "detail": ""}, 503)
        return self._answer(request, "review_missing.html", 503, problem=str(error))


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        return Response(asset(name), media_type=ASSETS[name], headers={"cache-control": "private, max-age=600"})
    except KeyError:
        raise HTTPException(404) from None


def address(request: Request, key: Key, what: str = "value") -> str:
    """Where a value, its crop (`crop`) or its page (`pages`) is."""
    return f"{_root(request)}/{what}/{key[0]}{quote(key[1], safe='/~')}"


def _to(request: Request, key: Key) -> Response:
    answer = RedirectResponse(address(request, key), 303)
    if _BROWSER not in request.cookies:
        answer.set_cookie(_BROWSER, _browser(request), path=_root(request), httponly=True, samesite="strict")
    return answer


def _root(request: Request) -> str:
    return str(request.scope["root_path"])


def _key(request: Request) -> Key:
    return request.path_params["sha256"], "/" + request.path_params["pointer"]


def _browser(request: Request) -> str:
    """Which browser asks; one that has no name yet gets one."""
    if not hasattr(request.state, "browser"):
        request.state.browser = request.cookies.get(_BROWSER) or secrets.token_hex(8)
    return str(request.state.browser)


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept") == "application/json"
