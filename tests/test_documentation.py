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
TUTORIALS = sorted((DOCS / "tutorials").glob("*.md"))
"""Whose code is run, with their commands, by `tests/test_tutorials.py`."""
CODE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.M | re.S)
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
CALL = re.compile(rf"({NAME.pattern})\(.*\)", re.S)
PATH = re.compile(r"(?:\.\./)?[\w.*-]+(?:/[\w.*-]*)+|[\w.*-]+\.(?:py|md|toml|yml|json)")
TABLE = re.compile(r"\[\[?([\w.]+)\]\]?")
TEST = re.compile(r"(?P<path>tests/[\w/]+\.py)::(?P<name>[\w:]+)")
RUN = re.compile(r"(?:python -m (?P<module>[\w.]+)|(?:python|pytest) (?P<path>[\w./-]+\.py))")
MADE_UP = {"tests/test_ROOM_MODULE.py", "minami.toml", "my_package:MyRecogniser", "kaigi-demo/site/index.html"}
"""Paths that stand for others."""
SAID = {
    "slow",
    "real",
    "browser",
    "scan",
    "docs",
    "dev",
    "mypy",
    "guess",
    "utils",
    "kaigi_extract.recognisers",
    ".docx",
    ".txt",
    ".md",
    ".pdf",
    "../shared",
}
"""Words of the text that are neither names nor paths: markers, extras, a program, a remark in drafts, endings."""
OF_AN_ARCHIVE = {"archive.sql", "corrections.json", "datapackage.json", "datasette.json", "kaigi-demo/documents"}
"""What the tutorials name of the archive that they make: files, and a method of its variable."""
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
    if span.removeprefix("tables/") in SAID | MADE_UP | OF_AN_ARCHIVE or not span.replace("…", "").isascii():
        return True
    if test := TEST.fullmatch(span):
        return is_test(ROOT / test["path"], test["name"].split("::"))
    if run := RUN.match(span):
        return is_run(run)
    if span.startswith("kaigi-extract"):
        return span == "kaigi-extract" or any(f"{span} ".startswith(f"{name} ") for name in commands()[1:])
    if span.startswith("--"):
        return span.split(maxsplit=1)[0] in options()
    if table := TABLE.fullmatch(span):
        return is_table(table[1].split("."))
    if PATH.fullmatch(span):
        return is_path(span)
    named = CALL.fullmatch(span) or NAME.fullmatch(span)
    return named is None or is_name(named[1] if named.re is CALL else span)


def is_run(run: re.Match[str]) -> bool:
    """Whether a module or a script that is to be run is there, or comes with the extra `dev`."""
    if not run["module"]:
        return (ROOT / run["path"]).is_file()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {re.match(r"[\w-]+", one)[0] for one in project["optional-dependencies"]["dev"]}
    return run["module"] in extra or find_spec(run["module"]) is not None


def is_path(span: str) -> bool:
    return any(any(home.glob(span.rstrip("/"))) for home in HOME)


def is_test(path: Path, names: list[str]) -> bool:
    """Whether a file of tests has a test, or a class with it, at any depth."""
    if not path.is_file():
        return False
    tree: ast.AST = ast.parse(path.read_text("utf-8"))
    below = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return all(any(node.name == name for node in below) for name in names)


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
            fields = (
                annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, BaseModel) else {}
            )
        else:
            return True
    return False


def is_name(name: str) -> bool:
    """A module, or what is in one; a class of the package and its attribute; a bare name that the package defines."""
    if resolves(name) or resolves(f"kaigi_extract.{name}"):
        return True
    first, _, rest = name.partition(".")
    return rest in members(first) if rest else first in defined() or hasattr(builtins, first)


def resolves(name: str) -> bool:
    """Whether a dotted name leads to a module of the package, to what is in it, or to a member of that."""
    module, rest = name, []
    while module and module not in trees():
        module, _, last = module.rpartition(".")
        rest.insert(0, last)
    if not module or len(rest) > 2:
        return False
    names = names_of(trees()[module])
    return not rest or (rest[0] in names and (len(rest) == 1 or rest[1] in members(rest[0])))


@functools.cache
def trees() -> dict[str, ast.Module]:
    """The syntax trees of the package by the names of its modules: nothing needs to be imported."""
    paths = (ROOT / "kaigi_extract").rglob("*.py")
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text("utf-8")
        )
        for path in paths
    }


def names_of(tree: ast.AST) -> set[str]:
    """What a module or a class defines or imports, in any of its branches, but not in its functions."""
    names: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, ast.expr) or isinstance(node, (ast.Tuple, ast.List)):
            names |= names_of(node)
    return names


@functools.cache
def classes() -> dict[str, list[ast.ClassDef]]:
    """The classes of the package by name."""
    found: dict[str, list[ast.ClassDef]] = {}
    for tree in trees().values():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(node)
    return found


@functools.cache
def members(name: str) -> frozenset[str]:
    """What the classes of a name and their bases define, and what their methods set of `self`."""
    found: set[str] = set()
    for node in classes().get(name, ()):
        found |= names_of(node)
        found |= {
            one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store)
        }
        for base in node.bases:
            found |= members(base.id) if isinstance(base, ast.Name) else set()
    return frozenset(found)


