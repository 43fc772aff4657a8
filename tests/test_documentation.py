"""The documentation says what is so: pages name what exists, show what code prints, and miss no public name or option."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import BaseModel

import kaigi_extract
from kaigi_extract import clauses, records
from tests import documentation
from tests.test_readme import printed

ROOT = Path(__file__).parents[1]
DOCS = ROOT / ".github" / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / ".github" / "CONTRIBUTING.md"]
CODE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.M | re.S)
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
CALL = re.compile(rf"({NAME.pattern})\(.*\)", re.S)
PATH = re.compile(r"(?:\.\./)?[\w.*-]+(?:/[\w.*-]*)+|[\w.*-]+\.(?:py|md|toml|yml|json)")
TABLE = re.compile(r"\[\[?([\w.]+)\]\]?")
RUN = re.compile(r"(?:python -m (?P<module>[\w.]+)|(?:python|pytest) (?P<path>[\w./-]+\.py))")
MADE_UP = {"tests/test_ROOM_MODULE.py", "minami.toml", "my_package:MyRecogniser"}
"""Paths that stand for others."""
SAID = {"docs", "dev", "guess", "utils", "kaigi_extract.recognisers", ".docx", ".txt", ".md", ".pdf", "../shared"}
"""Words of the text that are neither names nor paths: extras, a remark in drafts, endings."""
HOME = (ROOT, ROOT / "kaigi_extract", ROOT / ".github")
"""Where paths may begin."""


def without_code(page: Path) -> str:
    return CODE.sub("", page.read_text(encoding="utf-8"))


def code(page: Path, language: str) -> str:
    """All code of one language on a page, as one program."""
    blocks = (match[3] for match in CODE.finditer(page.read_text(encoding="utf-8")) if match[2] == language)
    return "\n".join(blocks)


# Names and paths


def missing(text: str) -> list[str]:
    """What stands in backticks and is not there: paths, commands, names, options, tables of a mapping."""
    return [span for span in SPAN.findall(text) if not is_there(span)]


def is_there(span: str) -> bool:
    if span in SAID | MADE_UP or not span.replace("…", "").isascii():
        return True
    if run := RUN.match(span):
        return find_spec(run["module"]) is not None if run["module"] else (ROOT / run["path"]).is_file()
    if span.startswith("kaigi-extract"):
        return span == "kaigi-extract" or any(f"{span} ".startswith(f"{name} ") for name in commands()[1:])
    if span.startswith("--"):
        return span.split()[0] in options()
    if table := TABLE.fullmatch(span):
        return is_table(table[1].split("."))
    if call := CALL.fullmatch(span):
        return is_name(call[1])
    if PATH.fullmatch(span):
        return is_path(span)
    return is_name(span) if NAME.fullmatch(span) else True


def is_path(span: str) -> bool:
    return any(any(home.glob(span.rstrip("/"))) for home in HOME)


@functools.cache
def commands() -> list[str]:
    return [name for name, _ in documentation.parsers()]


@functools.cache
def options() -> set[str]:
    """Options of the command line and of `tests.freeze`."""
    own = {o for _, parser in documentation.parsers() for action in parser._actions for o in action.option_strings}
    return own | {"--keep", "--gold", "--scans"}


def is_table(keys: list[str]) -> bool:
    """Whether a table of a mapping has a key in the model of a ward, or of the words of all wards."""
    from kaigi_extract.wards.model import Common, Ward

    for model in (Ward, Common):
        fields = model.model_fields
        for key in keys:
            if key not in fields:
                break
            annotation = fields[key].annotation
            fields = annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, BaseModel) else {}
        else:
            return True
    return False


def is_name(name: str) -> bool:
    """A module, or what is in one; a class of the package and its attribute; a bare name that the package defines."""
    if resolves(name) or resolves(f"kaigi_extract.{name}"):
        return True
    first, _, rest = name.partition(".")
    if not rest:
        return first in defined() or hasattr(builtins, first)
    return any(has(owner, rest.split(".")) for owner in classes().get(first, ()))


def resolves(name: str) -> bool:
    """Whether a dotted name leads to something in the package or in its tests."""
    module, rest = name.split("."), []
    if module[0] not in {"kaigi_extract", "tests"}:
        return False
    while module:
        try:
            return has(import_module(".".join(module)), rest)
        except ImportError:
            rest.insert(0, module.pop())
    return False


def has(owner: object, names: list[str]) -> bool:
    """Whether an object has an attribute, a field, or an attribute that is set when it is made."""
    if not names:
        return True
    first, *rest = names
    if hasattr(owner, first):
        return has(getattr(owner, first), rest)
    kinds = owner.__mro__ if isinstance(owner, type) else ()
    known = {name for kind in kinds for name in [*vars(kind).get("__annotations__", ()), *attributes().get(kind, ())]}
    return first in known and not rest


@functools.cache
def trees() -> dict[str, ast.Module]:
    paths = (ROOT / "kaigi_extract").rglob("*.py")
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
        for path in paths
    }


@functools.cache
def defined() -> set[str]:
    """Every name that the package gives to a module, a class, a function, an argument, a constant or a field."""
    names = {part for module in trees() for part in module.split(".")}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names.add(node.name)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names |= {node.value} if NAME.fullmatch(node.value) else set()  # values such as "furniture"
    return names


@functools.cache
def classes() -> dict[str, list[type]]:
    """Every class of the package by its name."""
    found: dict[str, list[type]] = {}
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not module.endswith("__main__"):
                found.setdefault(node.name, []).append(getattr(import_module(module), node.name))
    return found


@functools.cache
def attributes() -> dict[type, set[str]]:
    """What `self.…` is set to in the methods of each class."""
    return {
        getattr(import_module(module), node.name): {
            target.attr
            for target in ast.walk(node)
            if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store)
        }
        for module, tree in trees().items()
        if not module.endswith("__main__")
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_pages_name_is_there(page):
    assert missing(without_code(page)) == []


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_what_the_readme_says_of_the_building_is_there(readme):
    section = (ROOT / readme).read_text("utf-8").split("\n## ")[-2]
    assert "ARCHITECTURE" in section.upper()
    assert missing(section) == []


@pytest.mark.parametrize(
    ("span", "there"),
    [
        ("layout/page.py", True),
        ("layout/sheet.py", False),
        ("pyproject.toml", True),
        ("wards/*.toml", True),
        ("wards/*.yaml", False),
        ("layout.page.arrange_page", True),
        ("layout.page.arrange_sheet", False),
        ("kaigi_extract.parts.kinds.KINDS", True),
        ("Case.title", True),
        ("Case.titel", False),
        ("Page.hidden", True),
        ("Findings.decided(pointer, …)", True),
        ("Findings.chosen(pointer, …)", False),
        ("Findings.reasons", True),
        ("find_citations", True),
        ("find_quotations", False),
        ("python -m tests.freeze", True),
        ("python -m tests.thaw", False),
        ("pytest tests/test_documentation.py", True),
        ("pytest tests/test_nothing.py", False),
        ("kaigi-extract wards draft FILE...", True),
        ("kaigi-extract guess FILE", False),
        ("--recogniser mine", True),
        ("--recognizer mine", False),
        ("[labels.form]", True),
        ("[labels.paper]", False),
        ("[[misprints]]", True),
    ],
)
def test_what_counts_as_there(span, there):
    assert (missing(f"`{span}`") == []) == there


# Code on the pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_prints_what_the_page_says(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    wrong = [
        (words, output)
        for words, output in printed(code(page, "python"))
        if not re.fullmatch(".*".join(map(re.escape, words.split("…"))), output, re.S)
    ]
    assert wrong == []


# Architecture


def test_the_floors_are_those_of_the_contract():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| ", (DOCS / "architecture.md").read_text("utf-8").split("## Floors")[1], re.M)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    named = [re.findall(r"\w+", layer) for layer in layers if "__main__" not in layer]
    assert [sorted(SPAN.findall(row)) for row in rows[: len(named)]] == [sorted(layer) for layer in named]


# Glossary


def terms() -> list[tuple[str, str, str]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", (DOCS / "glossary.md").read_text("utf-8"), re.M)
    return [row for row in rows if row[0] != "Japanese"]


def test_the_glossary_has_the_terms_of_the_field():
    japanese = " ".join(japanese for japanese, *_ in terms())
    wanted = "諮問 報告事項 記録票 会議要録 答申 特記事項 委託 条例の根拠 資料 事業の概要 項 号 条 件名 審議会 新旧対照表"
    assert [word for word in wanted.split() if word not in japanese] == []
    assert len(terms()) >= 30


@pytest.mark.parametrize(("japanese", "english", "where"), terms(), ids=[japanese for japanese, *_ in terms()])
def test_each_term_has_a_class_or_a_field_of_a_record(japanese, english, where):
    names = SPAN.findall(where)
    assert names
    assert [name for name in names if not has(records, name.split(".")) and not is_field(name)] == []


def is_field(name: str) -> bool:
    owner, _, field = name.partition(".")
    model = getattr(records, owner, None)
    return model is not None and field in model.model_fields


# Reference


def referred() -> list[str]:
    return re.findall(r"^::: ([\w.]+)$", (DOCS / "reference.md").read_text("utf-8"), re.M)


def test_every_public_name_is_in_the_reference():
    assert sorted({f"kaigi_extract.{name}" for name in kaigi_extract.__all__} - {*referred()}) == []


def test_every_record_and_what_clauses_give_is_in_the_reference():
    models = {name for name in records.__all__ if isinstance(getattr(records, name), type)} - {"Record"}
    given = {*models, *clauses.__all__}
    assert sorted(given - {name.rpartition(".")[2] for name in referred()}) == []


def test_the_reference_has_each_name_once_and_no_other():
    assert len(referred()) == len({*referred()})
    assert [name for name in referred() if not resolves(name)] == []


# Command line


def test_the_command_line_page_is_what_the_parsers_say():
    assert documentation.PAGE.read_text("utf-8") == documentation.page(), "run `python -m tests.documentation`"


@pytest.mark.parametrize(("name", "parser"), list(documentation.parsers()), ids=[name for name, _ in documentation.parsers()])
def test_each_command_and_each_option_is_documented(name, parser):
    page = documentation.PAGE.read_text("utf-8")
    section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
    shared = page.split("\n## How files are read\n")[1].split("\n## ")[0] if "#how-files-are-read" in section else ""
    undocumented = [
        action.dest
        for action in parser._actions
        if documentation._is_argument(action) and documentation._spelled(action) not in section + shared
    ]
    assert undocumented == []


def test_no_line_of_usage_is_too_long():
    usages = CODE.findall(documentation.PAGE.read_text("utf-8").split("\n## Exit codes")[0])
    assert [line for *_, usage in usages for line in usage.splitlines() if len(line) > documentation.WIDTH] == []


# Site


class Requests(HTMLParser):
    """What a browser asks for by itself when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "audio", "video"}:
            self.found.append(given.get("src") or "")
        elif tag == "link" and given.get("rel") not in {"canonical", "next", "prev"}:
            self.found.append(given.get("href") or "")


