"""Which annotators there are: where the topics' pipeline lies, and a sign that changes with all that answers depend on.

Reads files of models and the versions of installed packages; loads no model.
"""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kaigi_extract._version import __version__
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings

_PACKAGES = ("ginza", "ja_ginza", "spacy", "sudachipy", "sudachidict_core")
"""Whatever cuts, parses and classifies."""


def model_folder() -> Path:
    """The folder of the topics' model: inside the package where it was built into a wheel, else beside it in the
    repository."""
    package = Path(__file__).parents[1]
    inside = package / "models" / "clause_topics"
    return inside if inside.is_dir() else package.parent / "models" / "clause_topics"


@functools.cache
def annotators_sign(settings: AlignSettings = DEFAULT_ALIGN) -> str:
    """A sign of library, settings, packages and model: an answer that was given under another one may be another."""
    digest = hashlib.sha256(repr((__version__, settings, [_version(name) for name in _PACKAGES])).encode())
    for path in sorted((model_folder() / "pipeline").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
