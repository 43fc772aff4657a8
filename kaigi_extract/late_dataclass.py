"""Data classes whose methods are written when they are first called: most files need few of those that the library has.

`dataclass` stands for that of the standard library, with the options `frozen`, `slots` and `eq`. That one writes and
compiles `__init__`, `__repr__`, `__eq__`, `__hash__` and what keeps a frozen one from changing while the class is made,
which takes ten times as long as making the class; here each is written when it is first asked for, and is the class's
own from then on. Fields, `replace`, `asdict`, `match`, signatures and pickling are as ever.

Imports no other room. Type checkers take the one for the other.
"""

from __future__ import annotations

import dataclasses
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

_WITHOUT_INIT = 4
"""Instances of nothing but defaults that are filled before an `__init__` is written: settings have hardly more."""


def _made(given: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    if given.__doc__ is None:
        given.__doc__ = given.__name__  # or else a signature is read for it
    own = set(given.__dict__)
    if "__eq__" in own and given.__dict__["__hash__"] is None:
        own.remove("__hash__")  # nobody wrote it: Python sets it where only __eq__ is written
    cls: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(given)
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
    """Stands for `__init__`. The first instances of nothing but defaults, often the only ones, need none written."""

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
        return super().__get__(instance, owner) if instance is None or not self.left else partial(self._first, instance)

    def _first(self, instance: Any, *arguments: Any, **named: Any) -> None:
        fields = dataclasses.fields(self.cls)
        if arguments or named or any(map(_is_required, fields)):
            super().__get__(instance, self.cls)(*arguments, **named)
            return
        self.left -= 1
        for one in fields:
            if one.default is not MISSING:
                object.__setattr__(instance, one.name, one.default)
            elif one.default_factory is not MISSING:
                object.__setattr__(instance, one.name, one.default_factory())
        if (last := getattr(instance, "__post_init__", None)) is not None:
            last()


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.init and field.default is MISSING and field.default_factory is MISSING


def _refuse_change(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
