"""What is done with a damaged file: every reader, every command. Each ends with a record, a typed error or an exit code.

A way raises `Broken` where something comes out that must not; any exception but a `KaigiError` is a fault as it is.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaigi_extract import Document, check_archive, extract
from kaigi_extract.cli import main
from tests.fuzz.sound import sound

PAPERS = frozenset(
    (
        *(".pdf", ".docx", ".xlsx", ".doc", ".odt", ".rtf", ".html", ".csv", ".txt", ".md", ".toml", ".json", ".zip"),
        *(".png", ".jpg", ".tif", ".gif", ".bmp", ".webp", ".jp2"),
    )
)
PICTURES = frozenset((".png", ".jpg", ".tif", ".gif", ".bmp", ".webp", ".jp2"))
CODES = frozenset(range(13)) - {1}
"""Exit codes that say what went wrong; 1 is an error that the library does not know."""
REPORT = "please report it"
"""What is said of an error that is not the library's own."""
PLAIN = ("--recogniser", "none")


class Broken(Exception):
    """What came out is none of what may come out."""


@dataclass(frozen=True, slots=True)
class Way:
    """`run` gets the path of the damaged file, in a folder of its own."""

    run: Callable[[Path], object]
    endings: frozenset[str] = PAPERS
    weight: float = 1.0
    only: str = ""
    """The one file that it is for."""

    def takes(self, file: str) -> bool:
        own = self.only or None
        if file in OWN:
            return own == file or (own is None and self.weight >= READ)
        return own is None and os.path.splitext(file)[1] in self.endings


READ = 6.0
"""Weight of the plain readers."""
OWN = ("mapping.toml", "corrections.json", "metadata.csv")
"""Files that commands take beside the documents."""


def read(path: Path, **how: Any) -> Document:
    """The record, which goes into JSON and comes back."""
    document = extract(path, **({"recogniser": "none"} | how))
    written = document.model_dump_json()
    if Document.model_validate_json(written) != document:
        raise Broken("the record is another one when it comes back from JSON")
    return document


def look(path: Path) -> None:
    """Reads it and looks at it in every way that needs no page."""
    from kaigi_extract.show.export.markdown import document_markdown

    document = read(path)
    str(document)
    document._repr_html_()
    document_markdown(document)


def show(path: Path) -> None:
    """The pages and values of the record as they are printed."""
    document = read(path)
    for number in range(1, min(document.source.page_count, 3) + 1):
        document.show_page(number)
    for case in [each for each in document.cases if any(found.spans for found in each.evidence.values())][:2]:
        case.show()


def command(*words: str, where: str = "{path}") -> Callable[[Path], None]:
    """A command line; `{path}` is the file, `{out}` something that is not there yet, `{sound}` a sound paper."""

    def run(path: Path) -> None:
        places = {"path": str(path), "out": str(path.parent / "out"), "sound": str(path.parent / "sound.txt")}
        (path.parent / "sound.txt").write_bytes(sound("paper.txt"))
        call(*(word.format(**places) for word in words))

    return run


