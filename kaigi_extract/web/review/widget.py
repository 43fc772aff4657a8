"""The review within a notebook: one doubtful value at a time, beside its crop, settled by typing and Enter.

The same review as the page in the browser (`session`), and the same corrections: both may be at it at once. Nothing
leaves the kernel but to the notebook that shows it.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Mapping
from typing import Any

from kaigi_extract.catalogue import Language
from kaigi_extract.errors import KaigiError
from kaigi_extract.optional import load
from kaigi_extract.pipeline import ReadingOptions
from kaigi_extract.records import Document, Finding, InvalidCorrection
from kaigi_extract.web.pages import filled, widget_asset
from kaigi_extract.web.review.holdings import holdings_of
from kaigi_extract.web.review.inputs import Untypable
from kaigi_extract.web.review.pictures import NoPicture, Pictures
from kaigi_extract.web.review.session import Key, Overtaken, Review
from kaigi_extract.web.review.view import value_view

_anywidget, _traitlets = (load(package, "review_widget", "notebook") for package in ("anywidget", "traitlets"))
_WIDGET = "widget"
"""What the review calls this widget, where it calls a browser by its name."""


class ReviewWidget(_anywidget.AnyWidget):  # type: ignore[misc, name-defined]
    """What a notebook shows of a review; made by `review_widget`."""

    _esm = widget_asset("widget.js")
    _css = widget_asset("widget.css")
    page = _traitlets.Unicode().tag(sync=True)
    key = _traitlets.List().tag(sync=True)
    """The value that is shown: the hash of its file and its pointer; empty where nothing is left."""
    seen = _traitlets.Unicode().tag(sync=True)

    def __init__(self, review: Review, language: Language) -> None:
        super().__init__()
        self.review, self._language = review, language
        self._pictures = Pictures(review.holdings)
        self._show(review.claim_next(_WIDGET))
        self.on_msg(lambda _, message, __: self.act(message))

    def act(self, message: Mapping[str, Any]) -> None:
        """Does what the notebook asks for: `do` is keep, skip, undo, next or previous, `key` the value that it showed,
        `typed` what is in the inputs, `seen` the moment of the last word that it knew."""
        key = (str(message["key"][0]), str(message["key"][1])) if message.get("key") else None
        reason = ""
        try:
            key = self._done(str(message.get("do")), key, message)
        except Overtaken as overtaken:
            reason = self._said("ほかの人が先に確定しました。もう一度押すと置き換えます。", str(overtaken))
        except Untypable as error:
            reason = self._said(error.japanese, str(error))
        except InvalidCorrection as error:
            reason = self._said("この欄には入れられない値です。", error.expected)
        except KaigiError as error:
            reason = error.said(self._language)
        self._show(key, reason, message.get("typed") if reason else None)

    def _done(self, what: str, key: Key | None, message: Mapping[str, Any]) -> Key | None:
        review = self.review
        if what == "undo":
            last = review.last_settled(_WIDGET)
            if last is not None:
                review.undo(*last)
                return last[0]
            return key
        if key is None:
            return review.claim_next(_WIDGET)
        if what in ("next", "previous"):
            before, behind = review.beside(key)
            return (behind if what == "next" else before) or key
        if what == "skip":
            review.skip(_WIDGET, key)
        elif what == "keep":
            review.settle(_WIDGET, key, dict(message.get("typed") or {}), str(message.get("seen", "")))
        return review.claim_next(_WIDGET, key)

    def _show(self, key: Key | None, reason: str = "", typed: Mapping[str, str] | None = None) -> None:
        given: dict[str, Any] = {"view": None, "crop": "", "missing": "", "problems": self.review.problems}
        if key is not None:
            try:
                document = self.review.holdings.document(key[0])
                given["view"] = value_view(document, key, self.review, self._language)
                given["crop"], given["missing"] = self._crop(key)
            except (KeyError, InvalidCorrection, KaigiError) as error:
                given["problems"] = [*self.review.problems, str(error)]
        view = given["view"]
        page = filled(
            "review_widget.html",
            self._language,
            "",
            progress=self.review.progress(),
            name=self.review.holdings.name,
            undo=self.review.last_settled(_WIDGET) is not None,
            reason=reason,
            typed=typed or {},
            invalid=None,
            **given,
        )
        with self.hold_sync():
            self.key = list(key) if view is not None and key is not None else []
            self.seen = view.seen if view is not None else ""
            self.page = page

    def _crop(self, key: Key) -> tuple[str, str]:
        """The crop as a data address; else why there is none."""
        try:
            picture = self._pictures.picture(key, whole=False)
        except NoPicture as missing:
            return "", str(missing)
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}", ""

    def _said(self, japanese: str, english: str) -> str:
        return japanese if self._language == "ja" else english


def review_widget(
    *targets: str | os.PathLike[str] | Document,
    findings: Iterable[Finding] | None = None,
    by: str | None = None,
    lang: Language = "ja",
    **options: Any,
) -> ReviewWidget:
    """Doubtful values to settle within a notebook: of an archive, or of files.

    `targets` is one archive, or files, or documents that were read from files. `findings` leaves only the values that
    these are about. `by` is who settles them. `options` are those of `extract`. What is settled is kept at once, in the
    archive or beside the file, as `kaigi-extract review` does; the tables of an archive are brought up to date by
    `kaigi-extract migrate` or `review`.

    Raises:
        KaigiError: A target cannot be read, or is an archive among several.
        MissingExtra: anywidget is not installed; it comes with the extra `notebook`.
    """
    paths = [one.source.path if isinstance(one, Document) else os.fspath(one) for one in targets]
    review = Review(holdings_of(paths, ReadingOptions(**options)), by)
    review.scan()
    if findings is not None:
        review.keep_only({one.record for one in findings if one.record is not None})
    return ReviewWidget(review, lang)
