"""The packages that this program works with, their licences, and whether these go with ours.

Reads what pip noted of installed packages, and `licences.toml` beside it; opens nothing else.
"""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib import metadata
from importlib.resources import files

from kaigi_extract.late_dataclass import dataclass

OURS = "kaigi-extract"


@dataclass(frozen=True, slots=True)
class Licensed:
    """An installed package and its licence."""

    name: str
    version: str
    licence: str
    """As SPDX writes it where that is known, else in the words of its metadata; empty where they say nothing."""
    compatible: bool
    """Whether it may be part of a program under the AGPL, version 3; False also where that is not known."""
    homepage: str


def installed() -> list[Licensed]:
    """Every package that is installed and asked for, by this one or by another of them, in the order of their names."""
    return [
        Licensed(name, found.version, licence, goes_with_ours(licence), _homepage(found.metadata))
        for name, found in sorted(_asked_for().items())
        for licence in [licence_of(name, found.metadata)]
    ]


def licence_of(name: str, about: metadata.PackageMetadata) -> str:
    """The licence of a package: its SPDX expression, else what its other metadata say, in SPDX where it is known."""
    said = _known()
    if name in said["packages"]:
        return str(said["packages"][name])
    if expression := _first(about, "License-Expression"):
        return expression
    classes = [one.rpartition(" :: ")[2] for one in _all(about, "Classifier") if one.startswith("License ::")]
    if named := [one for one in dict.fromkeys(classes) if one != "OSI Approved"]:
        return " AND ".join(said["names"].get(one, one) for one in named)
    written = _first(about, "License").strip().partition("\n")[0]
    return str(said["names"].get(written, written))


def goes_with_ours(licence: str) -> bool:
    """Whether works under an SPDX expression may be part of a program under the AGPL, version 3."""
    compatible = set(_known()["compatible"])
    said = re.sub(r"\s+WITH\s+[\w.-]+", "", licence)
    words = re.sub(r"[\w.+-]+", lambda one: _WORDS.get(one[0], str(one[0] in compatible)), said)
    try:
        return bool(words) and _holds(ast.parse(words.strip(), mode="eval").body)
    except SyntaxError:  # words of somebody's own
        return False


_WORDS = {"AND": "and", "OR": "or"}


def _holds(said: ast.expr) -> bool:
    """What an expression of True and False comes to; False for any other."""
    match said:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_holds(part) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(_holds(part) for part in parts)
    return isinstance(said, ast.Constant) and said.value is True


def _asked_for() -> dict[str, metadata.Distribution]:
    """What this package asks for, and what that asks for, as far as it is installed."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    own = metadata.distribution(OURS)
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(own, extra) for extra in _all(own.metadata, "Provides-Extra") if extra not in _TOOLS]
    while waiting:
        one, extra = waiting.pop()
        for requirement in map(Requirement, one.requires or ()):
            if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
                continue
            name = canonicalize_name(requirement.name)
            try:
                other = found.get(name) or metadata.distribution(name)
            except metadata.PackageNotFoundError:  # an extra that is not installed
                continue
            if name != OURS:
                found[name] = other
            for wanted in requirement.extras or {""}:
                if (name, wanted) not in seen:
                    seen.add((name, wanted))
                    waiting.append((other, wanted))
    return found


_TOOLS = ("dev", "docs", "test")
"""Extras for work on this program, which are no part of it."""


def _homepage(about: metadata.PackageMetadata) -> str:
    urls = {
        name.strip().casefold(): url.strip()
        for name, _, url in (one.partition(",") for one in _all(about, "Project-URL"))
    }
    return next(
        (urls[name] for name in ("homepage", "repository", "source") if name in urls), _first(about, "Home-page")
    )


def _first(about: metadata.PackageMetadata, key: str) -> str:
    return next(iter(_all(about, key)), "")


def _all(about: metadata.PackageMetadata, key: str) -> list[str]:
    return about.get_all(key) or []


@cache
def _known() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("licences.toml").read_text(encoding="utf-8"))
