"""Which pages are recognised from their picture, with which engine, and what is said of those that are not."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from kaigi_extract.catalogue import Message
from kaigi_extract.findings import Findings
from kaigi_extract.ocr.decide import PageDecision, decide
from kaigi_extract.ocr.engines import NoEngine, find_engine
from kaigi_extract.ocr.guard import EngineFailed
from kaigi_extract.ocr.ink import find_marks, look_like_text
from kaigi_extract.ocr.own_text import OWN_FONT, without_own_text
from kaigi_extract.ocr.page_progress import tell_page
from kaigi_extract.ocr.settings import DEFAULT_OCR, OcrSettings
from kaigi_extract.ocr.shown_again import take_shown
from kaigi_extract.records import PageSpan, SourcePage
from kaigi_extract.source import UNKNOWN, Frame, Page, Run
from kaigi_extract.source.off_page import OffPage
from kaigi_extract.source.page import Bbox, Mark, touch
from kaigi_extract.text import squeeze

if TYPE_CHECKING:
    from kaigi_extract.ocr.protocol import Recogniser
    from kaigi_extract.ocr.recognise import Recognition

NO_RECOGNISER = "none"
NO_ENGINE = "{pages} cannot be read without recognising text, and no engine for that is there: {why}"
PHOTOGRAPHED = ", a photograph of a sheet that was made flat"
Origin = Literal["embedded", "ocr", "text", "blank"]


class PageRecognition:
    """What is read from pictures in one file: loads the engine when the first page needs it."""

    def __init__(self, recogniser: str, settings: OcrSettings = DEFAULT_OCR) -> None:
        self.recogniser, self.settings = recogniser, settings
        self.blank: list[int] = []
        """Pages that an engine should have read."""
        self.missing = ""
        """Why there is none."""
        self.distrusted: set[str] = set()
        """Fonts of pages whose own text is garbage."""
        self.off_page = OffPage()

    def of(self, page: Page, findings: Findings) -> tuple[SourcePage, Page]:
        """The page as it is to be read further, and how that was decided."""
        with suppress(EngineFailed):  # a page that cannot be drawn shows nothing
            take_shown(page, self.settings.shown_again)
        if any(run.font == OWN_FONT for _, run in page.hidden) and self._engine() is not None:
            page.hidden = without_own_text(page.hidden)
        decision = self._decide(page)
        if decision.recognise and not decision.keep_text:
            self.distrusted |= {run.font for run in page.runs}
            page.runs = []
        engine = self._engine() if decision.recognise else None
        if engine is None:
            return self._unrecognised(page, decision, findings)
        from kaigi_extract.ocr.photograph import flattened
        from kaigi_extract.ocr.recognise import recognise

        own = len(page.runs)
        tell_page(page.frame.number)
        try:
            photograph = flattened(page, self.settings.photographs)
            sheet = photograph.page if photograph else page
            recognition = recognise(sheet, engine, check_layer=decision.check_layer, settings=self.settings)
        except EngineFailed as error:
            findings.error(
                "page_lost",
                Message("page {number} could not be recognised: {error}", number=page.frame.number, error=error),
            )
            return self._unrecognised(page, decision, findings, failed=True)
        read = recognition.page
        if recognition.layer:
            read.hidden = [(why, run) for why, run in read.hidden if why != "invisible"]
        self._report_hidden(read, findings)
        read.marks = self._unread(recognition)
        if photograph:
            read = photograph.seen(read)
        origin: Origin = "ocr" if len(read.runs) > own else "embedded" if own else "blank"
        about = (_about_layer(recognition), _about_size(read), PHOTOGRAPHED if photograph else "")
        reason = Message.joined("", [decision.reason, *filter(None, about)])
        return _source_page(read, origin, reason, recognition.confidence), read

    def _decide(self, page: Page) -> PageDecision:
        """What is to be done with a page, which is looked at where something may be on it that its text is not."""
        decision = decide(page, self.settings.decision, self.distrusted)
        if decision.recognise and page.pictures:
            page.marks = [Mark("picture", picture.bbox) for picture in page.pictures]
            return decision
        try:
            page.marks = find_marks(page, settings=self.settings.ink)
        except EngineFailed:  # its text is whole; a page that cannot be drawn can neither be looked at nor recognised
            return decision
        if not decision.recognise and look_like_text(page.marks, page, self.settings.ink):
            lines = sum(mark.kind != "picture" for mark in page.marks)
            kept = len(squeeze("".join(run.text for run in page.runs)))
            words = Message(
                "{lines} marks on the page look like lines of text; its own {kept} characters are kept",
                lines=lines,
                kept=kept,
            )
            return PageDecision(True, words if page.runs else "something is drawn on the page, and it has no text")
        return decision

    def _unread(self, recognition: Recognition) -> list[Mark]:
        """What is on a recognised page that the engine saw and could not read, or never saw."""
        try:
            marks = find_marks(recognition.page, recognised=True, settings=self.settings.ink)
        except EngineFailed:  # it was drawn to be read, and is too narrow to be looked at once more
            marks = []
        unseen = [mark for mark in marks if not any(touch(mark.bbox, box) for box in recognition.unread)]
        return [*(Mark("ink", box) for box in recognition.unread), *unseen]

    def _unrecognised(
        self, page: Page, decision: PageDecision, findings: Findings, *, failed: bool = False
    ) -> tuple[SourcePage, Page]:
        self._report_hidden(page, findings)
        if decision.recognise and not failed and self.recogniser != NO_RECOGNISER:
            self.blank.append(page.frame.number)
        if any(UNKNOWN in run.text for run in page.runs):
            _report_unknown(page, findings)
        return _source_page(page, "embedded" if page.runs else "blank", decision.reason), page

    def _report_hidden(self, page: Page, findings: Findings) -> None:
        """Reports what of a page cannot be seen. What is off it may be on another page, and waits for that."""
        self.off_page.add(page)
        if not page.hidden:
            return
        words = {
            "invisible": "in an invisible layer",
            "faded": "in the colour of what is behind them",
            "covered": "under something painted over them",
            "unsized": "scaled to nothing, or beyond all measure",
            "layer": Message("on a layer that is switched off{named}", named=_named(page.off_layers)),
        }
        for why, where in words.items():
            runs = [run for reason, run in page.hidden if reason == why]
            if runs:
                _report_runs(page.frame, runs, where, findings)

    def _engine(self) -> Recogniser | None:
        if self.recogniser == NO_RECOGNISER or self.missing:
            return None
        try:
            return find_engine(self.recogniser)
        except NoEngine as error:
            self.missing = str(error)
            return None

    def report(self, findings: Findings, pictures: bool = False) -> None:
        """Says what of all pages together is known only at their end: text that is off its page and on no other, and
        which pages stayed blank for want of an engine. `pictures` says that they are those of a text file."""
        for frame, runs in self.off_page.unseen():
            _report_runs(frame, runs, "off the page", findings)
        if self.blank:
            pages = (
                Message("pictures in the file ({count})", count=len(self.blank)) if pictures else _listed(self.blank)
            )
            findings.error("no_recogniser", Message(NO_ENGINE, pages=pages, why=self.missing))


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
    return Message(
        ", which agrees with {agreement:.0%} of a sample of it: {verdict}",
        agreement=recognition.agreement,
        verdict=verdict,
    )


def _about_size(page: Page) -> str:
    if page.frame.zoom == 1.0:
        return ""
    return Message(", and as its characters show {value:.0%} as large as its file says", value=1 / page.frame.zoom)


def _listed(numbers: list[int]) -> str:
    """Page numbers in words, runs of them as ranges: pages 1, 3-5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    words = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return Message("pages {listed}" if len(numbers) > 1 else "page {listed}", listed=words)


