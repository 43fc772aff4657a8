"""The pages for labels that no mapping knows: the list, one label with its fields, and what a choice changes.

Whatever is written is written by a POST, after what it changes was shown; without a script every form works by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kaigi_extract.catalogue import Message, in_language
from kaigi_extract.errors import KaigiError
from kaigi_extract.wards.unknown_labels import UnknownLabel
from kaigi_extract.web.pages import Language
from kaigi_extract.web.review.forms import form_of
from kaigi_extract.web.review.label_view import (
    CHANGES_SHOWN,
    change_rows,
    field_choices,
    field_name,
    kind_in,
    part_name,
)
from kaigi_extract.web.review.labels import KeptLabel, LabelReview, LabelTrial, TrialOver
from kaigi_extract.web.review.pictures import CACHED, NoPicture, Pictures

Answer = Callable[..., Response]
"""Fills a template for a request: the request, the template, its status, what it is given."""
AT_ONCE = 1.5
"""Seconds for which an answer waits for a trial to end: most do, and are shown without a page between."""
_NO_WARD = Message("say first whose mapping it is: its name, and a short one in small letters")


class LabelPages:
    """The pages over the labels of a review."""

    def __init__(
        self, labels: LabelReview, pictures: Pictures, answer: Answer, language: Callable[[Request], Language]
    ) -> None:
        self.labels, self._pictures, self._answer, self._language = labels, pictures, answer, language
        self._kept: dict[str, KeptLabel] = {}
        self._named: dict[str, tuple[str, str]] = {}
        """Id and name that somebody gave a body that no mapping knows."""

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/labels", self._list),
            Route("/label/{key:str}", self._label),
            Route("/label/{key:str}", self._try, methods=["POST"]),
            Route("/label/{key:str}/{what:str}/{place:int}", self._picture),
            Route("/trial/{key:str}", self._trial),
            Route("/trial/{key:str}", self._decide, methods=["POST"]),
        ]

    # ---- Pages ----

    def _list(self, request: Request) -> Response:
        known, language = self.labels.known(), self._language(request)
        names = {ward.id: ward.name for ward in known.wards}
        rows = []
        for label in self.labels.labels():
            found = self.labels.field_of(label, known)
            rows.append(
                {
                    "label": label,
                    "to": _address(request, "label", label.key),
                    "body": names.get(label.ward or "", label.body),
                    "part": part_name(label.part, language),
                    "read_as": field_name(label.read_as, language) if label.read_as else None,
                    "field": field_name(found, language) if found else None,
                }
            )
        return self._answer(request, "review_labels.html", rows=rows, **self._looked_through())

    def _looked_through(self) -> dict[str, Any]:
        labels = self.labels
        return {"scanned": labels.scanned, "documents": labels.total, "label_problems": labels.problems}

    def _label(self, request: Request) -> Response:
        return self._label_page(request, self._asked(request))

    def _label_page(self, request: Request, label: UnknownLabel, status: int = 200, **more: Any) -> Response:
        language, known = self._language(request), self.labels.known()
        at = _number(request.query_params.get("place"), len(label.places))
        place = label.places[at]
        document = self.labels.holdings.document(place.sha256)
        excerpt = self._pictures.lines_of(document, place.spans)
        names = {ward.id: ward.name for ward in known.wards}
        found = self.labels.field_of(label, known)
        ward = self.labels.ward_of(label, known)
        order = self.labels.labels()
        position = [one.key for one in order].index(label.key)
        open_ = [one for one in order[position + 1 :] + order[:position] if self.labels.field_of(one, known) is None]
        beside = {"before": order[position - 1] if position else None, "following": open_[0] if open_ else None}
        given = {
            "label": label,
            "body": names.get(label.ward or "", label.body),
            "part": part_name(label.part, language),
            "read_as": field_name(label.read_as, language) if label.read_as else None,
            "decided": field_name(found, language) if found else None,
            "choices": field_choices(label, self.labels.proposals(label), language),
            "chosen": None,
            "new_ward": None if ward is not None else self._named.get(label.body, ("", label.body)),
            "place": place,
            "place_number": at,
            "excerpt": excerpt,
            "pages": bool(place.spans) and excerpt is None,
            "to": _address(request, "label", label.key),
            "links": {name: _address(request, "label", one.key) if one else None for name, one in beside.items()},
            "position": position + 1,
            "count": len(order),
            "target": self.labels.target(label),
            "reason": None,
        }
        return self._answer(request, "review_label.html", status, **(given | more))

    def _picture(self, request: Request) -> Response:
        label, what = self._asked(request), request.path_params["what"]
        if what not in ("crop", "page"):
            raise HTTPException(404)
        try:
            place = label.places[request.path_params["place"]]
            document = self.labels.holdings.document(place.sha256)
            picture = self._pictures.of_spans(document, place.spans, whole=what == "page")
        except (IndexError, KeyError, NoPicture):
            raise HTTPException(404) from None
        return Response(picture, media_type="image/png", headers=CACHED)

    def _trial(self, request: Request) -> Response:
        trial = self._of_trial(request)
        trial.wait(AT_ONCE)
        return self._trial_page(request, trial)

    def _trial_page(self, request: Request, trial: LabelTrial, status: int = 200, **more: Any) -> Response:
        language, known = self._language(request), self.labels.known()
        counted = Counter(kind_in(trial, one) for one in trial.changes)
        order = [one for one in self.labels.labels() if self.labels.field_of(one, known) is None]
        given = {
            "trial": trial,
            "field": field_name(trial.means, language),
            "rows": change_rows(trial, language, {one.id: one.name for one in (*known.wards, trial.ward)}),
            "more_changes": max(len(trial.changes) - CHANGES_SHOWN, 0),
            "changed_documents": len({one.sha256 for one in trial.changes}),
            "counted": counted,
            "kept": self._kept.get(trial.key),
            "to_label": _address(request, "label", trial.label.key),
            "following": _address(request, "label", order[0].key) if order else None,
            "reason": None,
        }
        return self._answer(request, "review_trial.html", status, **(given | more))

    # ---- What changes something ----

    async def _try(self, request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(self._tried, request, form)

    def _tried(self, request: Request, form: dict[str, str]) -> Response:
        label, name, language = self._asked(request), form.get("field", ""), self._language(request)
        id_, body = (form.get(given, "").strip() for given in ("id", "body"))
        if self.labels.ward_of(label) is None:
            self._named[label.body] = id_, body
            if name and not (id_ and body):
                return self._label_page(request, label, 422, reason=_NO_WARD.into(language), chosen=name)
        try:
            trial = self.labels.begin_trial(label, name, id_, body)
        except (KaigiError, ValueError) as error:
            reason: str = error.args[0] if isinstance(error, ValueError) and error.args else str(error)
            if not name:
                reason = Message("choose what the label means first")
            said = in_language(reason, language)
            return self._label_page(request, label, 422, reason=said, chosen=name)
        return RedirectResponse(_address(request, "trial", trial.key), 303)

    async def _decide(self, request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(self._decided, request, form)

    def _decided(self, request: Request, form: dict[str, str]) -> Response:
        trial = self._of_trial(request)
        if form.get("do") != "keep":
            self.labels.discard(trial)
            return RedirectResponse(_address(request, "label", trial.label.key), 303)
        try:
            self._kept[trial.key] = self.labels.keep(trial)
        except TrialOver as over:
            return self._trial_page(request, trial, 409, reason=in_language(over.said, self._language(request)))
        except KaigiError as error:
            return self._trial_page(request, trial, 503, reason=in_language(str(error), self._language(request)))
        return RedirectResponse(_address(request, "trial", trial.key), 303)

    # ---- Addresses ----

    def _asked(self, request: Request) -> UnknownLabel:
        try:
            return self.labels.label(request.path_params["key"])
        except KeyError:
            raise HTTPException(404) from None

    def _of_trial(self, request: Request) -> LabelTrial:
        try:
            return self.labels.trial(request.path_params["key"])
        except KeyError:
            raise HTTPException(404) from None


def _address(request: Request, what: str, key: str) -> str:
    return f"{request.scope['root_path']}/{what}/{key}"


def _number(text: str | None, count: int) -> int:
    """An index below a count; 0 where the text is none."""
    return int(text) % count if text is not None and text.isdecimal() and len(text) < 6 else 0
