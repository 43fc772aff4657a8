"""Data classes whose methods are written when they are first called: most files need few of those that the library has.

`dataclass` stands for that of the standard library, with the options `frozen`, `slots` and `eq`. That one writes and
compiles `__init__`, `__repr__`, `__eq__`, `__hash__` and what keeps a frozen one from changing while the class is made,
which takes ten times as long as making the class; here each is written when it is first asked for, and is the class's
own from then on. Its fields are taken from the annotations as they are written: the standard library asks of each
three times whether it is one. Fields, `replace`, `asdict`, `match`, signatures and pickling are as ever.

Imports no other room. Type checkers take the one for the other.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Collection
from copy import copy
from dataclasses import MISSING
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """A class as `dataclasses.dataclass` makes it."""
        if cls is None:
            return partial(_made, frozen=frozen, slots=slots, eq=eq)
        return _made(cls, frozen=frozen, slots=slots, eq=eq)


__all__ = ["dataclass"]

_WITHOUT_INIT = 8
"""Instances that are filled by hand before an `__init__` is written, which takes as long as filling fifteen."""


def _made(given: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    if given.__doc__ is None:
        given.__doc__ = given.__name__  # or else a signature is read for it
    own = set(given.__dict__)
    if "__eq__" in own and given.__dict__["__hash__"] is None:
        own.remove("__hash__")  # nobody wrote it: Python sets it where only __eq__ is written
    cls = _with_fields(given, slots)
    late: dict[str, Any] = {"__init__": _LateInit(cls), "__repr__": _LateMethod(cls, "__repr__")}
    if eq:
        late |= {"__eq__": _LateMethod(cls, "__eq__"), "__hash__": _LateMethod(cls, "__hash__") if frozen else None}
    if frozen:
        late |= {"__setattr__": _refuse_change, "__delattr__": _refuse_delete}
        if slots:
            late |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, method in late.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Standard:
    """What the standard library writes of a class whose methods are none of its own."""

    field: int


_OF_FIELD = _Standard.__dataclass_fields__["field"]
_REPLACE = _Standard.__dict__.get("__replace__")
"""What `copy.replace` calls, from Python 3.13 on."""
_UNTRIED = (3, 14)
"""From this Python on the standard library makes the fields: what it keeps of them is its own, and untried here."""
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
"""Annotations that are no field, or other ones: left to the standard library."""


def _with_fields(given: type, slots: bool) -> type:
    """The class with its fields, and with a place for each where it has slots."""
    types = inspect.get_annotations(given)
    if sys.version_info >= _UNTRIED or any(
        not isinstance(one, str) or any(word in one for word in _NO_FIELDS) for one in types.values()
    ):
        return dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(given)
    fields: dict[str, dataclasses.Field[Any]] = {}
    for base in given.__mro__[:0:-1]:
        fields |= base.__dict__.get("__dataclass_fields__", {})
    given.__dataclass_fields__ = fields  # type: ignore[attr-defined]
    given.__dataclass_params__ = _Standard.__dataclass_params__  # type: ignore[attr-defined]
    for name, written in types.items():
        default = given.__dict__.get(name, MISSING)
        fields[name] = _field(name, written, default)
        if isinstance(default, dataclasses.Field):
            if default.default is MISSING:
                delattr(given, name)
            else:
                setattr(given, name, default.default)
    if "__match_args__" not in given.__dict__:
        given.__match_args__ = tuple(name for name, one in fields.items() if one.init)  # type: ignore[attr-defined, misc]
    if _REPLACE is not None and "__replace__" not in given.__dict__:
        given.__replace__ = _REPLACE  # type: ignore[attr-defined]
    return _with_places(given, fields) if slots else given


def _with_places(given: type, names: Collection[str]) -> type:
    """The class anew, with slots for these names: a class that is made cannot get any."""
    taken = {name for base in given.__mro__[1:-1] for name in _slots_of(base)}
    left_out = {*names, "__dict__", "__weakref__"}
    space = {name: value for name, value in given.__dict__.items() if name not in left_out}
    space["__slots__"] = tuple(name for name in names if name not in taken)
    return type(given)(given.__name__, given.__bases__, {**space, "__qualname__": given.__qualname__})


def _slots_of(base: type) -> Collection[str]:
    slots = base.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


def _field(name: str, written: str, default: Any) -> dataclasses.Field[Any]:
    made: Any = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
    made.name, made.type, made.kw_only = name, written, False
    made._field_type = _OF_FIELD._field_type  # type: ignore[attr-defined]
    return made  # type: ignore[no-any-return]


class _LateMethod:
    """Stands for a method of a data class, and puts the method in its own place when it is looked up."""

    __slots__ = ("cls", "name")

    def __init__(self, cls: type, name: str) -> None:
        self.cls = cls
        self.name = name

    def __get__(self, instance: object, owner: type) -> Any:
        if instance is None and self.name == "__hash__":  # every default is asked whether it has one
            return self
        method = self.write()
        method.__qualname__, method.__module__ = f"{self.cls.__qualname__}.{self.name}", self.cls.__module__
        setattr(self.cls, self.name, method)
        return method if instance is None else method.__get__(instance, owner)

    def __call__(self, instance: object) -> Any:
        return self.__get__(instance, self.cls)()

    def write(self) -> Any:
        """The method as the standard library writes it for a class that has the same fields."""
        space: dict[str, Any] = {"__doc__": self.cls.__doc__}
        asked = self.name.strip("_")
        wanted: dict[str, Any] = dict.fromkeys(("init", "repr", "eq"), False)
        wanted["unsafe_hash" if asked == "hash" else asked] = True
        fields = [(one.name, one.type, copy(one)) for one in dataclasses.fields(self.cls)]
        like = dataclasses.make_dataclass(self.cls.__name__, fields, namespace=space, **wanted)
        return like.__dict__[self.name]


class _Factory:
    """The default of a parameter whose value a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


