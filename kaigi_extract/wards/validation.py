"""What is wrong with a mapping, in words that say what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kaigi_extract.catalogue import Message
from kaigi_extract.wards.laws import ID_PATTERN, Laws
from kaigi_extract.wards.mapping_file import Validity
from kaigi_extract.wards.mistake import Mistake
from kaigi_extract.wards.model import LABEL_PARTS, Ward, label_keys
from kaigi_extract.wards.overlaps import same_articles, same_names
from kaigi_extract.wards.toml_lines import KeyPath

KEY_SIMILARITY = 0.8
"""Similarity (difflib, 0 to 1) to a known key from which on a wrong one is taken for a slip of the pen."""
LONGEST_SHOWN = 30
"""Characters of a wrong value that a message repeats."""

_PATTERNS = {
    r"^\d{6}$": "the six digits of a local government code",
    ID_PATTERN: "small letters, digits, - and _ after a first small letter",
}


def of_validation(error: ValidationError, model: type[BaseModel]) -> list[Mistake]:
    """What the model finds wrong."""
    return [Mistake(found["loc"], _expected(dict(found), model)) for found in error.errors()]


def _expected(found: dict[str, Any], model: type[BaseModel]) -> str:
    context = found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return _known_keys(found["loc"], model)
        case "missing":
            return Message("a value for {found}, which is required", found=found["loc"][-1])
        case "literal_error":
            return f"{context['expected']}, not {_shown(found['input'])}"
        case "string_pattern_mismatch":
            pattern = context["pattern"]
            return f"{_PATTERNS.get(pattern, f'text of the pattern {pattern}')}, not {_shown(found['input'])}"
        case "too_short":
            return Message("at least one value, not {found}", found=_shown(found["input"]))
        case "model_type":
            return Message("a table, not {found}", found=_shown(found["input"]))
    wanted = found["msg"].removeprefix("Input should be ")
    if found["type"].startswith("date"):
        wanted = "a date such as 2023-03-31, without quotation marks"
    return f"{wanted}, not {_shown(found['input'])}"


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"


def _known_keys(loc: KeyPath, model: type[BaseModel]) -> str:
    owner = _model_at(loc[:-1], model)
    key = str(loc[-1])
    if owner is None:
        return Message("no key {key}", key=key)
    known = sorted(_fields(owner), key=lambda name: name == "source")
    near = difflib.get_close_matches(key, known, 1, KEY_SIMILARITY)
    meant = Message("; {near} is meant?", near=near[0]) if near else ""
    return Message("one of the keys {listed}: {key} is not known{meant}", listed=", ".join(known), key=key, meant=meant)


def _model_at(loc: KeyPath, model: type[BaseModel]) -> type[BaseModel] | None:
    """The model of the table at a place."""
    for part in loc:
        if isinstance(part, int):
            continue
        if part not in (fields := _fields(model)):
            return None
        inner = fields[part].annotation
        inner = next(iter(get_args(inner)), inner)
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return None
        model = inner
    return model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a table by the keys that a file writes."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def contradictions(ward: Ward, laws: Laws) -> list[Mistake]:
    """What each value alone does not show: dates the wrong way round, one label for two fields, one id twice, an id
    that is none's, one article or one name with two meanings on a day. `laws` are those that hold for every ward."""
    return [
        *_dates(ward),
        *_labels(ward),
        *_ids(ward, laws),
        *_names_of_others(ward, laws),
        *same_articles(ward),
        *same_names(ward),
    ]


def _names_of_others(ward: Ward, laws: Laws) -> Iterator[Mistake]:
    """Ids of laws and ordinances that neither the file nor the laws of all wards have."""
    known = {one.id for one in (*ward.ordinances, *laws.laws)}
    named = [("articles", index, "ordinance", article.ordinance) for index, article in enumerate(ward.articles)]
    named += [("ordinances", index, "successor", one.successor) for index, one in enumerate(ward.ordinances)]
    for table, index, key, id_ in named:
        if id_ is not None and id_ not in known:
            yield Mistake(
                (table, index, key), Message("the id of one of the [[ordinances]] or of a law, not {id}", id=id_)
            )


def _dates(ward: Ward) -> Iterator[Mistake]:
    tables: tuple[tuple[str, Iterable[Validity]], ...] = (
        ("ordinances", ward.ordinances),
        ("articles", ward.articles),
        ("councils", ward.councils),
    )
    for name, rows in tables:
        for index, row in enumerate(rows):
            if row.since is not None and row.until is not None and row.until < row.since:
                yield Mistake(
                    (name, index, "until"),
                    Message("a day after since ({since}), not {until}", since=row.since, until=row.until),
                )


def _labels(ward: Ward) -> Iterator[Mistake]:
    for part in LABEL_PARTS:
        fields: dict[str, str] = {}
        for name, labels in getattr(ward.labels, part).model_dump().items():
            for position, label in enumerate(labels):
                key = label_keys(label)[0]
                if not key:
                    yield Mistake(("labels", part, name, position), "the words of a label, not an empty text")
                elif fields.setdefault(key, name) != name:
                    expected = Message(
                        "one field for the label {label}: it stands under {fields} too", label=label, fields=fields[key]
                    )
                    yield Mistake(("labels", part, name, position), expected)


def _ids(ward: Ward, laws: Laws) -> Iterator[Mistake]:
    seen = {law.id for law in laws.laws}
    for index, ordinance in enumerate(ward.ordinances):
        if ordinance.id in seen:
            yield Mistake(
                ("ordinances", index, "id"), Message("an id of its own: {id} is another ordinance's", id=ordinance.id)
            )
        seen.add(ordinance.id)
