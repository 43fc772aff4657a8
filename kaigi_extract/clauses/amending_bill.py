"""An amendment as printed: its sentences, each with the provisions printed below it. Amends nothing.

A provision begins with its label and white space (第５条　…), with a heading in brackets, or is no instruction at all;
an instruction goes on from its place without one (第５条中…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaigi_extract.clauses.amending_places import place_at
from kaigi_extract.records import Clause, Item
from kaigi_extract.text import Label, clause_heading, fold, match_label, squeeze

_BEGINS = re.compile("の?(?:一部|全部)を(?:次の(?:とおり|よう)に)?改正する。?$|次のように改正する。?$")
_SUPPLEMENT = re.compile("附則(?:[(（].*[)）])?$")
_VERB = re.compile(
    "(?:改める|加える|削る|とする|繰り?下げる|繰り?上げる|付する|改正する)。?$|次の(?:よう|とおり)に改める。?$"
)
_REPEALED = re.compile(r"第[^「」。]+条[^「」。]*(?:から|及び|、)第[^「」。]+条[^「」。]*\s+削除$")
LONE_LABEL = 6
"""Characters of a line that may be a label alone, above a text of lists only."""
_APART = ("dai_jo", "dai", "digit", "kanji")
"""Styles of labels that are such only with white space behind them: 第５条中 is none."""


@dataclass(slots=True)
class Order:
    """One sentence of an amendment."""

    sentence: str
    provisions: list[str] = field(default_factory=list)
    """The lines of new text printed below it."""


@dataclass(slots=True)
class Provisions:
    """New text as records."""

    clauses: list[Clause] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    """項 or 号 above any 条."""
    text: str = ""
    """Words above any label."""
    repealed: bool = False
    """Whether it says of several 条 that they are gone: 第４条から第６条まで　削除."""


def orders(lines: Sequence[str]) -> list[Order]:
    """The sentences of a bill, from 次のように改正する to its 附則; of all lines where it has no such words."""
    body = [line.strip() for line in lines if line.strip()]
    begins = next((k for k, line in enumerate(body) if _BEGINS.search(line)), -1)
    found: list[Order] = []
    for line in body[begins + 1 :]:
        if _SUPPLEMENT.match(squeeze(line)) and not _takes_supplement(found):
            break
        if is_order(line):
            found += [Order(sentence) for sentence in _sentences(line)]
        elif found:
            found[-1].provisions.append(line)
    return found


def _takes_supplement(found: Sequence[Order]) -> bool:
    return bool(found) and "附則" in found[-1].sentence and not found[-1].provisions


def is_order(line: str) -> bool:
    """Whether a line is an instruction rather than a provision."""
    label = match_label(line)
    if label is not None and (label.style not in _APART or _is_apart(label, line)):
        return False
    if clause_heading(line) is not None or not _VERB.search(line):
        return False
    return place_at(line, 0) is not None or line.startswith(("次の", "本則", "附則", "別表"))


def _is_apart(label: Label, line: str) -> bool:
    """Whether white space, a heading or nothing is behind a label."""
    return label.end > label.start + len(label.label) or line[label.end : label.end + 1] in ("", "（", "(")


def _sentences(line: str) -> Iterator[str]:
    """Sentences of a line; what is in corner brackets is whole."""
    depth = start = 0
    for at, char in enumerate(line):
        depth += (char == "「") - (char == "」")
        if char == "。" and depth == 0:
            yield line[start : at + 1]
            start = at + 1
    if line[start:].strip():
        yield line[start:]


def style_of(label: str) -> str:
    """The style of a label by which the clauses of a set are known: dai_jo of 第１条, dai of 第１, digit of １."""
    found = match_label(f"{label}　x")
    return found.style if found is not None else "dai_jo"


def read_provisions(lines: Sequence[str], style: str = "dai_jo") -> Provisions:
    """The lines of new text as clauses, whose labels are of a style, and items, by their labels."""
    found = Provisions()
    heading: str | None = None
    path: list[tuple[Label, Clause | Item]] = []
    for line in lines:
        head = clause_heading(line)
        if head is not None:
            heading, path = head, []
            continue
        if _REPEALED.match(line):
            found.repealed = True
            continue
        label = match_label(line) or (match_label(f"{line}　x") if len(line) <= LONE_LABEL else None)
        if label is None or label.ordinal is None or (label.style in _APART and not _is_apart(label, line)):
            _go_on(found, path, line)
        elif label.style == style:
            clause = Clause(
                number=label.ordinal or 0,
                branches=list(label.branches),
                label=label.label,
                heading=heading,
                text=line[label.end :].strip(),
            )
            heading = None
            found.clauses.append(clause)
            path = [(label, clause)]
        else:
            _put(found, path, label, line[label.end :].strip())
    return found


def _go_on(found: Provisions, path: Sequence[tuple[Label, Clause | Item]], line: str) -> None:
    """A line without a label: more of what is open."""
    if not path:
        found.text = f"{found.text}\n{line}".strip()
        return
    owner = path[-1][1]
    owner.text = f"{owner.text}\n{line}" if owner.text else line


def _put(found: Provisions, path: list[tuple[Label, Clause | Item]], label: Label, text: str) -> None:
    """An item under what is open: beside the last one of its style, else below the innermost; 項 under their 条."""
    item = Item(label=label.label, number=label.number if label.number is not None else label.label, text=text)
    at = next((k for k in range(len(path) - 1, -1, -1) if path[k][0].style == label.style), None)
    if at is None and path and label.style == "digit" and isinstance(path[0][1], Clause):
        at = 1
    if at is not None:
        del path[at:]
    (path[-1][1].items if path else found.items).append(item)
    path.append((label, item))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for width and white space."""
    return squeeze(fold(one)) == squeeze(fold(other))
