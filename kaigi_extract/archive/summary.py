"""What a run came to, in numbers: read from the manifest, written as text."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kaigi_extract.archive.annotations import ANNOTATE, annotation_counts
from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.keep_crops import crop_counts
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.progress import duration
from kaigi_extract.archive.verbs import MIGRATE
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


def summary_text(summary: Summary) -> str:
    """The numbers as lines."""
    lines = [f"{summary.dest}: {sum(summary.files.values())} files: {_counts(summary.files)}"]
    lines.append(
        f"{summary.pages} pages, {summary.ocr_pages} of them recognised; {duration(summary.seconds)} this time"
    )
    if summary.works:
        lines.append(f"each counted once: {_counts(summary.works)}")
    if summary.failures:
        lines.append(f"failed: {_counts(summary.failures)}")
    if summary.findings:
        lines.append(f"findings: {_counts(summary.findings)}")
    lines += [note.english for note in notes_on(summary)]
    if summary.unmatched:
        lines.append(f"{len(summary.unmatched)} rows of the metadata name no file that was found; check their paths:")
        lines += [f"  {row}" for row in summary.unmatched[:ROWS_SHOWN]]
        if len(summary.unmatched) > ROWS_SHOWN:
            lines.append(f"  and {len(summary.unmatched) - ROWS_SHOWN} more")
    return "\n".join(lines) + "\n"


class Note(NamedTuple):
    """A sentence in both languages."""

    english: str
    japanese: str


def notes_on(summary: Summary) -> list[Note]:
    """What of the clauses is annotated and what is not, and of what crops are kept."""
    clauses, failed = (summary.annotations.get(name, 0) for name in ("clauses", "failed"))
    lines = []
    if clauses:
        lines.append(Note(f"annotated: {clauses} distinct clauses", f"注釈：異なる条項{clauses}件"))
    if failed:
        lines.append(
            Note(
                f"not annotated: {failed} questions had no answer; the findings not_annotated say why",
                f"注釈なし：{failed}件（理由は所見 not_annotated にある）",
            )
        )
    if not summary.annotated:
        lines.append(
            Note(
                "annotation was left out (--no-annotate); a run without it fills topics, duties and versions in",
                "注釈は省かれた（--no-annotate）。付けずに実行すると、論点・義務・版が補われる",
            )
        )
    if summary.crops:
        kept, missing = summary.crops["kept"], summary.crops["missing"]
        lines.append(Note(f"crops: kept of {kept} documents", f"原本の画像：{kept}文書分を保存"))
        if missing:
            lines.append(
                Note(
                    f"no crops of {missing} documents: their sources are not there, or cannot be drawn",
                    f"原本の画像なし：{missing}文書（原本がないか、描画できない）",
                )
            )
    return lines


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
