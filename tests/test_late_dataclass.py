"""A late data class is what the standard library makes of the same lines, before and after its methods are written."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
from dataclasses import dataclass as standard
from dataclasses import field
from pathlib import Path

import pytest

from kaigi_extract.late_dataclass import dataclass as late

ROOT = Path(__file__).parents[1] / "kaigi_extract"


def classes(dataclass):
    """One class for each way in which the library has them."""

    @dataclass(frozen=True, slots=True)
    class Span:
        """Where."""

        page: int
        box: tuple[int, ...] = ()
        words: list[str] = field(default_factory=list, hash=False)
        read: int = field(init=False, default=3)
        note: str = field(default="", repr=False, compare=False)

    @dataclass(slots=True)
    class Count:
        """How many."""

        seen: int = 0
        lines: list[str] = field(default_factory=list)

        def __post_init__(self):
            self.seen += 1

    @dataclass(slots=True)
    class More(Count):
        """How many more."""

        left: int = 2

    @dataclass(frozen=True, slots=True, eq=False)
    class Alone:
        name: str = "a"

    @dataclass(frozen=True)
    class Own:  # noqa: PLW1641
        """Writes its own."""

        name: str = "b"

        def __eq__(self, other):
            return isinstance(other, type(self)) and self.name[0] == other.name[0]

        def __repr__(self):
            return f"<{self.name}>"

    @dataclass
    class Open:
        """Without options."""

        name: str
        rest: dict[str, int] = field(default_factory=dict)

    return {"Span": Span, "Count": Count, "More": More, "Alone": Alone, "Own": Own, "Open": Open}


LATE, STANDARD = classes(late), classes(standard)
GIVEN = {
    "Span": [((1,), {}), ((1, (2, 3)), {}), ((), {"page": 1, "note": "x"}), ((1, (), ["a"]), {}), ((), {})],
    "Count": [((), {}), ((1,), {}), ((), {"lines": ["a"]}), ((), {"line": 1}), ((1, [], 2), {})],
    "More": [((), {}), ((1, [], 4), {}), ((), {"left": 1})],
    "Alone": [((), {}), (("b",), {}), (("b", "c", "d", "e", "f", "g"), {})],
    "Own": [((), {}), (("bb",), {}), (("c",), {})],
    "Open": [(("a",), {}), (("a", {"b": 1}), {}), ((), {}), (("a",), {"name": "b"}), (("a",), {"else": 1})],
}


def what(act):
    """What comes of something: its value in words, or its error."""
    try:
        return str(act())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def seen_of(cls, arguments, named):
    """All that can be asked of an instance."""

    def one():
        return cls(*arguments, **named)

    def hashed():
        return hash(one()) == hash(one())

    def changed(change):
        some = one()
        change(some)
        return some

    first = dataclasses.fields(cls)[0].name
    return {
        "repr": what(one),
        "equal": what(lambda: one() == one()),
        "unlike": what(lambda: one() == object()),
        "hash": what(hashed),
        "fields": what(lambda: [getattr(one(), name.name) for name in dataclasses.fields(one())]),
        "as a dictionary": what(lambda: dataclasses.asdict(one())),
        "replaced": what(lambda: dataclasses.replace(one(), **{first: 7})),
        "replaced by its own method": what(lambda: one().__replace__(**{first: 7})),
        "a copy": what(lambda: copy.deepcopy(one())),
        "set": what(lambda: changed(lambda some: setattr(some, first, 1))),
        "deleted": what(lambda: changed(lambda some: delattr(some, first))),
    }


@pytest.mark.parametrize("name", GIVEN)
def test_it_is_what_the_standard_library_makes(name):
    for _ in range(2):  # before and after its methods are written
        for arguments, named in GIVEN[name]:
            assert seen_of(LATE[name], arguments, named) == seen_of(STANDARD[name], arguments, named)


@pytest.mark.parametrize("name", GIVEN)
def test_its_class_says_the_same(name):
    for ask in (inspect.signature, lambda cls: cls.__match_args__, lambda cls: cls.__doc__.partition("(")[0]):
        assert what(lambda ask=ask: ask(LATE[name])) == what(lambda ask=ask: ask(STANDARD[name]))
    assert LATE[name].__init__.__qualname__ == STANDARD[name].__init__.__qualname__
    assert (LATE[name].__hash__ is None) is (STANDARD[name].__hash__ is None)


def test_many_instances_of_nothing_but_defaults():
    counts = [classes(late)["Count"]() for _ in range(3)]
    more = [LATE["Count"]() for _ in range(9)]
    assert all(one.seen == 1 and one.lines == [] for one in [*counts, *more])
    assert len({id(one.lines) for one in more}) == 9


@late(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle finds it."""

    page: int
    words: tuple[str, ...] = ()


def test_it_is_pickled():
    assert pickle.loads(pickle.dumps(Kept(1, ("鍵",)))) == Kept(1, ("鍵",))


def test_no_method_is_written_before_it_is_asked_for():
    @late(frozen=True, slots=True)
    class Waiting:
        """Waits."""

        page: int = 1

    assert not any(
        inspect.isfunction(Waiting.__dict__[name]) for name in ("__init__", "__repr__", "__eq__", "__hash__")
    )
    assert Waiting().page == 1
    assert not inspect.isfunction(Waiting.__dict__["__init__"])
    assert [Waiting(2).page for _ in range(6)] == [2] * 6
    assert not inspect.isfunction(Waiting.__dict__["__init__"])
    assert [Waiting(3).page for _ in range(3)] == [3] * 3
    assert inspect.isfunction(Waiting.__dict__["__init__"])
    assert not inspect.isfunction(Waiting.__dict__["__repr__"])


def test_every_data_class_of_the_library_is_one():
    standard_ones = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("*.py")
        if path.name != "late_dataclass.py"
        and re.search(r"^from dataclasses import .*\bdataclass\b", path.read_text(encoding="utf-8"), re.M)
    ]
    assert standard_ones == [], "take it from kaigi_extract.late_dataclass"
