"""The README in both languages: its snippets run and print what they say, and every public name stands in it."""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

import kaigi_extract
from kaigi_extract import clauses, cli

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ja.md")
BLOCK = re.compile(r"^```(python|sh|toml)\n(.*?)^```$", re.M | re.S)
INSTALLS = ("pip install", "venv")
"""Words of commands that install: `.ci/run` is where they run."""
HOOKS = {"model_post_init"}
"""Methods that pydantic calls."""
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@dataclass(frozen=True)
class Block:
    readme: str
    line: int
    language: str
    code: str


def text_of(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str) -> list[Block]:
    text = text_of(readme)
    return [Block(readme, text[: m.start()].count("\n") + 1, m[1], m[2]) for m in BLOCK.finditer(text)]


def problems(block: Block) -> Iterator[str]:
    """Runs a block of Python or of commands; what it prints that its comments do not say, and commands that fail."""
    place = f"{block.readme}:{block.line}"
    if block.language == "python":
        for words, output in printed(block.code):
            if not re.fullmatch(".*".join(map(re.escape, words.split("…"))), output, re.S):
                yield f"{place}: says {words!r}, prints {output!r}"
    elif block.language == "sh":
        for command in commands(block.code):
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
            if done.returncode:
                yield f"{place}: {command}: exit code {done.returncode}: {done.stderr}"


def printed(code: str, names: dict[str, object] | None = None) -> list[tuple[str, str]]:
    """Runs a snippet; of each line `print(…)  # words` the words, and what it printed first. … is anything.

    `names` are those that snippets before it have defined; those that it defines are added.
    """
    outputs: dict[int, str] = {}

    def note(line: int, *values: object) -> None:
        outputs.setdefault(line, " ".join(map(str, values)))

    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            node.func.id = "_note"
            node.args.insert(0, ast.copy_location(ast.Constant(node.lineno), node))
    with redirect_stdout(io.StringIO()):
        names = {} if names is None else names
        names["_note"] = note
        exec(compile(tree, "README", "exec"), names)
    said = [
        (number, line.rpartition(")  # ")[2]) for number, line in enumerate(code.splitlines(), 1) if "print(" in line
    ]
    return [(words, outputs.get(number, "")) for number, words in said if not words.strip().startswith("print(")]


def commands(code: str) -> list[str]:
    return [line for line in code.splitlines() if not line.startswith("#") and not any(w in line for w in INSTALLS)]


def without_comments(block: Block) -> tuple[str, str]:
    """A block as far as it must be the same in every language."""
    return block.language, re.sub(r"\s*#.*", "", block.code)


class TestSnippets:
    def test_they_run_and_print_what_they_say(self, tmp_path, monkeypatch):
        """In the order of the page, in a folder that has what a clone has: later ones use what earlier ones wrote."""
        shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("MPLBACKEND", "agg")
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
        assert [problem for block in blocks("README.md") for problem in problems(block)] == []

    def test_both_languages_have_the_same(self):
        english, japanese = ([without_comments(block) for block in blocks(readme)] for readme in READMES)
        assert japanese == english

    @pytest.mark.parametrize(
        ("code", "wrong"),
        [
            ("print(1, 2)  # 1 2\n", []),
            ("print(1, 2)  # 1 3\n", ["README.md:1: says '1 3', prints '1 2'"]),
            ("print('abc')  # a…c\n", []),
            ("for one in (1, 2):\n    print(one)  # 2\n", ["README.md:1: says '2', prints '1'"]),
            ("print('silent')\n", []),
        ],
    )
    def test_a_wrong_comment_is_seen(self, code, wrong):
        assert list(problems(Block("README.md", 1, "python", code))) == wrong

    def test_a_failing_command_is_seen(self):
        assert next(problems(Block("README.md", 1, "sh", "# nothing\nfalse\n"))).endswith("false: exit code 1: ")


def public_names() -> list[str]:
    return sorted({*kaigi_extract.__all__, *clauses.__all__} - {"__version__", "ClauseDiff", "DutyGap", "Edit", "Diff"})


def public_methods() -> list[tuple[str, str]]:
    """Methods that users call on what they get, by class."""
    classes = [getattr(kaigi_extract, name) for name in kaigi_extract.__all__ if name[0].isupper()]
    classes += [clauses.Diff, kaigi_extract.records.Alignment]
    own = [(kind, name, value) for kind in classes for name, value in inspect.getmembers(kind, inspect.isfunction)]
    return sorted(
        {
            (kind.__name__, name)
            for kind, name, value in own
            if name[0] != "_" and value.__module__.startswith("kaigi_extract") and name not in HOOKS
        }
    )


def parsers(
    parser: argparse.ArgumentParser, name: str = "kaigi-extract"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below or name != "kaigi-extract":
        yield name, parser
    for action in below:
        for word, one in action.choices.items():
            yield from parsers(one, f"{name} {word}")


@pytest.mark.parametrize("readme", READMES)
class TestEverythingIsDocumented:
    def test_public_names(self, readme):
        text = text_of(readme)
        assert [name for name in public_names() if not re.search(rf"`{name}[`(]", text)] == []

    def test_methods_of_records(self, readme):
        text = text_of(readme)
        assert [(kind, name) for kind, name in public_methods() if not re.search(rf"\b{name}\b", text)] == []

    def test_commands(self, readme):
        text = text_of(readme)
        assert [name for name, _ in parsers(cli._parser()) if f"`{name}" not in text] == []

    def test_options_of_commands(self, readme):
        text = text_of(readme)
        options = {
            o for _, parser in parsers(cli._parser()) for action in parser._actions for o in action.option_strings
        }
        assert [o for o in sorted(options - {"-h", "--help"}) if not re.search(rf"`[^`]*{o}\b", text)] == []

    def test_extras(self, readme):
        text = text_of(readme)
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "optional-dependencies"
        ]
        assert [extra for extra in extras if f"`{extra}`" not in text and f"[{extra}]" not in text] == []

    def test_links_lead_somewhere(self, readme):
        assert [path for path in LINK.findall(text_of(readme)) if not (ROOT / path).exists()] == []


class TestDocstrings:
    @pytest.mark.parametrize("name", public_names())
    def test_of_every_public_name(self, name):
        value = getattr(kaigi_extract, name, None) or getattr(clauses, name)
        assert value.__doc__
        assert value.__doc__ != BASE_DOC

    @pytest.mark.parametrize(("kind", "name"), public_methods())
    def test_of_every_method(self, kind, name):
        owner = getattr(kaigi_extract, kind, None) or getattr(clauses, kind, None) or kaigi_extract.records.Alignment
        assert getattr(owner, name).__doc__

    @pytest.mark.parametrize(("name", "parser"), list(parsers(cli._parser())))
    def test_of_every_option(self, name, parser):
        assert [action.dest for action in parser._actions if not action.help and action.dest != argparse.SUPPRESS] == []


BASE_DOC = kaigi_extract.records.Record.__doc__
"""What a record without a docstring of its own would show."""