def _report_unknown(page: Page, findings: Findings) -> None:
    runs = [run for run in page.runs if UNKNOWN in run.text]
    count = sum(run.text.count(UNKNOWN) for run in runs)
    findings.warn(
        "low_confidence",
        Message(
            "page {number} has {count} characters whose font does not tell what they are; they read {unknown}",
            number=page.frame.number,
            count=count,
            unknown=UNKNOWN,
        ),
        [PageSpan(page=page.frame.number, bbox=_rounded(page.frame, run.bbox)) for run in runs],
    )


def _report_runs(frame: Frame, runs: list[Run], where: str, findings: Findings) -> None:
    """Reports text of one page that cannot be seen."""
    count = len(squeeze("".join(run.text for run in runs)))
    message = Message(
        "page {number} has {count} characters {where}; they are in no value",
        number=frame.number,
        count=count,
        where=where,
    )
    findings.warn("hidden_text", message, [PageSpan(page=frame.number, bbox=_rounded(frame, run.bbox)) for run in runs])


def _named(layers: list[str]) -> str:
    """The names of layers in brackets; nothing where they have none."""
    names = [name for name in layers if name]
    return f" ({', '.join(names)})" if names else ""


def _rounded(frame: Frame, box: Bbox) -> Bbox:
    x0, y0, x1, y1 = frame.display(box)
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
