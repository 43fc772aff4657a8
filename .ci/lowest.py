"""Prints the lowest versions that pyproject.toml allows, as constraints: `pip install -c <(python .ci/lowest.py) …`.

Every `name>=version` of the dependencies, and of all extras, becomes `name==version`. They are those of the lowest
Python: newer ones have no wheels of them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOWEST = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(?:\[[^\]]*\])?>=(?P<version>[^,;\s]+)")


def main() -> None:
    """Prints a line for each package."""
    extras = PROJECT["optional-dependencies"].values()
    asked = [*PROJECT["dependencies"], *(name for extra in extras for name in extra)]
    found = {match["name"]: match["version"] for name in asked if (match := LOWEST.match(name))}
    print("\n".join(f"{name}=={version}" for name, version in sorted(found.items())))


if __name__ == "__main__":
    main()
