"""Gathers what the library says to people, and compiles the catalogue: `python -m tests.sentences`.

Writes new texts into `kaigi_extract/locale/ja/LC_MESSAGES/kaigi_extract.po` without a translation, and compiles the
`.mo` beside it. `tests/test_catalogue.py` fails where a text has no Japanese, or the `.mo` is not that of the `.po`.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kaigi_extract.catalogue import DOMAIN, LOCALES
from tests.documentation import parsers

PACKAGE = Path(__file__).parents[1] / "kaigi_extract"
PO = LOCALES / "ja" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
ARGPARSE = (
    "usage: ",
    "options",
    "positional arguments",
    "show this help message and exit",
    "show program's version number and exit",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "argument %(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "expected one argument",
    "expected at least one argument",
    "ambiguous option: %(option)s could match %(matches)s",
    "not allowed with argument %s",
    "%(prog)s: error: %(message)s\n",
    "one of the arguments %s is required",
)
"""What `argparse` says by itself (its sources, Python 3.11 to 3.13)."""
SAID_BY_NOBODY = {
    "kaigi_extract/archive/clause_rows.py": ("Place ", "The ", "What it is about", "clause: "),
    "kaigi_extract/archive/plan.py": ("(ocr_pages", "FROM files", "status ="),
    "kaigi_extract/archive/pool.py": ("end with the parent",),
    "kaigi_extract/archive/query.py": ("no such",),
    "kaigi_extract/archive/report/page.py": ("default-src", "Failed files", "Rows of the metadata without"),
    "kaigi_extract/archive/report/tables.py": ("count(*)", "Values to look at", "not known"),
    "kaigi_extract/cli/export.py": ("A file in", "Akoma", "Open Civic", "Popolo", "W3C", "What a standard", "法令標準"),
    "kaigi_extract/wards/guesses.py": ("no guess: say",),
    "kaigi_extract/limited_process.py": ("import pickle",),
    "kaigi_extract/show/terminal/comparison.py": ("red strike",),
    "kaigi_extract/show/terminal/trial.py": (
        "added to",
        "best proposals",
        "general words",
        "its place",
        "labels of",
        "left over",
        "nothing to",
        "read as",
        "read by",
        "{filled}",
    ),
    "kaigi_extract/source/html_flow.py": ("address article",),
    "kaigi_extract/source/kinds.py": ("PowerPoint Document",),
    "kaigi_extract/source/pdf_pymupdf.py": ("ActualText with", "content stream", "syntax errors", "zlib error"),
}
"""Beginnings of texts of several words that are said by nobody, or elsewhere: names of tags, words of other programs,
descriptions of columns, whose Japanese is in `descriptions.toml`."""
_WORDS = re.compile(r"[a-z]{2,}")
_PARAMETER = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
_CODE = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ATTACH|COPY)\b|\b(?:coalesce|array_to_string)\(|\\|\(\?|</|/>|\{%"
)


def texts() -> set[str]:
    """Every text that the library may say: templates, phrases that fill them, help."""
    found = set(ARGPARSE)
    for path in sorted(PACKAGE.rglob("*.py")):
        found |= set(said_in(path))
    for _, parser in parsers():
        found |= set(_help(parser))
    return {text for text in found if text}


def said_in(path: Path) -> Iterator[str]:
    """Texts of several English words in a module that says messages, its docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(
        isinstance(node, ast.ImportFrom) and node.module == "kaigi_extract.catalogue" for node in ast.walk(tree)
    ):
        return
    skipped = set(_unsaid(tree))
    apart = SAID_BY_NOBODY.get(path.relative_to(PACKAGE.parent).as_posix(), ())
    for node in ast.walk(tree):
        if id(node) in skipped or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if is_sentence(node.value) and not node.value.startswith(apart or "\0"):
            yield node.value
    yield from (text for text in _templates(tree) if any(map(str.isalpha, _PARAMETER.sub("", text))))


def is_sentence(text: str) -> bool:
    """Whether a text has words enough to be said to somebody; names of fields and options are none."""
    return " " in text.strip() and len(_WORDS.findall(_PARAMETER.sub("", text))) >= 2 and not _CODE.search(text)


def _templates(tree: ast.Module) -> Iterator[str]:
    """What is given to `Message` as its template."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message" and node.args:
            yield from (one.value for one in _branches(node.args[0]) if isinstance(one.value, str))


def _branches(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.IfExp):
        yield from (*_branches(node.body), *_branches(node.orelse))
    elif isinstance(node, ast.Constant):
        yield node


def _unsaid(tree: ast.Module) -> Iterator[int]:
    """Docstrings, and what is compiled as a pattern or looked up by name."""
    for node in ast.walk(tree):
        for statement in getattr(node, "body", ()) if isinstance(getattr(node, "body", ()), list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield id(statement.value)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
            "compile",
            "search",
            "match",
            "findall",
            "execute",
        ):
            yield from map(id, ast.walk(node))
        if isinstance(node, ast.JoinedStr):
            yield from map(id, ast.walk(node))


def _help(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from (parser.description or "", parser.epilog or "")
    yield from (group.title or "" for group in parser._action_groups)
    yield from (group.description or "" for group in parser._action_groups)
    for action in parser._actions:
        if action.help and action.help != argparse.SUPPRESS:
            yield action.help
        if isinstance(action, argparse._SubParsersAction):
            yield from (listed.help or "" for listed in action._choices_actions)


def read_catalogue() -> Catalog:
    """The catalogue as it is kept."""
    if not PO.is_file():
        return Catalog(locale="ja", domain=DOMAIN)
    with PO.open("rb") as file:
        return read_po(file, locale="ja", domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as `gettext` reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    """Brings the catalogue up to the code: new texts wait for their Japanese, old ones go."""
    kept, wanted = read_catalogue(), texts()
    days = {"creation_date": kept.creation_date, "revision_date": kept.revision_date}  # else each branch has its own
    catalogue = Catalog(locale="ja", domain=DOMAIN, project="kaigi_extract", fuzzy=False, **days)
    for text in sorted(wanted):
        known = kept.get(text)
        catalogue.add(text, known.string if known is not None else "")
    with PO.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, sort_output=False)
    MO.write_bytes(compiled(catalogue))
    waiting = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(wanted)} texts, {len(waiting)} without Japanese")
    for text in waiting[:20]:
        print(f"  {text}")


if __name__ == "__main__":
    main()