@functools.cache
def defined() -> set[str]:
    """Every name that the package gives to anything, and values such as "furniture"."""
    names = {part for module in trees() for part in module.split(".")}
    for tree in trees().values():
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    names.add(name)
                case ast.Constant(value=str(name)) if NAME.fullmatch(name):
                    names.add(name)
    return names


@pytest.mark.parametrize("page", [*PAGES, *TUTORIALS], ids=lambda page: page.name)
def test_what_pages_name_is_there(page):
    assert missing(without_code(page)) == []


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_what_the_readme_says_of_the_building_is_there(readme):
    section = (ROOT / readme).read_text("utf-8").split("\n## ")[-2]
    assert [
        page for page in ("architecture", "glossary", "reference", "command-line") if f"docs/{page}.md" not in section
    ] == []
    assert ".github/CONTRIBUTING.md" in section
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
        ("python -m build", True),
        ("pytest tests/test_documentation.py", True),
        ("pytest tests/test_nothing.py", False),
        ("tests/test_documentation.py::test_what_counts_as_there", True),
        ("tests/test_documentation.py::test_what_counts_as_gone", False),
        ("tests/test_limits.py::TestBombs", True),
        ("tests/test_nothing.py::test_it", False),
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_code_prints_is_said_on_its_line(page):
    """`printed` looks at lines with a print and a comment: where ruff wraps one, nothing would be compared."""
    assert re.findall(r"^\s*\)  # .*", code(page, "python"), re.M) == []


# Architecture


def test_the_floors_are_those_of_the_contract():
    rows = re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \| ", (DOCS / "architecture.md").read_text("utf-8").split("## Floors")[1], re.M
    )
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
    wanted = (
        "諮問 報告事項 記録票 会議要録 答申 特記事項 委託 条例の根拠 資料 事業の概要 項 号 条 件名 審議会 新旧対照表"
    )
    assert [word for word in wanted.split() if word not in japanese] == []
    assert len(terms()) >= 30


@pytest.mark.parametrize(("japanese", "english", "where"), terms(), ids=[japanese for japanese, *_ in terms()])
def test_each_term_has_a_class_or_a_field_of_a_record(japanese, english, where):
    names = SPAN.findall(where)
    assert names
    assert [name for name in names if not is_of_records(name)] == []


def is_of_records(name: str) -> bool:
    owner, _, member = name.partition(".")
    return owner in records.__all__ and (not member or member in members(owner))


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Case", True),
        ("Case.title", True),
        ("Case.show", True),
        ("Case.titel", False),
        ("Page", False),
        ("Ward.id", False),
    ],
)
def test_what_counts_as_a_field_of_a_record(name, there):
    assert is_of_records(name) == there


# Reference


def referred(page: str = "reference.md") -> list[str]:
    return re.findall(r"^::: ([\w.]+)$", (DOCS / page).read_text("utf-8"), re.M)


def test_every_public_name_is_in_the_reference():
    there = {*referred(), *referred("settings.md")}
    assert sorted({f"kaigi_extract.{name}" for name in kaigi_extract.__all__} - there) == []


def test_every_record_and_what_clauses_give_is_in_the_reference():
    models = {name for name in records.__all__ if isinstance(getattr(records, name), type)} - {"Record"}
    given = {*models, *clauses.__all__}
    assert sorted(given - {name.rpartition(".")[2] for name in referred()}) == []


def test_the_reference_has_each_name_once_and_no_other():
    assert len(referred()) == len({*referred()})
    assert [name for name in referred() if not resolves(name)] == []


def test_every_group_of_settings_is_on_their_page():
    defining = {
        f"{module}.{node.name}"
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Settings")
    }
    assert len(defining) >= 4
    there = {*referred("settings.md")}
    missed = [name for name in defining if name.rpartition(".")[0] not in there]
    assert [name for name in missed if f"kaigi_extract.{name.rpartition('.')[2]}" not in there] == []


# Command line


def test_the_command_line_page_is_what_the_parsers_say():
    assert documentation.PAGE.read_text("utf-8") == documentation.page(), "run `python -m tests.documentation`"


@pytest.mark.parametrize(
    ("name", "parser"), list(documentation.parsers()), ids=[name for name, _ in documentation.parsers()]
)
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
    html = (
        '<link rel="icon" href="a.png"><script src="https://x/a.js"></script><img src="//x/b.png"><a href="http://x">'
    )
    assert requests(html) == ["https://x/a.js", "//x/b.png"]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    pytest.importorskip("material", reason="the site is built with the extra docs")
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        ".github/mkdocs.yml",
        "-d",
        str(folder),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def site_pages(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.name, path.read_text("utf-8")


@pytest.mark.slow
def test_the_site_asks_the_network_for_nothing(site):
    assert [(name, place) for name, html in site_pages(site) for place in requests(html)] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*\)|@import[^;]*//", styles) == []


@pytest.mark.slow
def test_the_site_has_each_public_name_with_its_docstring(site):
    html = (site / "reference.html").read_text("utf-8")
    assert [name for name in referred() if f'id="{name}"' not in html] == []
    text = re.sub(r"<[^>]+>", "", html)
    assert "Everything that one file says, as records with their evidence." in text
    assert "The crop of the page that" in text  # inherited methods are there, too


@pytest.mark.slow
def test_the_site_has_contributing(site):
    assert "What a change gained and lost" in (site / "contributing.html").read_text("utf-8")
