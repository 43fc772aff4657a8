"""Which pages are recognised from their picture, with which engine, and what is said of those that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kaigi_extract.findings import Findings
from kaigi_extract.ocr.decide import PageDecision, decide
from kaigi_extract.ocr.engines import NoEngine, find_engine
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings
from kaigi_extract.records import PageSpan, SourcePage
from kaigi_extract.source import UNKNOWN, Page
from kaigi_extract.source.page import Bbox
from kaigi_extract.text import squeeze

if TYPE_CHECKING:
    from kaigi_extract.ocr.protocol import Recogniser
    from kaigi_extract.ocr.recognise import Recognition

NO_RECOGNISER = "none"
NO_ENGINE = "{pages} cannot be read without recognising text, and no engine for that is there: {why}"
Origin = Literal["embedded", "ocr", "text", "blank"]


class PageRecognition:
    """What is read from pictures in one file: loads the engine when the first page needs it."""

    def __init__(self, recogniser: str, settings: OcrSettings = DEFAULT_OCR) -> None:
        self.recogniser, self.settings = recogniser, settings
        self.blank: list[int] = []
        """Pages that an engine should have read."""
        self.missing = ""
        """Why there is none."""

    def of(self, page: Page, findings: Findings) -> tuple[SourcePage, Page]:
        """The page as it is to be read further, and how that was decided."""
        decision = decide(page, self.settings.decision)
        if decision.recognise and not decision.keep_text:
            page.runs = []
        engine = self._engine() if decision.recognise else None
        if engine is None:
            return self._unrecognised(page, decision, findings)
        from kaigi_extract.ocr.recognise import recognise

        own = len(page.runs)
        try:
            recognition = recognise(page, engine, check_layer=decision.check_layer, settings=self.settings)
        except EngineFailed as error:
            findings.error("page_lost", f"page {page.frame.number} could not be recognised: {error}")
            return self._unrecognised(page, decision, findings, failed=True)
        read = recognition.page
        if recognition.layer:
            read.hidden = [(why, run) for why, run in read.hidden if why != "invisible"]
        _report_hidden(read, findings)
        _report_unread(recognition, findings)
        origin: Origin = "ocr" if len(read.runs) > own else "embedded" if own else "blank"
        reason = decision.reason + _about_layer(recognition)
        return _source_page(read, origin, reason, recognition.confidence), read

    def _unrecognised(
        self, page: Page, decision: PageDecision, findings: Findings, *, failed: bool = False
    ) -> tuple[SourcePage, Page]:
        _report_hidden(page, findings)
        if decision.recognise and not failed and self.recogniser != NO_RECOGNISER:
            self.blank.append(page.frame.number)
        if any(UNKNOWN in run.text for run in page.runs):
            _report_unknown(page, findings)
        return _source_page(page, "embedded" if page.runs else "blank", decision.reason), page

    def _engine(self) -> Recogniser | None:
        if self.recogniser == NO_RECOGNISER or self.missing:
            return None
        try:
            return find_engine(self.recogniser)
        except NoEngine as error:
            self.missing = str(error)
            return None

    def report(self, findings: Findings, pictures: bool = False) -> None:
        """Says which pages stayed blank for want of an engine. `pictures` says that they are those of a text file."""
        if self.blank:
            pages = f"pictures in the file ({len(self.blank)})" if pictures else _listed(self.blank)
            findings.error("no_recogniser", NO_ENGINE.format(pages=pages, why=self.missing))


def _source_page(page: Page, origin: Origin, reason: str, confidence: float | None = None) -> SourcePage:
    return SourcePage(
        number=page.frame.number,
        text_origin=origin,
        reason=reason,
        rotation=(page.rotation + page.frame.turn) % 360 if origin == "ocr" else page.rotation,
        skew_deg=page.frame.skew,
        confidence=confidence,
    )


def _about_layer(recognition: Recognition) -> str:
    if recognition.agreement is None:
        return ""
    verdict = "taken as it is" if recognition.layer else "read from the picture instead"
    return f", which agrees with {recognition.agreement:.0%} of a sample of it: {verdict}"


def _listed(numbers: list[int]) -> str:
    """Page numbers in words, runs of them as ranges: pages 1, 3-5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    words = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return f"page{'s' if len(numbers) > 1 else ''} {words}"


def _report_unknown(page: Page, findings: Findings) -> None:
    runs = [run for run in page.runs if UNKNOWN in run.text]
    count = sum(run.text.count(UNKNOWN) for run in runs)
    findings.warn(
        "low_confidence",
        f"page {page.frame.number} has {count} characters whose font does not tell what they are; they read {UNKNOWN}",
        [PageSpan(page=page.frame.number, bbox=_rounded(page, run.bbox)) for run in runs],
    )


def _report_unread(recognition: Recognition, findings: Findings) -> None:
    if recognition.unread:
        page = recognition.page
        findings.warn(
            "low_confidence",
            f"page {page.frame.number} has {len(recognition.unread)} marks that are no text or cannot be read; "
            "they are in no value",
            [PageSpan(page=page.frame.number, bbox=_rounded(page, box)) for box in recognition.unread],
        )


def _report_hidden(page: Page, findings: Findings) -> None:
    words = {
        "invisible": "in an invisible layer",
        "faded": "in the colour of what is behind them",
        "covered": "under something painted over them",
        "off_page": "off the page",
        "unsized": "scaled to nothing, or beyond all measure",
    }
    for why, where in words.items():
        runs = [run for reason, run in page.hidden if reason == why]
        if runs:
            text = squeeze("".join(run.text for run in runs))
            findings.warn(
                "hidden_text",
                f"page {page.frame.number} has {len(text)} characters {where}; they are in no value",
                [PageSpan(page=page.frame.number, bbox=_rounded(page, run.bbox)) for run in runs],
            )


def _rounded(page: Page, box: Bbox) -> Bbox:
    x0, y0, x1, y1 = page.frame.display(box)
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