def call(*words: str) -> str:
    """Runs one command; what it said on standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    err.flush()
    said = err.buffer.getvalue().decode("utf-8", "replace")  # type: ignore[attr-defined]
    if code not in CODES or REPORT in said or "Traceback" in said:
        raise Broken(f"exit code {code}: {said.strip().splitlines()[-1] if said.strip() else 'nothing is said'}")
    return said


def migrate(path: Path) -> None:
    """Into an archive, which accounts for it and is whole."""
    dest = path.parent / "archive"
    call("migrate", str(path), str(dest), "--workers", "1", "--no-annotate", "--lang", "en", *PLAIN)
    with closing(sqlite3.connect(dest / "manifest.sqlite")) as manifest:
        rows = manifest.execute("SELECT name, kind, reason FROM manifest").fetchall()
    accounted(rows, check_archive(dest))


def accounted(rows: list[tuple[Any, ...]], faults: list[Any]) -> None:
    """Raises where a file is not in the archive, or is in it for want of our own."""
    if not rows:
        raise Broken("the file is not in the archive")
    bad = [row for row in rows if row[1] in ("error", "died", "timeout", "memory")]
    if bad or faults:
        raise Broken(f"{bad[:1]} {faults[:1]}")


def with_corrections(path: Path) -> None:
    """Corrections beside the paper that they are of."""
    paper = path.with_name("a.txt")
    paper.write_bytes(sound("paper.txt"))
    shutil.copy(path, path.with_name("a.txt.corrections.json"))
    call("correct", str(paper), "--list")
    read(paper)


def from_memory(path: Path) -> None:
    """As bytes, with the ending of nothing."""
    extract(path.read_bytes(), recogniser="none", name="given")


def limited(path: Path) -> None:
    """In a process of its own."""
    extract(path, recogniser="none", max_seconds=60, max_memory=2000)


PDF, TERMS = frozenset((".pdf",)), frozenset((".pdf", ".docx", ".txt", ".html", ".xlsx", ".csv"))
STANDARDS = ("law-xml", "akoma-ntoso", "popolo", "ocd", "web-annotations")

WAYS: dict[str, Way] = {
    "extract": Way(read, weight=2 * READ),
    "pdfplumber": Way(lambda path: read(path, reader="pdfplumber"), PDF, READ),
    "both": Way(lambda path: read(path, reader="both"), PDF, 3.0),
    "recognised": Way(lambda path: read(path, recogniser="auto"), PICTURES | PDF, 2.0),
    "look": Way(look, weight=3.0),
    "show": Way(show, weight=2.0),
    "bytes": Way(from_memory, weight=2.0),
    "limited": Way(limited, weight=0.2),
    "text": Way(command("extract", "{path}", "--format", "text", "--full", *PLAIN)),
    "attachments": Way(command("extract", "{path}", "--attachments", "--out", "{out}", *PLAIN), PDF),
    "explain": Way(command("explain", "{path}", *PLAIN)),
    "diff": Way(command("diff", "{path}", "{sound}::個人情報取扱特記事項", *PLAIN), TERMS),
    "kaimebun": Way(command("diff", "{sound}::個人情報取扱特記事項", "{path}", "--format", "kaimebun", *PLAIN), TERMS),
    "report.html": Way(command("report", "{path}", "{sound}::個人情報取扱特記事項", "-o", "{out}.html", *PLAIN), TERMS),
    "report.docx": Way(command("report", "{sound}::個人情報取扱特記事項", "{path}", "-o", "{out}.docx", *PLAIN), TERMS),
    "report.xlsx": Way(command("report", "{path}", "{path}", "-o", "{out}.xlsx", *PLAIN), TERMS),
    "amend": Way(command("amend", "{path}", "{path}", *PLAIN), TERMS),
    "clauses": Way(command("clauses", "{path}", *PLAIN), TERMS, 0.3),
    **{name: Way(command("export", "{path}", "--to", name, *PLAIN), TERMS) for name in STANDARDS},
    "families": Way(command("families", "{path}", "{sound}", *PLAIN), TERMS),
    "conformity": Way(command("conformity", "{path}", *PLAIN), TERMS, 0.3),
    "correct": Way(command("correct", "{path}", "/cases/0/title", "別の件名", *PLAIN)),
    "template": Way(
        command("report", "{sound}::個人情報取扱特記事項", "{sound}", "-o", "{out}.docx", "--template", "{path}", *PLAIN),
        frozenset((".docx",)),
    ),
    "draft": Way(command("wards", "draft", "{path}", *PLAIN)),
    "searchable": Way(command("searchable", "{path}", "{out}.pdf", "--recogniser", "none"), PDF, 2.0),
    "migrate": Way(migrate, PAPERS, 0.2),
    "check": Way(command("wards", "check", "{path}"), only="mapping.toml", weight=3.0),
    "mapping": Way(command("extract", "{sound}", "--mapping", "{path}", *PLAIN), only="mapping.toml", weight=3.0),
    "try": Way(command("wards", "try", "{path}", "{sound}", "--accept", "0.5", *PLAIN), only="mapping.toml"),
    "add": Way(command("wards", "add", "{path}", "labels.form.reason", "わけ"), only="mapping.toml"),
    "checklist": Way(command("conformity", "{sound}", "--checklist", "{path}", *PLAIN), only="mapping.toml", weight=0.5),
    "beside": Way(with_corrections, only="corrections.json", weight=3.0),
    "import": Way(command("correct", "{sound}", "--import", "{path}", *PLAIN), only="corrections.json", weight=3.0),
    "metadata": Way(
        command("migrate", "{sound}", "{out}", "--metadata", "{path}", "--dry-run", *PLAIN),
        only="metadata.csv",
        weight=3.0,
    ),
}  # fmt: skip


def quiet() -> None:
    """What engines print on their own goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    sys.stderr = io.TextIOWrapper(io.FileIO(os.dup(nowhere), "w"), "utf-8")
