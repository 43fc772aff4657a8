"""改め文 drafted from two texts: `draft_amendment`. The draft is tried on the old text, and says what it does not give.

Words are changed first, by the numbers of the old text; then 条 are taken out, renumbered from where there is room, and
put in. Where words cannot be quoted so that they are found once, a 項 or 条 is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.clauses.alignment import align_groups
from kaigi_extract.clauses.amending import Amended, amend
from kaigi_extract.clauses.amending_bill import same_words, style_of
from kaigi_extract.clauses.amending_law import heads_of
from kaigi_extract.clauses.amending_numbers import Numbers
from kaigi_extract.clauses.amending_quotes import swaps_between
from kaigi_extract.clauses.amending_text import Paragraph, clause_numbers, paragraphs
from kaigi_extract.clauses.changes import Side
from kaigi_extract.clauses.select import only_set
from kaigi_extract.clauses.settings import DEFAULT_ALIGN, AlignSettings
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Document, Item, Record


class Draft(Record):
    """A drafted amendment."""

    text: str
    """The 改め文 with the new provisions below each sentence; empty where nothing changed."""
    whole: bool
    """Whether the old text and it give the new text exactly; what is missing is in `unsaid`."""
    unsaid: list[str]
    """Labels of clauses whose new words it does not give: tables, chapters, clauses without a number of their own."""


def draft_amendment(
    old: ClauseSet | Document, new: ClauseSet | Document, *, settings: AlignSettings = DEFAULT_ALIGN
) -> Draft:
    """The 改め文 that makes `new` of `old`, in the words of legislative drafting.

    It is carried out on `old` before it is handed out: `whole` says whether that gave `new`. Raises `ValueError` where
    one is a document with several sets.
    """
    one, other = only_set(old), only_set(new)
    lines = list(_lines(one, other, settings))
    text = "".join(f"{line}\n" for line in lines)
    made = amend(one, text).new if lines else one
    unsaid = differences(made, other)
    return Draft(text=text, whole=not unsaid, unsaid=unsaid)


def differences(made: ClauseSet, wanted: ClauseSet) -> list[str]:
    """Labels of the clauses that are not the same in two sets; 題名 where the titles differ."""
    found = [] if not wanted.title or same_words(made.title, wanted.title) else ["題名"]
    known = {clause_numbers(clause): _shape(clause) for clause in made.clauses}
    found += [clause.label for clause in wanted.clauses if known.pop(clause_numbers(clause), None) != _shape(clause)]
    return found + ["第" + "の".join(map(str, numbers)) for numbers in known]


def _shape(held: Clause | Item) -> object:
    """What a clause prints, width and white space aside."""
    from kaigi_extract.clauses.similarity import text_key

    heading = text_key(held.heading) if isinstance(held, Clause) else ""
    label = text_key(held.label) if isinstance(held, Item) else ""  # a clause is known by its number
    return heading, label, text_key(held.text), [_shape(item) for item in held.items]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which clause becomes which, by index; None where it goes or comes."""

    pairs: list[tuple[int, int]]
    gone: list[int]
    come: list[int]


