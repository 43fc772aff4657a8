"""What the docstring below each field of a record says: read when a schema or a table asks, not at each start.

pydantic reads them while it makes the classes (`use_attribute_docstrings`), which takes as long as making them; reading
a document needs none.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from types import ModuleType

from pydantic import BaseModel


@cache
def field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The docstring of each field that has one, those of its bases included, by the name of the field."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel and (module := inspect.getmodule(each)) is not None:
            found |= _in_module(module).get(each.__qualname__, {})
    return found


@cache
def _in_module(module: ModuleType) -> dict[str, dict[str, str]]:
    """The docstrings of the fields of each class of a module; none of one whose source is not there."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError):
        return {}
    return {each.name: _in_class(each) for each in tree.body if isinstance(each, ast.ClassDef)}


def _in_class(tree: ast.ClassDef) -> dict[str, str]:
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
