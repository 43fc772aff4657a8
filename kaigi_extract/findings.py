"""What a reader of the records should know, collected while a document is read. Imports the records only."""

from __future__ import annotations

from collections.abc import Iterable

from kaigi_extract.records import Finding, FindingCode, Span


class Findings:
    """Collects findings while a document is read."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def info(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str | None = None) -> None:
        """Something that was put right."""
        self.all.append(Finding(code=code, severity="info", message=message, record=record, spans=list(spans)))

    def warn(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str | None = None) -> None:
        """Something that the reader should look at."""
        self.all.append(Finding(code=code, severity="warning", message=message, record=record, spans=list(spans)))

    def error(self, code: FindingCode, message: str, spans: Iterable[Span] = (), record: str | None = None) -> None:
        """Something that is missing from the records."""
        self.all.append(Finding(code=code, severity="error", message=message, record=record, spans=list(spans)))
