"""Writes `.github/docs/command-line.md` from the parsers of the command line: `python -m tests.documentation`.

The page is made from what the parsers hold and not from the help that argparse prints, which differs between versions of
Python. `tests/test_documentation.py` fails where the page is not what this writes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kaigi_extract.cli import _parser
from kaigi_extract.cli.messages import EXIT_CODES

PAGE = Path(__file__).parents[1] / ".github" / "docs" / "command-line.md"
WIDTH = 100
"""Columns of a line of usage."""
SHARED_GROUP = "how files are read"
"""The group of options that all commands share which read files: written once."""
HEAD = """\
# Command line

Every command with every option, from the parsers (`python -m tests.documentation` writes this page). What is read is
printed to standard output; progress, warnings and errors go to standard error.
"""


def parsers(
    parser: argparse.ArgumentParser | None = None, name: str = "kaigi-extract"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The program and every command that can be run, with its parser, in the order of the help."""
    parser = parser or _parser()
    commands = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not commands or parser.get_default("run") is not None or " " not in name:
        yield name, parser
    for action in commands:
        for word, command in action.choices.items():
            yield from parsers(command, f"{name} {word}")


def page() -> str:
    """The whole page."""
    summaries = "".join(f"| [`{name}`](#{_anchor(name)}) | {_cell(_summary(name))} |\n" for name, _ in parsers())
    commands = "\n".join(_section(name, parser) for name, parser in parsers())
    reading = _reading_options()
    codes = EXIT_CODES.partition("\n")[2]
    return f"""\
{HEAD}
| command | what it does |
|---|---|
{summaries}
## {_sentence(SHARED_GROUP)}

The same options, in the same words, for every command that reads files.

{reading}
{commands}
## Exit codes

```text
{codes}```
"""


def _reading_options() -> str:
    """The table of the group that is shared."""
    return next(table for _, parser in parsers() for title, table in _tables(parser) if title == SHARED_GROUP)


def _section(name: str, parser: argparse.ArgumentParser) -> str:
    """One command: what it does, how it is called, and its arguments by group."""
    parts = [f"## {name}\n", _sentence((parser.description or _summary(name)).strip()) + "\n"]
    parts.append(f"```text\n{_usage(name, parser)}\n```\n")
    for title, table in _tables(parser):
        link = f"Options that say [{title}](#{_anchor(title)}).\n"
        parts.append(link if table == _reading_options() else table)
    return "\n".join(parts)


def _tables(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """The arguments of a command, a table for each group of them."""
    for group in parser._action_groups:
        actions = [action for action in group._group_actions if _is_argument(action)]
        if actions:
            title = str(group.title)
            head = {"positional arguments": "argument"}.get(title, "option")
            rows = "".join(f"| {_spelled(action)} | {_cell(_help(action, parser))} |\n" for action in actions)
            yield title, f"| {head} | meaning |\n|---|---|\n{rows}"


def _summary(name: str) -> str:
    """The line that the list of commands has of a command."""
    parser = _parser()
    summary = "the program; its commands follow"
    for word in name.split()[1:]:
        action = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
        summary = next(str(choice.help) for choice in action._choices_actions if choice.dest == word)
        parser = action.choices[word]
    return summary


def _usage(name: str, parser: argparse.ArgumentParser) -> str:
    """How a command is called, in lines of `WIDTH` columns at most."""
    options = [_as_used(action) for action in parser._actions if action.option_strings and _is_argument(action)]
    arguments = [_as_used(action) for action in parser._actions if not action.option_strings and _is_argument(action)]
    commands = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    below = [f"{action.metavar} ..." if action.required else f"[{action.metavar} ...]" for action in commands]
    lines = [name]
    for word in [*options, *arguments, *below]:
        if len(f"{lines[-1]} {word}") > WIDTH:
            lines.append(" " * (len(name) + 1) + word)
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines)


def _as_used(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"{action.metavar} [{action.metavar} ...]" if action.nargs == "+" else _metavar(action)
    word = " ".join([action.option_strings[0], *([] if action.nargs == 0 else [_metavar(action)])])
    return word if action.required else f"[{word}]"


def _spelled(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{_metavar(action)}`"
    value = "" if action.nargs == 0 else f" {_metavar(action)}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings)


def _metavar(action: argparse.Action) -> str:
    if action.choices is not None:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return str(action.metavar or action.dest.upper())


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    return (action.help or "") % {**vars(action), "prog": parser.prog}


def _is_argument(action: argparse.Action) -> bool:
    return not isinstance(action, (argparse._HelpAction, argparse._SubParsersAction))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
