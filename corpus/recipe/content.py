"""What a composed paper says: typed content, read from the TOML files beside it."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

HERE = Path(__file__).resolve().parent
PAPERS = HERE / "papers"
CLAUSES = HERE / "clauses"

# **…** in a paragraph is set bold and underlined, as sheets do with what is new
ADDITION = re.compile(r"\*\*(.+?)\*\*")

Kind = Literal["consultation", "report"]


@dataclass(frozen=True)
class Basis:
    """One line under 条例の根拠."""

    kind: Kind
    article: int
    paragraph: int | None
    item: int | None
    label: str
    category: str
    printed: str
    branches: tuple[int, ...] = ()


@dataclass(frozen=True)
class Form:
    """One label/value table; `normal` is what the printed values mean, written by hand beside them."""

    title: str
    category: str
    fields: dict[str, list[str]]
    normal: dict[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A numbered part of a clause, to any depth."""

    label: str
    text: str
    items: tuple["Item", ...] = ()

    @property
    def number(self) -> int | str:
        """The label's number: an int, or the kana or letter itself."""
        return number_of(self.label)


@dataclass(frozen=True)
class Clause:
    """A clause of the 特記事項; a heading that covers several is repeated here and printed once.

    `references` are the words in it that point elsewhere and the clauses they mean, written by hand beside them.
    """

    label: str
    heading: str
    text: str
    items: tuple[Item, ...] = ()
    references: tuple[dict[str, Any], ...] = ()

    @property
    def number(self) -> int:
        """The clause's number as an int."""
        return int(number_of(self.label))


@dataclass(frozen=True)
class Paper:
    """A whole paper: cover, outline, forms, clauses."""

    name: str
    title: str
    department: str
    bases: list[Basis]
    outline: dict[str, list[str]]
    forms: list[Form]
    clauses: list[Clause]
    cover_line: str = "内容は別紙のとおり"
    department_line: str = "（担当部課：{}）"
    material: str = ""
    clause_title: str = "特記事項"


def number_of(label: str) -> int | str:
    """'第１' -> 1, '(2)' -> 2, '③' -> 3, 'ア' -> 'ア'."""
    bare = re.sub(r"[()第.\s]", "", unicodedata.normalize("NFKC", label))
    return int(bare) if bare.isdigit() else bare


def plain(text: str) -> str:
    """The paragraph without its addition marks."""
    return ADDITION.sub(r"\1", text)


def additions(paragraphs: list[str]) -> list[str]:
    """The marked runs of a field, in order."""
    return [run for text in paragraphs for run in ADDITION.findall(text)]


def load(name: str) -> Paper:
    """Read papers/NAME.toml, with the clause set that it names."""
    data = tomllib.loads((PAPERS / f"{name}.toml").read_text(encoding="utf-8"))
    clauses = read_clauses(data)
    simple = {k: data[k] for k in ("cover_line", "department_line", "material", "clause_title") if k in data}
    return Paper(
        name=name,
        title=data["title"],
        department=data["department"],
        bases=[_basis(x) for x in data["bases"]],
        outline=data["outline"],
        forms=[Form(**x) for x in data["forms"]],
        clauses=clauses,
        **simple,
    )


def names() -> list[str]:
    """Every paper that the recipe holds."""
    return sorted(p.stem for p in PAPERS.glob("*.toml"))


def _basis(data: dict[str, Any]) -> Basis:
    return Basis(
        kind=cast(Kind, data["kind"]),
        article=data["article"],
        paragraph=data.get("paragraph"),
        item=data.get("item"),
        label=data["label"],
        category=data["category"],
        printed=data["printed"],
        branches=tuple(data.get("branches", ())),
    )


def read_clauses(data: dict[str, Any]) -> list[Clause]:
    """The clause set of a paper: the shared one, with the paper's own wording and labels put over it."""
    shared = tomllib.loads((CLAUSES / f"{data['clause_set']}.toml").read_text(encoding="utf-8"))
    own = data.get("clause_changes", {})
    template = data.get("clause_label", "{}")
    found = []
    for position, raw in enumerate(shared["clauses"], start=1):
        clause = Clause(str(position), raw["heading"], raw["text"], _items(raw), tuple(raw.get("references", ())))
        clause = replace(clause, label=_label(template, position), text=own.get(str(position), clause.text))
        found.append(clause)
    return found


def _label(template: str, number: int) -> str:
    """'第{wide}' -> 第１２; '{}' -> 12; '{digit}' -> １ but 12 (one digit wide, two narrow, as offices type)."""
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return template.format(number, wide=wide, digit=wide if number < 10 else number)


def _items(data: dict[str, Any]) -> tuple[Item, ...]:
    return tuple(Item(x["label"], x["text"], _items(x)) for x in data.get("items", ()))
