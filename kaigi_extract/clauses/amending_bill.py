"""An amendment as printed: its sentences, each with the provisions printed below it. Amends nothing.

A provision begins with its label and white space (第５条　…), with a heading in brackets, or is no instruction at all;
an instruction goes on from its place without one (第５条中…).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kaigi_extract.clauses.amending_law import CHAPTER_LINE
from kaigi_extract.clauses.amending_numbers import DIGITS
from kaigi_extract.clauses.amending_places import WITH_HEADING, place_at
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, Item
from kaigi_extract.text import Label, clause_heading, fold, match_label, match_term, squeeze
from kaigi_extract.text.late_pattern import late_pattern

_BEGINS = late_pattern(
    rf"(?:第[{DIGITS}]+条[\s　]+)?(?P<law>.*?)(?:[(（][^「」]*[)）])?"
    "(?:の?(?:一部|全部)を(?:次の(?:とおり|よう)に)?改正する。?$|次のように改正する。?$)"
)
_OF_A_LAW = late_pattern("[(（].*の一部改正[)）]$")
_OWN_SUPPLEMENT = late_pattern("(附[ \u3000]+則|附則(?=この(?:条例|規則|規程|要綱|訓令|告示|法律|政令)))")
"""附　則 as it heads a part, on a line with what is above or below it."""
_SUPPLEMENT = late_pattern(r"(附[\s　]+則|附則(?=この(?:条例|規則|規程|要綱|訓令|告示|法律|政令)))(?=\S)")
"""附　則 with the sentence below it on its line."""
_SUPPLEMENT = late_pattern("附則(?:[(（].*[)）])?$")
_NEW_SUPPLEMENT = late_pattern("附則(?:の全部)?を次のように|次のように附則を")
_VERB = late_pattern(
    "(?:改める|加える|削る|とする|繰り?下げる|繰り?上げる|付する|付ける|改正する)。?$|次の(?:よう|とおり)に改める。?$"
)
_REPEALED = late_pattern(r"第[^「」。]+条[^「」。]*(?:から|及び|、)第[^「」。]+条[^「」。]*\s+削除$")
QUOTED_LINES = 60
"""Lines of a quote at most: a bracket that nobody closed is to swallow no bill."""
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
    heads: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    """Label and title of each 章, and the index of the clause below it."""
    repealed: bool = False
    """Whether it says of several 条 that they are gone: 第４条から第６条まで　削除."""


@dataclass(slots=True)
class Part:
    """The orders of a bill on one law."""

    law: str
    """Its name as it is printed; empty where the bill has no such words."""
    orders: list[Order] = field(default_factory=list)


def parts_of(lines: Sequence[str]) -> list[Part]:
    """The orders of a bill law by law, each from 次のように改正する on, up to the bill's own 附則."""
    body = [line.strip() for line in whole_quotes(lines) if line.strip()]
    begins = [k for k, line in enumerate(body) if _BEGINS.match(line)]
    starts = [(k, _BEGINS.match(body[k])) for k in begins] or [(-1, None)]
    found: list[Part] = []
    for at, (start, opening) in enumerate(starts):
        stop = starts[at + 1][0] if at + 1 < len(starts) else len(body)
        if stop < len(body) and stop > start + 1 and _OF_A_LAW.match(body[stop - 1]):
            stop -= 1
        part = Part(opening["law"] if opening is not None else "")
        found.append(part)
        if not _fill(part.orders, body[start + 1 : stop]):
            break
    return found


def orders(lines: Sequence[str]) -> list[Order]:
    """All orders of a bill, whatever law they are on."""
    return [order for part in parts_of(lines) for order in part.orders]


def _fill(found: list[Order], body: Sequence[str]) -> bool:
    """Reads orders; whether the bill goes on behind them."""
    for line in body:
        if _SUPPLEMENT.match(squeeze(line)) and not _takes_supplement(found):
            return False
        if is_order(line):
            found += [Order(sentence) for sentence in _sentences(line)]
        elif found:
            found[-1].provisions.append(line)
    return True


def whole_quotes(lines: Sequence[str]) -> Iterator[str]:
    """Lines, those that a quote of an instruction goes over as one; 附　則 on a line by itself."""
    held: list[str] = []
    for raw in lines:
        for line in _OWN_SUPPLEMENT.sub("\n\\1\n", raw).split("\n"):
            held.append(line)
            depth = sum(each.count("「") - each.count("」") for each in held)
            if depth > 0 and len(held) <= QUOTED_LINES and _may_quote(held[0].strip()):
                continue
            yield "\n".join(held)
            held = []
    yield from held


def _may_quote(line: str) -> bool:
    """Whether a line begins as an instruction does, so that a bracket left open is that of a quote."""
    return place_at(line, 0) is not None and clause_heading(line) is None


def _takes_supplement(found: Sequence[Order]) -> bool:
    """Whether the last order is one for which 附　則 is printed anew."""
    return bool(found) and _NEW_SUPPLEMENT.search(found[-1].sentence) is not None and not found[-1].provisions


def is_order(line: str) -> bool:
    """Whether a line is an instruction rather than a provision."""
    label = match_label(line)
    apart = label is not None and (label.style not in _APART or _is_apart(label, line))
    if label is not None and apart and WITH_HEADING.match(line, label.end) is None:
        return False
    if clause_heading(line) is not None or not _VERB.search(line):
        return False
    return place_at(line, 0) is not None or line.startswith(("次の", "本則", "附則"))


def _is_apart(label: Label, line: str) -> bool:
    """Whether white space, a heading or nothing is behind a label."""
    return label.end > label.start + len(label.label) or line[label.end : label.end + 1] in ("", "（", "(")


def _sentences(line: str) -> Iterator[str]:
    """Sentences of a line; what is in brackets is whole."""
    depth = start = 0
    for at, char in enumerate(line):
        depth += (char in "「（(") - (char in "」）)")
        if char == "。" and depth <= 0:
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
        if (chapter := CHAPTER_LINE.match(line.strip())) is not None:
            found.heads.append((chapter[1], chapter[2] or "", len(found.clauses)))
            heading, path = None, []
            continue
        if _REPEALED.match(line):
            found.repealed = True
            continue
        label = match_label(line) or (match_label(f"{line}　x") if len(line) <= LONE_LABEL else _term(path, line))
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


def _term(path: Sequence[tuple[Label, Clause | Item]], line: str) -> Label | None:
    """The number of a 号 that defines a word of one character: the first line, or behind the 号 before it."""
    if not path:
        return match_term(line)
    open_at = [label.ordinal or 0 for label, _ in path if label.style == "kanji"]
    return match_term(line, open_at[-1] + 1 if open_at else 1)


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
