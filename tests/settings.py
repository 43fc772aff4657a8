"""What holds for the settings of every room: names, words, and that each number is read where it is handed to."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields
from typing import Any


class Watched:
    """A group of settings that notes which of its fields are read."""

    def __init__(self, group: Any, read: set[str]) -> None:
        self._group, self._read = group, read

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._group, name)


def watched(settings: Any, read: set[str]) -> Any:
    """The settings of a room with every group watched: the names of the fields that are read come to be in `read`."""
    return type(settings)(**{one.name: Watched(getattr(settings, one.name), read) for one in fields(settings)})


def names_of(settings: Any) -> list[str]:
    """The names of all fields of all groups."""
    return [one.name for group in fields(settings) for one in fields(getattr(settings, group.name))]


def undocumented(settings: Any) -> Iterator[str]:
    """Fields that no sentence of their own follows, as group.field."""
    for one in fields(settings):
        group = type(getattr(settings, one.name))
        (node,) = ast.parse(inspect.getsource(group)).body
        assert isinstance(node, ast.ClassDef)
        for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign):
                is_string = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                words = after.value.value if is_string else ""
                if not (words[:1].isupper() or words[:1] > "\u3000") or not words.rstrip().endswith("."):
                    yield f"{node.name}.{ast.unparse(statement.target)}"