def _plan(old: ClauseSet, new: ClauseSet, settings: AlignSettings) -> _Plan:
    """The links of the alignment, one to one and in order."""
    _, groups, _ = align_groups(old, new, Side.of(old), Side.of(new), settings)
    linked = sorted((min(group.old), min(group.new)) for group in groups)
    pairs = _rising(linked)
    kept = {i for i, _ in pairs}, {j for _, j in pairs}
    gone = [i for i in range(len(old.clauses)) if i not in kept[0]]
    come = [j for j in range(len(new.clauses)) if j not in kept[1]]
    numbers = {clause_numbers(new.clauses[j]): j for j in come}
    same = [(i, numbers[key]) for i in gone if (key := clause_numbers(old.clauses[i])) in numbers]
    both = _rising(sorted([*pairs, *same]))
    if all(pair in both for pair in pairs):
        pairs = both
        kept = {i for i, _ in pairs}, {j for _, j in pairs}
        gone, come = [i for i in gone if i not in kept[0]], [j for j in come if j not in kept[1]]
    return _Plan(pairs, gone, come)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in the order of both sides."""
    best: list[list[tuple[int, int]]] = []
    for at, (_, j) in enumerate(pairs):
        before = [best[k] for k in range(at) if pairs[k][1] < j]
        best.append([*max(before, key=len, default=[]), pairs[at]])
    return max(best, key=len, default=[])


def _lines(old: ClauseSet, new: ClauseSet, settings: AlignSettings) -> Iterator[str]:
    if not same_words(old.title, new.title) and new.title:
        yield "題名を次のように改める。"
        yield f"　　　{new.title}"
    plan, unit = _plan(old, new, settings), unit_of(old)
    for i, j in plan.pairs:
        yield from clause_lines(old.clauses[i], new.clauses[j], unit, settings)
    for run in _runs([clause_numbers(old.clauses[i]) for i in plan.gone]):
        yield f"{_range_words(run, unit)}を削る。"
    moves = [(clause_numbers(old.clauses[i]), clause_numbers(new.clauses[j])) for i, j in plan.pairs]
    others = [(one, other) for one, other in moves if one != other]
    yield from _moves(others, {one for one, _ in moves}, unit, settings.listed_moves)
    yield from _additions(new, plan, unit)


def unit_of(held: ClauseSet) -> str:
    """What its clauses are called by: 条, or nothing where they are 第１ or １."""
    return "条" if not held.clauses or style_of(held.clauses[0].label) == "dai_jo" else ""


def article(numbers: Numbers, unit: str = "条") -> str:
    """第14条の2; without a unit 第14の2, of sets that number so."""
    return f"第{numbers[0]}{unit}" + "".join(f"の{number}" for number in numbers[1:])


def _runs(numbers: Sequence[Numbers]) -> Iterator[list[Numbers]]:
    """Numbers without branches that follow one another together."""
    run: list[Numbers] = []
    for each in numbers:
        if run and not (len(each) == len(run[-1]) == 1 and each[0] == run[-1][0] + 1):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _range_words(run: Sequence[Numbers], unit: str) -> str:
    if len(run) == 1:
        return article(run[0], unit)
    return (
        f"{article(run[0], unit)}及び{article(run[-1], unit)}"
        if len(run) == 2
        else f"{article(run[0], unit)}から{article(run[-1], unit)}まで"
    )


def _moves(moves: Sequence[tuple[Numbers, Numbers]], taken: set[Numbers], unit: str, listed: int) -> Iterator[str]:
    """Renumberings in an order in which each finds its new number free; runs of one step as one."""
    waiting = list(moves)
    while waiting:
        free = [move for move in waiting if move[1] not in taken]
        if not free:
            return  # a ring of numbers: said by no instruction, and found when the draft is tried
        run = [max(free) if free[0][1] > free[0][0] else min(free)]
        step = run[0][1][0] - run[0][0][0]
        plain = len(run[0][0]) == len(run[0][1]) == 1
        while plain and (after := _beside(run[-1], step, waiting)) is not None:
            run.append(after)
        for move in run:
            waiting.remove(move)
            taken.discard(move[0])
            taken.add(move[1])
        if len(run) > listed:
            first, last = min(run)[0], max(run)[0]
            way = "下げる" if step > 0 else "上げる"
            yield f"{article(first, unit)}から{article(last, unit)}までを{_count(abs(step))}条ずつ繰り{way}。"
        else:
            said = [f"{article(one, unit)}を{article(other, unit)}と" for one, other in run]
            yield "し、".join(said) + "する。"


def _beside(
    last: tuple[Numbers, Numbers], step: int, waiting: Sequence[tuple[Numbers, Numbers]]
) -> tuple[Numbers, Numbers] | None:
    """The move of the clause that comes next by the same step: above where all go down, below where they go up."""
    number = last[0][0] - (1 if step > 0 else -1)
    wanted = ((number,), (number + step,))
    return wanted if wanted in waiting else None


def _count(number: int) -> str:
    from kaigi_extract.clauses.amending_numbers import kanji

    return kanji(number)


def _additions(new: ClauseSet, plan: _Plan, unit: str) -> Iterator[str]:
    """New clauses, each run behind the clause above it."""
    for run in _index_runs(plan.come):
        lines = [line for j in run for line in printed_clause(new.clauses[j], _own_heading(new, j))]
        count = f"{len(run)}条"
        if run[0]:
            yield f"{article(clause_numbers(new.clauses[run[0] - 1]), unit)}の次に次の{count}を加える。"
        elif run[-1] + 1 < len(new.clauses):
            yield f"{article(clause_numbers(new.clauses[run[-1] + 1]), unit)}の前に次の{count}を加える。"
        else:
            yield f"次の{count}を加える。"
        yield from lines


def _index_runs(indices: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _own_heading(held: ClauseSet, at: int) -> bool:
    """Whether a clause prints its heading: not one under that of the clause above it."""
    heading = held.clauses[at].heading
    return heading is not None and (at == 0 or held.clauses[at - 1].heading != heading)


def printed_set(held: ClauseSet) -> Iterator[str]:
    """A whole set as it is printed: title, preamble, chapters, headings, clauses and items."""
    if held.title:
        yield held.title
    yield from _printed_body(held)


def _printed_body(held: ClauseSet) -> Iterator[str]:
    if held.preamble:
        yield held.preamble
    above: dict[int, list[str]] = {}
    for head in heads_of(held):
        above.setdefault(id(head.before), []).append(f"{'　' * (2 + head.level)}{head.label}　{head.title}".rstrip())
    for at, clause in enumerate(held.clauses):
        yield from above.get(id(clause), ())
        yield from printed_clause(clause, _own_heading(held, at))
    yield from above.get(id(None), ())


def printed_amended(made: Amended) -> Iterator[str]:
    """All of an amended text: the set with its 目次 behind the title, then 附則 and 別表."""
    if made.new.title:
        yield made.new.title
    if made.contents:
        yield "目次"
        yield from made.contents
    yield from _printed_body(made.new)
    for supplement in made.supplements:
        yield f"　　　{supplement.title}"
        yield from _printed_body(supplement)
    for annex in made.annexes:
        yield annex.label + annex.note
        yield from ("\t".join(row) for row in annex.rows)


def printed_clause(clause: Clause, headed: bool = True) -> Iterator[str]:
    """A clause as it is printed in a bill."""
    if headed and clause.heading is not None:
        yield f"（{clause.heading}）"
    yield f"{clause.label}　{clause.text}".strip()
    yield from ("\t".join(row) for row in clause.rows)
    for item in clause.items:
        yield from printed_item(item)


def printed_item(item: Item) -> Iterator[str]:
    """An item as it is printed in a bill, with those below it."""
    yield f"{item.label}　{item.text}".rstrip()
    yield from ("\t".join(row) for row in item.rows)
    for below in item.items:
        yield from printed_item(below)


def clause_lines(old: Clause, new: Clause, unit: str = "条", settings: AlignSettings = DEFAULT_ALIGN) -> Iterator[str]:
    """What changes the words of one clause, whatever its number; it is written anew where its 項 or 号 are others."""
    name = article(clause_numbers(old), unit)
    if _shape(old)[2:] == _shape(new)[2:] and same_words(old.heading or "", new.heading or ""):  # type: ignore[index]
        return
    told = _paragraph_lines(old, new, name, settings)
    if told is None:
        anew = new.model_copy(update={"label": old.label, "number": old.number, "branches": old.branches})
        yield f"{name}を次のように改める。"
        yield from printed_clause(anew)
        return
    heading = ""
    if not same_words(old.heading or "", new.heading or ""):
        heading = f"{name}の見出しを「（{new.heading}）」に改め" if new.heading else f"{name}の見出しを削り"
    yield from _sentence([*([heading] if heading else []), *told])


def _sentence(told: Sequence[str]) -> Iterator[str]:
    """Pieces as sentences: …を「乙」に改め、…を削る。"""
    for piece in told:
        verb = "る" if piece.endswith(("改め", "加え")) else ""
        yield (piece.removesuffix("り") + "る" if piece.endswith("削り") else piece + verb) + "。"


def _paragraph_lines(old: Clause, new: Clause, name: str, settings: AlignSettings) -> list[str] | None:
    """The rewordings of a clause, line by line; None where its lines do not stand beside one another."""
    olds, news = paragraphs(old), paragraphs(new)
    if len(olds) != len(news):
        return None
    several = len(olds) > 1
    told: list[str] = []
    for number, (one, other) in enumerate(zip(olds, news, strict=True), 1):
        place = f"{name}第{number}項" if several else name
        found = _owner_lines(one, other, place, settings)
        if found is None:
            return None
        told += found
    return told


def _owner_lines(old: Paragraph, new: Paragraph, place: str, settings: AlignSettings) -> list[str] | None:
    if not _same_labels(old.items, new.items):
        return None
    own = f"{place}各号列記以外の部分" if old.items else place
    told = _reworded(old.owner.text, new.owner.text, own, settings)
    if told is None:
        return None
    for one, other in zip(old.items, new.items, strict=True):
        if one.items or other.items or one.label[:1] in "アイウエオ" or not _is_numbered(one):
            if _shape(one) != _shape(other):
                return None
            continue
        found = _reworded(one.text, other.text, f"{place}第{_item_number(one)}号", settings)
        if found is None:
            return None
        told += found
    return told


def _is_numbered(item: Item) -> bool:
    from kaigi_extract.clauses.amending_numbers import label_numbers

    return bool(label_numbers(item.label))


def _item_number(item: Item) -> str:
    from kaigi_extract.clauses.amending_numbers import label_numbers

    numbers = label_numbers(item.label)
    return str(numbers[0]) + "".join(f"号の{number}" for number in numbers[1:])


def _same_labels(old: Sequence[Item], new: Sequence[Item]) -> bool:
    return len(old) == len(new) and all(same_words(a.label, b.label) for a, b in zip(old, new, strict=True))


def _reworded(old: str, new: str, place: str, settings: AlignSettings) -> list[str] | None:
    """The rewordings of one text as pieces; none where it is the same, None where they cannot be quoted."""
    if same_words(old, new):
        return []
    swaps = swaps_between(old, new, settings)
    if swaps is None:
        return None
    said = []
    for swap in swaps:
        if not swap.new:
            said.append((f"「{swap.old}」を削り", "削り"))
        elif swap.new.startswith(swap.old):
            said.append((f"「{swap.old}」の次に「{swap.new[len(swap.old) :]}」を加え", "加え"))
        else:
            said.append((f"「{swap.old}」を「{swap.new}」に改め", "改め"))
    return [f"{place}中" + "、".join(words for words, _ in said)]
