"""Holds a composed paper against texts that it must not repeat: no run of 36 characters may be the same."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

RUN = 36  # characters, after NFKC and without white space


def bare(text: str) -> str:
    """NFKC, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def runs(text: str) -> Iterator[str]:
    """Every run of RUN characters."""
    line = bare(text)
    return (line[i : i + RUN] for i in range(len(line) - RUN + 1))


def repeated(text: str, known: list[str]) -> list[str]:
    """The runs of `text` that stand in one of the known texts too."""
    taken = {run for other in known for run in runs(other)}
    return sorted({run for run in runs(text) if run in taken})


def check(files: list[Path], texts: Path) -> dict[str, list[str]]:
    """File name -> repeated runs, for what a reader of each file sees and for the file's own characters."""
    known = [x.read_text(encoding="utf-8") for x in sorted(texts.glob("*.txt"))]
    found = {file.name: repeated(seen(file), known) for file in files}
    return {name: same for name, same in found.items() if same}


def seen(file: Path) -> str:
    """A file's words."""
    if file.suffix == ".pdf":
        import pymupdf

        with pymupdf.open(file) as document:
            return "".join(page.get_text() for page in document)
    if file.suffix == ".docx":
        import docx

        body = docx.Document(str(file)).element.body
        return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    return file.read_text(encoding="utf-8")