def requests(html: str) -> list[str]:
    """Requests that leave the site."""
    parser = Requests()
    parser.feed(html)
    return [place for place in parser.found if re.match(r"(?:\w+:)?//", place)]


def test_what_leaves_the_site_is_seen():
    html = '<link rel="icon" href="a.png"><script src="https://x/a.js"></script><img src="//x/b.png"><a href="http://x">'
    assert requests(html) == ["https://x/a.js", "//x/b.png"]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    pytest.importorskip("material", reason="the site is built with the extra docs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", ".github/mkdocs.yml", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def site_pages(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.name, path.read_text("utf-8")


def test_the_site_asks_the_network_for_nothing(site):
    assert [(name, place) for name, html in site_pages(site) for place in requests(html)] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*\)|@import[^;]*//", styles) == []


def test_the_site_has_each_public_name_with_its_docstring(site):
    html = (site / "reference.html").read_text("utf-8")
    assert [name for name in referred() if f'id="{name}"' not in html] == []
    text = re.sub(r"<[^>]+>", "", html)
    assert "Everything that one file says, as records with their evidence." in text
    assert "The crop of the page that" in text  # inherited methods are there, too


def test_the_site_has_contributing(site):
    assert "What a change gained and lost" in (site / "contributing.html").read_text("utf-8")