class _LateInit(_LateMethod):
    """Stands for `__init__`. The first instances, often the only ones, need none written."""

    __slots__ = ("left",)

    def write(self) -> Any:
        """The method as the standard library writes it. That makes a class for it, which takes four times as long, and
        looks up for each field of a frozen one how it is set."""
        space: dict[str, Any] = {"_set": object.__setattr__, "_FACTORY": _FACTORY}
        frozen, slots = "__setattr__" in self.cls.__dict__, "__slots__" in self.cls.__dict__
        parameters, lines = ["self"], list[str]()
        for one in dataclasses.fields(self.cls):
            name, value, default = one.name, one.name, ""
            if one.default_factory is not MISSING:
                space[f"_new_{name}"], default = one.default_factory, "_FACTORY"
                value = f"_new_{name}() if {name} is _FACTORY else {name}" if one.init else f"_new_{name}()"
            elif one.default is not MISSING:
                space[f"_default_{name}"], default = one.default, f"_default_{name}"
                value = name if one.init else default
            if one.init:
                parameters.append(f"{name}={default}" if default else name)
            elif not default or (one.default is not MISSING and not slots):  # the class has it
                continue
            lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        lines += ["self.__post_init__()"] if hasattr(self.cls, "__post_init__") else []
        exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), space)
        method = space["__init__"]
        types = {one.name: one.type for one in dataclasses.fields(self.cls) if one.init}
        method.__annotations__ = {**types, "return": None}
        return method

    def __init__(self, cls: type) -> None:
        super().__init__(cls, "__init__")
        self.left = _WITHOUT_INIT

    def __get__(self, instance: object, owner: type) -> Any:
        if instance is None or isinstance(instance, type) or not self.left:  # asked of the class, as signatures do
            return super().__get__(instance, owner)
        return partial(self._first, instance)

    def _first(self, instance: Any, *arguments: Any, **named: Any) -> None:
        values = self._values(arguments, named)
        if values is None:  # then the one that is written says what is wrong
            super().__get__(instance, self.cls)(*arguments, **named)
            return
        self.left -= 1
        for name, value in values.items():
            object.__setattr__(instance, name, value)
        if (last := getattr(instance, "__post_init__", None)) is not None:
            last()

    def _values(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any] | None:
        """What each field gets, in their order; None where these are not the arguments of the class."""
        fields = dataclasses.fields(self.cls)
        taken = [one.name for one in fields if one.init]
        given = dict(zip(taken, arguments, strict=False))
        if len(arguments) > len(taken) or not given.keys().isdisjoint(named) or not named.keys() <= set(taken):
            return None
        given |= named
        values: dict[str, Any] = {}
        for one in fields:
            if one.name in given:
                values[one.name] = given[one.name]
            elif one.default is not MISSING:
                values[one.name] = one.default
            elif one.default_factory is not MISSING:
                values[one.name] = one.default_factory()
            elif one.init:
                return None
        return None if any(one.kw_only for one in fields) else values


def _refuse_change(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
