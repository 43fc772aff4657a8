"""The report as a page: fills the template, and seals it. Opens no file but its own.

Everything from the documents goes through Jinja2's escaping. Should markup ever slip in, the content security policy
lets no script or style run but the two whose hashes it names, and no request leave the page. It can be read without the
script, which filters and sorts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from kaigi_extract.archive.folder import DUCKDB
from kaigi_extract.archive.progress import duration
from kaigi_extract.archive.report.tables import ReportCell, ReportRow, ReportTable, ward_cell
from kaigi_extract.archive.summary import Summary, notes_on
from kaigi_extract.archive.words import archive_words
from kaigi_extract.catalogue import in_language
from kaigi_extract.text.legible import legible
from kaigi_extract.text.policy import policy_source

POLICY = (
    "default-src 'none'; img-src data:; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
)
FILTERED = ("failed", "doubtful", "documents", "unmatched")
"""Tables whose rows words and choices filter; the others count all there is."""


def report_html(
    summary: Summary, failures: Iterable[tuple[ReportCell, str, str]] = (), tables: Iterable[ReportTable] = ()
) -> str:
    """The page: the numbers, every failure (its file, kind and reason), and `tables`."""
    known = {table.id: table for table in tables}
    everything = [
        *(known[name] for name in ("wards", "years") if name in known),
        _codes(summary.findings),
        _failed(failures),
        *(known[name] for name in ("doubtful", "documents") if name in known),
        _unmatched(summary.unmatched),
    ]
    rows = [row for table in everything if table.id in FILTERED for row in table.rows]
    script, style = _ours("report.js"), _ours("report.css")
    return legible(
        _template().render(
            name=os.path.basename(os.path.abspath(summary.dest)),
            summary=summary,
            words=archive_words(),
            time=duration(summary.seconds),
            notes=notes_on(summary),
            tables=[table for table in everything if table.rows or table.id in ("failed", "doubtful", "documents")],
            filtered=FILTERED,
            wards=[(ward, _option(ward)) for ward in _choices(row.ward for row in rows)],
            years=_choices(row.year for row in rows),
            codes=_choices(row.code for row in rows),
            database=DUCKDB,
            script=script,
            style=style,
            policy=POLICY.format(script=policy_source(script), style=policy_source(style)),
        )
    )


def _option(ward: str) -> ReportCell:
    return ward_cell(None if ward == "-" else ward)


def _choices(values: Iterable[str]) -> list[str]:
    """What can be chosen, in order; what is not known comes last."""
    return sorted({value for value in values if value}, key=lambda value: (value == "-", value))


def _codes(findings: Mapping[str, int]) -> ReportTable:
    rows = [ReportRow([ReportCell(code), ReportCell(str(count))], code=code) for code, count in findings.items()]
    return ReportTable("codes", ("所見", "Findings"), ("code", "number"), rows)


def _failed(failures: Iterable[tuple[ReportCell, str, str]]) -> ReportTable:
    rows = [
        ReportRow([file, ReportCell(kind), ReportCell(in_language(reason, "ja"), reason)])
        for file, kind, reason in failures
    ]
    return ReportTable("failed", ("失敗したファイル", "Failed files"), ("file", "kind", "message"), rows)


def _unmatched(found: Iterable[str]) -> ReportTable:
    rows = [ReportRow([ReportCell(row)]) for row in found]
    heading = ("該当ファイルのないメタデータ", "Rows of the metadata without a file")
    return ReportTable("unmatched", heading, ("row",), rows)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_ours("page.html"))


@cache
def _ours(name: str) -> str:
    """A file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
