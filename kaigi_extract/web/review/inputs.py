"""How a value is typed: the inputs that its type asks for, and the value that is made of what was typed in them.

What nobody touched stays as it is, to the character, whatever a browser makes of it. Pure.
"""

from __future__ import annotations

import datetime
import json
import types
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import to_jsonable_python

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import DataItem, Measure, Record
from kaigi_extract.records.value_places import ValuePlace
from kaigi_extract.show import japanese as words
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text.dates import find_dates

Kind = Literal["line", "text", "lines", "number", "date", "choice", "json"]
LONG = 32
"""Characters from which on a text gets several lines: what fits on one line of a phone."""
LEFT_OUT = {"evidence", "spans"}
_MAIN: dict[type[Record], str] = {DataItem: "text", Measure: "text"}
"""The field of a record that is typed first, where it is not the first that the record has."""
_NOTHING = ""
_FLAGS = {"true": ("はい", "yes"), "false": ("いいえ", "no")}
CHOICES: dict[str, str] = {
    **words.CATEGORIES,
    **words.BASIS_KINDS,
    **words.RESULTS,
    **words.SET_KINDS,
    **words.PARTY_WORDS,
    **{"span": "期間", "event": "時点", "day": "日", "third": "旬", "month": "月", "year": "年"},
    **{"printed": "印刷", "meeting": "会議", "metadata": "ファイル情報", "given": "指定", "letter": "文書"},
    **{"principal": "発注者", "contractor": "受注者", "both": "双方", "agreement": "協定"},
    **{"must": "義務", "must_not": "禁止", "may": "許容", "effort": "努力", "declares": "宣言"},
}
"""What a record codes, in Japanese."""
NAMES = {
    **words.FIELDS,
    **{"name": "名称", "kind": "種類", "note": "注記", "undecided": "未定", "text": "本文", "group": "見出し"},
    **{"start": "始まり", "end": "終わり", "start_precision": "始まりの精度", "end_precision": "終わりの精度"},
    **{"open_ended": "以降継続", "scope": "範囲", "subjects": "対象者", "items": "項目", "groups": "見出しの一覧"},
    **{"open": "「等」で終わる", "party": "どちらが行うか", "number": "番号", "numbers": "番号", "heading": "見出し"},
    **{
        "date": "日付",
        "council": "審議会",
        "category": "区分",
        "categories": "区分",
        "label": "表示",
        "material": "資料",
    },
    **{"ordinance": "条例", "article": "条", "paragraph": "項", "item": "号", "branches": "枝番号", "year": "年度"},
    **{"registration_number": "登録番号", "form": "様式", "draft": "案", "bases": "根拠", "members": "委員"},
    **{"officials": "職員", "absent": "欠席", "observers": "傍聴者", "term": "期", "session": "回", "place": "場所"},
    **{
        "ward": "区",
        "addressee": "宛先",
        "sender": "差出人",
        "conclusion": "結論",
        "reasons": "理由",
        "conditions": "付帯意見",
        "extra": "その他の欄",
    },
    **{"council_dates": "審議会", "standing_approval": "事前一括承認", "fields": "欄", "result": "結果"},
}
"""Names of fields in Japanese."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the form."""

    name: str
    """JSON Pointer from the value; empty for the value itself."""
    kind: Kind
    shown: str
    """What is in it."""
    field: str = ""
    group: str = ""
    """Which entry of a list it is of: 1, 2, 2.1; empty where there is no list."""
    choices: tuple[Choice, ...] = ()
    new: bool = False
    """Whether it is of an entry that is not there yet."""
    removable: str = ""
    """The pointer of the entry that can be taken out; with the first input of the entry."""
    needed: bool = False
    """Whether it may not be empty."""

    @property
    def label(self) -> str:
        """In Japanese."""
        return NAMES.get(self.field, self.field)

    @property
    def rows(self) -> int:
        """Lines to show of a text."""
        return min(12, max(2, sum(1 + len(line) // LONG for line in self.shown.split("\n"))))


class Untypable(ValueError):
    """What was typed is no value of the input called `name`; the other arguments are the reason in both languages."""

    def __init__(self, japanese: str, english: str, name: str = "") -> None:
        self.japanese, self.english, self.name = japanese, english, name
        super().__init__(english)


def inputs_of(place: ValuePlace) -> list[Input]:
    """The inputs for a value, in the order of its fields."""
    kind = _type_at(place)
    return list(_inputs(kind, to_jsonable_python(place.value), "", place.field, ""))


def typed_value(place: ValuePlace, typed: Mapping[str, str]) -> Any:
    """The value, in JSON, that the inputs of a form make of the one that is there.

    `typed` has what is in each input by its name, and `-` before the name of each entry that is to be taken out.

    Raises:
        Untypable: A text is no day, no number, or what else its input is for.
    """
    value = to_jsonable_python(place.value)
    kind = _type_at(place)
    fields = {one.name: one for one in _inputs(kind, value, "", place.field, "")}
    return _typed(kind, value, "", {k: _unix(v) for k, v in typed.items()}, fields)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _inputs(kind: Any, value: Any, name: str, field: str, group: str, new: bool = False) -> Iterator[Input]:
    inner, optional = _without_none(kind)
    record, listed = _as_record(inner), _item_type(inner)
    if record is not None:
        for part in sorted(record.model_fields, key=lambda part: part != _MAIN.get(record)):
            info = record.model_fields[part]
            if part not in LEFT_OUT:
                held = value.get(part) if isinstance(value, dict) else None
                yield from _inputs(info.annotation, held, f"{name}/{part}", part, group, new or value is None)
        return
    if listed is not None and _as_record(listed) is not None:
        if new:
            return
        yield from _entries(listed, value or [], name, field, group)
        return
    shape = _shape(inner, value)
    yield Input(
        name=name,
        kind=shape,
        shown=legible(_shown(shape, value)),
        field=field,
        group=group,
        choices=_choices(inner, optional or new) if shape == "choice" else (),
        new=new,
        needed=not optional and shape in ("number", "date", "choice") and not new,
    )


def _entries(listed: Any, entries: list[Any], name: str, field: str, group: str) -> Iterator[Input]:
    for number, entry in enumerate(entries):
        at, head = f"{name}/{number}", f"{group}.{number + 1}" if group else str(number + 1)
        first = True
        for one in _inputs(listed, entry, at, field, head):
            yield Input(**{**_plain(one), "removable": at}) if first else one
            first = False
    if not group:
        yield from _inputs(listed, None, f"{name}/{len(entries)}", field, str(len(entries) + 1), new=True)


def _plain(one: Input) -> dict[str, Any]:
    return {slot: getattr(one, slot) for slot in Input.__dataclass_fields__}


def _typed(kind: Any, value: Any, name: str, typed: Mapping[str, str], fields: Mapping[str, Input]) -> Any:
    inner, optional = _without_none(kind)
    record, listed = _as_record(inner), _item_type(inner)
    if record is not None:
        if not isinstance(value, dict):
            return _typed_record(record, name, typed, fields)
        parts = {part: info for part, info in record.model_fields.items() if part not in LEFT_OUT}
        changed = {
            part: _typed(info.annotation, value.get(part), f"{name}/{part}", typed, fields)
            for part, info in parts.items()
        }
        return {**value, **changed}
    if listed is not None and _as_record(listed) is not None:
        return _typed_entries(listed, value or [], name, typed, fields)
    shown = fields.get(name)
    if shown is None or name not in typed or typed[name] == shown.shown:
        return value
    return _of_input(shown, inner, typed[name], optional)


def _typed_entries(
    listed: Any, value: list[Any], name: str, typed: Mapping[str, str], fields: Mapping[str, Input]
) -> list[Any]:
    entries = [
        _typed(listed, entry, f"{name}/{number}", typed, fields)
        for number, entry in enumerate(value)
        if f"-{name}/{number}" not in typed
    ]
    record = _as_record(listed)
    added = _typed_record(record, f"{name}/{len(value)}", typed, fields) if record is not None else None
    return entries if added is None else [*entries, added]


def _typed_record(
    record: type[Record], at: str, typed: Mapping[str, str], fields: Mapping[str, Input]
) -> dict[str, Any] | None:
    """A record that is not there yet, where anything but a choice was typed of it."""
    begun = {each: one for each, one in fields.items() if one.new and each.startswith(f"{at}/")}
    written = [each for each in begun if typed.get(each, "").strip() and begun[each].kind != "choice"]
    return _new_entry(record, at, typed, begun) if written else None


def _new_entry(record: type[Record], at: str, typed: Mapping[str, str], begun: Mapping[str, Input]) -> dict[str, Any]:
    """An entry of what was typed; what was not is what the record has where nothing is printed."""
    made: dict[str, Any] = {}
    for part, info in record.model_fields.items():
        inner, optional = _without_none(info.annotation)
        one = begun.get(f"{at}/{part}")
        text = typed.get(f"{at}/{part}", "")
        if one is not None and text.strip():
            made[part] = _of_input(one, inner, text, optional)
        elif info.is_required():
            made[part] = _empty(inner, optional)
    return made


def _empty(inner: Any, optional: bool) -> Any:
    if optional:
        return None
    if get_origin(inner) is Literal:
        return get_args(inner)[0]
    return [] if get_origin(inner) is list else "" if inner is str else None


def _of_input(one: Input, inner: Any, text: str, optional: bool) -> Any:
    try:
        return _leaf(one, inner, text, optional)
    except Untypable as error:
        raise Untypable(error.japanese, error.english, one.name) from None


def _leaf(one: Input, inner: Any, text: str, optional: bool) -> Any:
    """The value of one input."""
    if not text.strip() and (optional or one.kind == "number"):
        return None
    match one.kind:
        case "date":
            return _day(text)
        case "number":
            return _number(text)
        case "choice":
            return {"true": True, "false": False}.get(text, text) if inner is bool else text
        case "lines":
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            return [_number(line) for line in lines] if _item_type(inner) is int else lines
        case "json":
            try:
                return json.loads(text)
            except ValueError as error:
                raise Untypable("JSON として読めません。", f"this is no JSON ({error})") from None
    return text


def _day(text: str) -> str:
    """A day, as it is printed or as a computer writes it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return datetime.date.fromisoformat(plain).isoformat()
    except ValueError:
        found = find_dates(plain)
    if len(found) == 1 and found[0].first == found[0].last and (found[0].start, found[0].end) == (0, len(plain)):
        return found[0].first.isoformat()
    raise Untypable(
        f"「{text}」は日付として読めません。2013-10-01 か 平成25年10月1日 のように書いてください。",
        f"“{text}” is no day; write 2013-10-01 or 平成25年10月1日",
    )


def _number(text: str) -> int | float:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        return int(plain)
    except ValueError:
        pass
    raise Untypable(f"「{text}」は数ではありません。", f"“{text}” is no number")


def _shown(shape: Kind, value: Any) -> str:
    if value is None:
        return _NOTHING
    if shape == "lines":
        return "\n".join(map(str, value))
    if shape == "json":
        return json.dumps(value, ensure_ascii=False, indent=1)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _shape(inner: Any, value: Any) -> Kind:
    if get_origin(inner) is Literal or inner is bool:
        return "choice"
    if inner is datetime.date:
        return "date"
    if inner in (int, float):
        return "number"
    if _item_type(inner) in (str, int) or get_origin(_item_type(inner)) is Literal:
        return "lines"
    if inner is str:
        return "text" if isinstance(value, str) and (len(value) >= LONG or "\n" in value) else "line"
    return "json"


def _choices(inner: Any, optional: bool) -> tuple[Choice, ...]:
    none = (Choice("", "（なし）", "(none)"),) if optional else ()
    if inner is bool:
        return (*none, *(Choice(value, *both) for value, both in _FLAGS.items()))
    return (
        *none,
        *(Choice(str(one), CHOICES.get(str(one), str(one)), str(one).replace("_", " ")) for one in get_args(inner)),
    )


def _type_at(place: ValuePlace) -> Any:
    """The type of a value, by that of its field."""
    kind: Any = type(place.node.record).model_fields[place.field].annotation
    for _ in place.rest:
        inner, _ = _without_none(kind)
        arguments = get_args(inner)
        kind = arguments[-1] if arguments else Any
    return kind


def _without_none(kind: Any) -> tuple[Any, bool]:
    """A type without None, and whether None was in it."""
    if get_origin(kind) in (Union, types.UnionType):
        held = [one for one in get_args(kind) if one is not type(None)]
        if len(held) == 1:
            return held[0], True
    return kind, False


def _as_record(kind: Any) -> type[Record] | None:
    return kind if isinstance(kind, type) and not get_args(kind) and issubclass(kind, Record) else None


def _item_type(kind: Any) -> Any:
    """Of a list what is in it; None of any other type."""
    return get_args(kind)[0] if get_origin(kind) is list else None
