"""What is noted while a document is read: what its reader should know, and why each value is what it is.

`Findings` go into the record; `Reason`s are kept beside it, for `explain`. Both name their place by a JSON Pointer into
the document, and whoever fills one part of it notes under `findings.at("/cases/0")`. Imports the records only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel

from kaigi_extract.catalogue import stored_parameters
from kaigi_extract.records import Finding, FindingCode, Span

Severity = Literal["info", "warning", "error"]


class Reason(BaseModel):
    """Why one value of a document is what it is."""

    record: str
    """JSON Pointer into the document."""
    value: str | None
    because: str
    second: str | None = None
    """What it was nearly taken for, and why; null where nothing else was thought of."""
    mapping: str | None = None
    """file:line of the words in the mapping that decided; null where none did."""
    label: str | None = None
    """As printed."""
    spans: list[Span] = []


class Findings:
    """Collects findings and reasons while a document is read."""

    def __init__(self) -> None:
        self.pointer = ""
        self.all: list[Finding] = []
        self.reasons: dict[str, Reason] = {}
        """The reason of each value by its pointer; what decides a value anew takes the place of what decided before."""

    def at(self, pointer: str) -> Findings:
        """The same findings, noted about the record at `pointer`, which counts from the record of these."""
        inner = Findings()
        inner.pointer, inner.all, inner.reasons = self.pointer + pointer, self.all, self.reasons
        return inner

    def info(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str = "") -> None:
        """Notes what was repaired. `record` counts from the record of these findings, as for `warn` and `error`."""
        self._add(code, "info", message, spans, record)

    def warn(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str = "") -> None:
        """Notes what a reader should look at."""
        self._add(code, "warning", message, spans, record)

    def error(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str = "") -> None:
        """Notes what is missing from the records."""
        self._add(code, "error", message, spans, record)

    def decided(
        self,
        record: str,
        value: str | None,
        because: str,
        *,
        second: str | None = None,
        mapping: str | None = None,
        label: str | None = None,
        spans: Iterable[Span] = (),
    ) -> None:
        """Notes why the value at `record` is what it is, where it is decided."""
        pointer = self.pointer + record
        self.reasons[pointer] = Reason.model_construct(
            record=pointer,
            value=value,
            because=because,
            second=second,
            mapping=mapping,
            label=label,
            spans=list(spans),
        )

    def decided_as(self, record: str, other: str) -> None:
        """Notes that the value at `record` was decided by what decided that at `other`."""
        reason = self.reasons[self.pointer + other]
        self.reasons[self.pointer + record] = reason.model_copy(update={"record": self.pointer + record})

    def _add(self, code: FindingCode, severity: Severity, message: str, spans: Iterable[Span], record: str) -> None:
        pointer = self.pointer + record or None
        parameters = stored_parameters(message)
        self.all.append(
            Finding(
                code=code,
                severity=severity,
                message=message,
                parameters=parameters,
                record=pointer,
                spans=list(spans),
            )
        )
