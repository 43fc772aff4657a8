"""Evidence as W3C Web Annotations (JSON-LD): what each value says, and where in the file it is printed.

A place on a page is a fragment `page=3&xywh=204,119,318,11` (Media Fragments; of a page drawn at 72 dots an inch,
rounded outwards) and `page=3&viewrect=204.8,119.01,317.46,10.5` (RFC 8118, in points, exact), a line of a plain text
`line=4,5` (RFC 5147); the printed words are a TextQuoteSelector.
"""

from __future__ import annotations

import datetime
import math
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import (
    Document,
    Evidence,
    Finding,
    PageSpan,
    Record,
    Section,
    Span,
    TableCell,
)
from kaigi_extract.records.walk import RecordNode, Value, walk
from kaigi_extract.show.export.exported import Exported, NotCarried, exported_json
from kaigi_extract.show.export.source_address import source_address
from kaigi_extract.show.sanitise import legible

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"
TEXT_FRAGMENTS = "http://tools.ietf.org/rfc/rfc5147"
ALL_OF_IT = (Document, Section, TableCell, Finding, Evidence)
"""Records that say the page over again, or are said of it: no annotations of their own."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kaigi-extract:annotation")


def to_web_annotations(document: Document, source_url: str | None = None) -> Exported:
    """One AnnotationPage: an annotation for each value with evidence, and for each record with a place and words.

    `source_url` is where the file can be had; without it it is named by its content (ni:///sha-256;…, RFC 6920).
    """
    writer = _Annotations(document, source_address(document.source, source_url))
    items = list(writer.annotations())
    page = {
        "@context": CONTEXT,
        "id": writer.identity(""),
        "type": "AnnotationPage",
        "items": items,
    }
    return exported_json(page, writer.not_carried())


@dataclass(slots=True)
class _Annotations:
    document: Document
    address: str
    doubted: int = 0
    """Values whose confidence is known."""
    without_place: int = 0
    """Places that no fragment says, of a file that is neither pages nor plain text."""

    def annotations(self) -> Iterator[dict[str, Any]]:
        for node in walk(self.document):
            for value in node.read_values():
                if value.evidence is not None:
                    yield self._of_value(value, value.evidence)
            if not isinstance(node.record, ALL_OF_IT) and (words := _words(node.record)):
                spans = getattr(node.record, "spans", [])
                if spans:
                    yield self._annotation(node.pointer, words, spans, bodies=[_label_of(node)])

    def _of_value(self, value: Value, evidence: Evidence) -> dict[str, Any]:
        self.doubted += evidence.confidence is not None
        plain = isinstance(value.value, (str, int, float, datetime.date)) and not isinstance(value.value, bool)
        words = str(value.value) if plain else None
        return self._annotation(value.pointer, words, evidence.spans, evidence.text, [evidence.label])

    def _annotation(
        self,
        pointer: str,
        words: str | None,
        spans: Sequence[Span],
        printed: str | None = None,
        bodies: Sequence[str | None] = (),
    ) -> dict[str, Any]:
        body = [_body(words, "describing")] if words else []
        body += [_body(label, "classifying") for label in bodies if label]
        body.append(_body(pointer, "tagging"))
        return {
            "id": self.identity(pointer),
            "type": "Annotation",
            "motivation": "identifying",
            "body": body,
            "target": self._targets(spans, printed),
        }

    def identity(self, pointer: str) -> str:
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, legible(self.document.source.sha256 + pointer))}"

    def _targets(self, spans: Sequence[Span], printed: str | None) -> list[dict[str, Any]]:
        """A target a line; the words of all of them by themselves, unless there is one line only."""
        quoted = [{"type": "TextQuoteSelector", "exact": printed}] if printed else []
        selectors = [list(self._fragments(span)) for span in spans]
        selectors = [found for found in selectors if found]
        if len(selectors) == 1:
            selectors[0] += quoted
        elif quoted:
            selectors.append(quoted)
        return [self._target(found) for found in selectors] or [self._target([])]

    def _target(self, selectors: list[dict[str, str]]) -> dict[str, Any]:
        resource: dict[str, Any] = {"type": "SpecificResource", "source": self.address}
        if selectors:
            resource["selector"] = selectors[0] if len(selectors) == 1 else selectors
        return resource

    def _fragments(self, span: Span) -> Iterator[dict[str, str]]:
        if isinstance(span, PageSpan):
            x0, y0, x1, y1 = span.bbox
            x, y = math.floor(x0), math.floor(y0)
            box = ",".join(map(str, (max(x, 0), max(y, 0), math.ceil(x1) - max(x, 0), math.ceil(y1) - max(y, 0))))
            yield _fragment(f"page={span.page}&xywh={box}", MEDIA_FRAGMENTS)
            exact = ",".join(f"{number:g}" for number in (x0, y0, round(x1 - x0, 2), round(y1 - y0, 2)))
            if self.document.source.media_type == "application/pdf":
                yield _fragment(f"page={span.page}&viewrect={exact}", PDF_FRAGMENTS)
        elif self.document.source.media_type == "text/plain":
            yield _fragment(f"line={span.line - 1},{span.line}", TEXT_FRAGMENTS)
        else:
            self.without_place += 1

    def not_carried(self) -> Iterator[NotCarried]:
        if self.doubted:
            said = Message("the confidence of {count} values has no place in an annotation", count=self.doubted)
            yield NotCarried("", said)
        if self.without_place:
            kind = self.document.source.media_type
            said = Message(
                "{count} places in a file of type {kind} have no fragment: only words lead there",
                count=self.without_place,
                kind=kind,
            )
            yield NotCarried("", said)


def _words(record: Record) -> str | None:
    """What a record says by itself."""
    return next((held for name in ("text", "title", "meaning") if (held := getattr(record, name, None))), None)


def _label_of(node: RecordNode) -> str | None:
    return next((held for name in ("label", "speaker", "term") if (held := getattr(node.record, name, None))), None)


def _body(words: str, purpose: str) -> dict[str, str]:
    made = {"type": "TextualBody", "value": words, "purpose": purpose}
    return made if words.isascii() else {**made, "format": "text/plain", "language": "ja"}


def _fragment(value: str, standard: str) -> dict[str, str]:
    return {"type": "FragmentSelector", "conformsTo": standard, "value": value}
