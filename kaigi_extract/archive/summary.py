"""What a run came to, in numbers: read from the manifest, written as text."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from kaigi_extract.archive.annotations import ANNOTATE, annotation_counts
from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.keep_crops import crop_counts
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.progress import duration
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.archive.words import archive_word
from kaigi_extract.catalogue import Language, Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import load

ROWS_SHOWN = 20
"""Rows of the metadata without a file that are listed on the terminal; the page of HTML has them all."""
STATUSES = ("done", "failed", "duplicate", "skipped", "todo")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is in an archive now, and how long the last run took."""

    dest: str
    files: dict[str, int]
    """By status: done, failed, duplicate, skipped; todo where a run was stopped."""
    pages: int
    """Of the documents that were read."""
    ocr_pages: int
    """Pages among them whose text was recognised."""
    failures: dict[str, int]
    """By reason, in one word."""
    findings: dict[str, int]
    """By code."""
    seconds: float
    unmatched: list[str] = field(default_factory=list)
    """Rows of the metadata that name no file of the archive: list, line and path."""
    annotations: dict[str, int] = field(default_factory=dict)
    """Distinct clauses that are annotated, and questions that had no answer (failed), where there are any."""
    annotated: bool = True
    """Whether the last run was asked to annotate."""
    works: dict[str, int] = field(default_factory=dict)
    """Works, cases and decisions, each counted once in however many files it is; empty of a dry run."""
    crops: dict[str, int] = field(default_factory=dict)
    """Documents of which crops are kept, and those of which they could not be (missing); empty without any wanted."""
    planned: list[tuple[str, str]] = field(default_factory=list)
    """Of a dry run: the name of each file that would be read, and why."""

    @property
    def exit_code(self) -> int:
        """0 when all went in, 6 when some failed."""
        return 6 if self.files.get("failed") else 0

    def __str__(self) -> str:
        """The lines that the command prints."""
        return summary_text(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: the same lines."""
        return f"<pre>{html.escape(summary_text(self))}</pre>"


def summarise(manifest: Manifest, seconds: float) -> Summary:
    """The numbers of an archive, and the seconds that its last run took."""
    statuses = dict(manifest.rows("SELECT status, count(*) FROM manifest GROUP BY status"))
    failures = manifest.rows("SELECT kind, count(*) FROM manifest WHERE status = 'failed' GROUP BY kind ORDER BY kind")
    [(pages, ocr_pages)] = manifest.rows("SELECT total(pages), total(ocr_pages) FROM contents WHERE status = 'done'")
    findings: Counter[str] = Counter()
    for (codes,) in manifest.rows("SELECT findings FROM contents WHERE status = 'done'"):
        findings.update(json.loads(codes))
    return Summary(
        str(manifest.dest),
        {status: statuses[status] for status in STATUSES if status in statuses},
        int(pages),
        int(ocr_pages),
        dict(failures),
        dict(sorted(findings.items())),
        seconds,
        annotations=annotation_counts(manifest),
        annotated=manifest.get(ANNOTATE) != "no",
        crops=crop_counts(manifest),
    )


def count_works(dest: Path) -> dict[str, int]:
    """How many works, cases and decisions an archive has, by its tables; what is in several files counts once.

    Raises:
        MissingExtra: DuckDB is not installed.
    """
    counted = "SELECT count(*) FROM counted WHERE counts AND kind {} 'case'"
    with load("duckdb", MIGRATE).connect(str(dest / DUCKDB), read_only=True) as db:
        [(works, cases, decisions)] = db.execute(
            f"SELECT (SELECT count(*) FROM works), ({counted.format('=')}), ({counted.format('<>')})"
        ).fetchall()
    return {"works": works, "cases": cases, "decisions": decisions}


def failures_of(manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Name, kind and reason of every file that failed."""
    for row in manifest.rows("SELECT name, kind, reason FROM manifest WHERE status = 'failed' ORDER BY name"):
        yield str(row[0]), str(row[1]), str(row[2])


def summary_text(summary: Summary, language: Language = "en") -> str:
    """The numbers as lines, in a language."""
    counted = Message(
        "{dest}: {total} files: {counts}",
        dest=summary.dest,
        total=sum(summary.files.values()),
        counts=_counts("statuses", summary.files, language),
    )
    read = Message(
        "{pages} pages, {recognised} of them recognised; {time} this time",
        pages=summary.pages,
        recognised=summary.ocr_pages,
        time=duration(summary.seconds),
    )
    lines = [counted, read]
    if summary.works:
        lines.append(Message("each counted once: {counts}", counts=_counts("counts", summary.works, language)))
    if summary.failures:
        lines.append(Message("failed: {counts}", counts=_counts("failures", summary.failures, language)))
    if summary.findings:
        lines.append(Message("findings: {counts}", counts=_counts("findings", summary.findings, language)))
    said = [line.into(language) for line in [*lines, *notes_on(summary)]]
    return "".join(f"{line}\n" for line in [*said, *_unmatched(summary.unmatched, language)])


def _unmatched(rows: list[str], language: Language) -> Iterator[str]:
    if not rows:
        return
    told = "{count} rows of the metadata name no file that was found; check their paths:"
    yield Message(told, count=len(rows)).into(language)
    yield from (f"  {row}" for row in rows[:ROWS_SHOWN])
    if len(rows) > ROWS_SHOWN:
        yield Message("  and {count} more", count=len(rows) - ROWS_SHOWN).into(language)


def notes_on(summary: Summary) -> list[Message]:
    """What of the clauses is annotated and what is not, and of what crops are kept."""
    clauses, failed = (summary.annotations.get(name, 0) for name in ("clauses", "failed"))
    notes = []
    if clauses:
        notes.append(Message("annotated: {count} distinct clauses", count=clauses))
    if failed:
        told = "not annotated: {count} questions had no answer; the findings not_annotated say why"
        notes.append(Message(told, count=failed))
    if not summary.annotated:
        told = "annotation was left out (--no-annotate); a run without it fills topics, duties and versions in"
        notes.append(Message(told))
    if summary.crops:
        notes.append(Message("crops: kept of {count} documents", count=summary.crops["kept"]))
        if missing := summary.crops["missing"]:
            told = "no crops of {count} documents: their sources are not there, or cannot be drawn"
            notes.append(Message(told, count=missing))
    return notes


def _counts(group: str, counts: dict[str, int], language: Language) -> str:
    """8 done, 2 failed; in Japanese the word, and of a finding its code, before the number."""
    if language == "en":
        return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
    named = {name: archive_word(group, name, language) for name in counts}
    if group == "findings":
        named = {name: name if word == name else f"{word}（{name}）" for name, word in named.items()}
    return "、".join(f"{named[name]} {count}" for name, count in counts.items()) or "なし"
