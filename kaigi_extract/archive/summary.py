"""What a run came to, in numbers: read from the manifest, written as text and as a page of HTML."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from kaigi_extract.archive.annotations import ANNOTATE, annotation_counts
from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.progress import duration
from kaigi_extract.archive.report import ReportTable
from kaigi_extract.archive.verbs import MIGRATE
from kaigi_extract.optional import load

ROWS_SHOWN = 20
"""Rows of the metadata without a file that are listed on the terminal; the page of HTML has them all."""
STATUSES = ("done", "failed", "duplicate", "skipped", "todo")

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 70em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.6; }}
table {{ border-collapse: collapse; margin: 0 0 2em; }}
thead th {{ position: sticky; top: 0; background: Canvas; }}
th, td {{ border-bottom: 1px solid #8884; padding: .2em .8em; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: break-word; }}
small {{ font-weight: normal; }}
@media print {{ body {{ max-width: none; margin: 0; }} thead th {{ position: static; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


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
    planned: list[tuple[str, str]] = field(default_factory=list)
    """Of a dry run: the name of each file that would be read, and why."""

    @property
    def exit_code(self) -> int:
        """0 when all went in, 6 when some failed."""
        return 6 if self.files.get("failed") else 0


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
    lines += _annotation_lines(summary)
    if summary.unmatched:
        lines.append(f"{len(summary.unmatched)} rows of the metadata name no file that was found; check their paths:")
        lines += [f"  {row}" for row in summary.unmatched[:ROWS_SHOWN]]
        if len(summary.unmatched) > ROWS_SHOWN:
            lines.append(f"  and {len(summary.unmatched) - ROWS_SHOWN} more")
    return "\n".join(lines) + "\n"


def _annotation_lines(summary: Summary) -> list[str]:
    """What of the clauses is annotated and what is not."""
    clauses, failed = (summary.annotations.get(name, 0) for name in ("clauses", "failed"))
    lines = []
    if clauses:
        lines.append(f"annotated: {clauses} distinct clauses")
    if failed:
        lines.append(f"not annotated: {failed} questions had no answer; the findings not_annotated say why")
    if not summary.annotated:
        lines.append("annotation was left out (--no-annotate); a run without it fills topics, duties and versions in")
    return lines


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def summary_html(
    summary: Summary,
    failures: Iterable[tuple[str, str, str]],
    tables: Iterable[ReportTable] = (),
    linked: Callable[[str], str] = escape,
) -> str:
    """The numbers, every failure, and `tables` as one page that needs nothing else.

    `linked` gives the name of a file as HTML.
    """
    name = os.path.basename(os.path.abspath(summary.dest))
    parts = [
        f"<p>{escape(line)}</p>"
        for line in summary_text(replace(summary, dest=name)).splitlines()[: 3 if summary.works else 2]
    ]
    parts += [f"<p>{escape(line)}</p>" for line in _annotation_lines(summary)]
    for heading, counts in (
        ("Files", summary.files),
        ("Failures by reason", summary.failures),
        ("Findings by code", summary.findings),
    ):
        parts.append(_table(heading, ("", "number"), ((what, str(count)) for what, count in counts.items())))
    failed = [[linked(file), escape(kind), escape(reason)] for file, kind, reason in failures]
    parts.append(_drawn("Failed files", ("file", "reason", "in words"), failed))
    if summary.unmatched:
        parts.append(_table("Rows of the metadata without a file", ("row",), ((row,) for row in summary.unmatched)))
    for table in tables:
        parts.append(_drawn(table.heading, table.names, table.rows))
        if table.left_out:
            parts.append(f"<p>{escape(table.left_out)}</p>")
    title = f"Archive {name}"
    return PAGE.format(title=escape(title), body="\n".join(parts))


def _table(heading: str, names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return _drawn(heading, names, [[escape(cell) for cell in row] for row in rows])


def _drawn(heading: str, names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are HTML already."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    if not lines:
        return f"<h2>{escape(heading)}</h2>\n<p>None.</p>"
    count = f" <small>{len(lines)}</small>" if len(lines) > ROWS_SHOWN else ""
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"
    return f"<h2>{escape(heading)}{count}</h2>\n{table}"
