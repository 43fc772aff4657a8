"""Amendments of what is no clause: 別表 with their rows and 備考, 目次, 前文, the 章 above clauses."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_bill import Provisions
from kaigi_extract.clauses.amending_grammar import Add, Head, Instruction, Remove, Renumber, Reword, Rewrite, Shift
from kaigi_extract.clauses.amending_law import CHAPTER_LINE, Annex, Law, find_row, notes_at, read_annexes, rows_of
from kaigi_extract.clauses.amending_law import Head as ChapterHead
from kaigi_extract.clauses.amending_numbers import label_numbers, numbers_in, relabelled
from kaigi_extract.clauses.amending_places import Place, Span, Step
from kaigi_extract.clauses.amending_text import Lines, NoFit, Words, clause_numbers, not_so_many, reworded, tree
from kaigi_extract.records import Clause
from kaigi_extract.text import match_label


def first_step(instruction: Instruction) -> Step | None:
    """The outermost step of the first place of an instruction."""
    if isinstance(instruction, (Reword, Remove, Shift, Rewrite)):
        return instruction.spans[0].first.steps[0]
    if isinstance(instruction, Renumber):
        return instruction.olds[0].first.steps[0]
    if isinstance(instruction, (Add, Head)) and instruction.place is not None:
        return instruction.place.steps[0]
    return None


def steps_of(place: Place, level: str) -> list[Step]:
    """The steps of one level."""
    return [step for step in place.steps if step.level == level]


def _only(spans: Sequence[Span]) -> Place:
    if len(spans) != 1 or spans[0].last is not None:
        raise NoFit(Message("only one of these is changed at a time"))
    return spans[0].first


# 別表


def annex_words(law: Law, place: Place) -> list[Words]:
    """The lines of a 別表 that a place means. Raises `NoFit`."""
    annex = law.annex(place.steps[0].words)
    first, last = _rows_of(law, annex, place)
    found = [Words(Lines(annex.rows, first, last), "text")]
    whole = len(place.steps) == 1
    return [*([Words(annex, "note")] if whole and annex.note else []), *found]


def _rows_of(law: Law, annex: Annex, place: Place) -> tuple[int, int]:
    """From which row to which a place of a 別表 goes."""
    first, last = 0, len(annex.rows)
    for step in place.steps[1:]:
        if step.level == "notes":
            first = notes_at(annex.rows)
            if step.numbers:
                first, last = _note(annex, first, step)
        elif step.level == "row":
            law.last_row = step.words.removesuffix("の項")
            first = find_row(annex.rows, law.last_row)
            last = first + 1
        elif step.level == "paragraph" and step.is_same and law.last_row:
            first = find_row(annex.rows, law.last_row)
            last = first + 1
        elif step.level != "table":
            raise NoFit(Message("{place} cannot be found in a table", place=place.words))
    if first >= last:
        raise NoFit(Message("nothing is in {place}", place=place.words))
    return first, last


def _note(annex: Annex, start: int, step: Step) -> tuple[int, int]:
    """The rows of one numbered note."""
    begins: dict[int, tuple[int, ...]] = {}
    for at in range(start, len(annex.rows)):
        label = match_label("\t".join(annex.rows[at]).removeprefix("備考").strip())
        if label is not None and label.style == "digit":
            begins[at] = label_numbers(label.label)
    found = next((at for at, numbers in begins.items() if numbers == step.numbers), None)
    if found is None:
        raise NoFit(Message("{place} is not there", place=step.words))
    return found, next((at for at in begins if at > found), len(annex.rows))


def annex_changed(law: Law, instruction: Instruction, lines: Sequence[str]) -> None:
    """Carries out what is done with a 別表 or its rows. Raises `NoFit`."""
    if isinstance(instruction, Remove):
        for span in instruction.spans:
            _annex_gone(law, _only([span]))
    elif isinstance(instruction, Renumber):
        old, new = _only(instruction.olds), _only(instruction.news)
        if len(old.steps) > 1 or new.last.level != "annex":
            raise NoFit(Message("only the number of a whole 別表 is changed"))
        annex = law.annex(old.last.words)
        if any(one.label == new.last.words for one in law.annexes if one is not annex):
            raise NoFit(Message("{place} is there already", place=new.last.words))
        annex.label, law.last_annex = new.last.words, annex
    elif isinstance(instruction, Rewrite):
        _annex_anew(law, _only(instruction.spans), lines)
    elif isinstance(instruction, Add) and instruction.place is not None:
        _annex_added(law, instruction, instruction.place, lines)
    else:
        raise NoFit(Message("this is not done with a 別表"))


def _annex_gone(law: Law, place: Place) -> None:
    annex = law.annex(place.steps[0].words)
    if len(place.steps) == 1:
        law.annexes = [one for one in law.annexes if one is not annex]
        return
    first, last = _rows_of(law, annex, place)
    del annex.rows[first:last]


def _annex_anew(law: Law, place: Place, lines: Sequence[str]) -> None:
    annex = law.annex(place.steps[0].words)
    if len(place.steps) > 1:
        first, last = _rows_of(law, annex, place)
        annex.rows[first:last] = rows_of(lines)
        return
    made = read_annexes(lines)
    if made and read_annexes(lines[:1]):
        law.annexes[next(k for k, one in enumerate(law.annexes) if one is annex)] = made[0]
        law.annexes += made[1:]
        law.last_annex = made[0]
    else:
        annex.rows = rows_of(lines)


def _annex_added(law: Law, add: Add, place: Place, lines: Sequence[str]) -> None:
    """A new 別表 behind one, or new rows within one."""
    annex = law.annex(place.steps[0].words)
    at = next(k for k, one in enumerate(law.annexes) if one is annex)
    made = read_annexes(lines)
    if add.kind in ("表", "別表", "様式") or (made and len(place.steps) == 1 and add.where != "into"):
        _put_annexes(law, add, at + (add.where != "before"), made)
        return
    rows = rows_of(lines)
    if len(place.steps) == 1:
        if add.where != "into":
            raise NoFit(Message("what is printed is no 別表"))
        end = next((k for k, row in enumerate(annex.rows) if row and row[0].startswith("備考")), len(annex.rows))
        annex.rows[end:end] = rows
        return
    first, last = _rows_of(law, annex, place)
    spot = first if add.where == "before" else last
    annex.rows[spot:spot] = rows


def put_annexes_at_end(law: Law, add: Add, lines: Sequence[str]) -> None:
    """附則の次に次の別表を加える. Raises `NoFit`."""
    _put_annexes(law, add, 0 if add.place is not None else len(law.annexes), read_annexes(lines))


def _put_annexes(law: Law, add: Add, at: int, made: Sequence[Annex]) -> None:
    if not made or (add.count is not None and add.count != len(made)):
        raise not_so_many(add, "表", len(made))
    known = {one.label for one in law.annexes}
    if any(one.label in known for one in made):
        raise NoFit(Message("{place} is there already", place=made[0].label))
    law.annexes[at:at] = made
    law.last_annex = made[-1]


# 目次, 前文


def contents_changed(law: Law, instruction: Instruction, lines: Sequence[str]) -> None:
    """Carries out what is done with the 目次. Raises `NoFit`."""
    if not law.contents:
        raise NoFit(Message("there is no 目次 in this text"))
    if isinstance(instruction, Reword):
        rows = [[line] for line in law.contents]
        reworded([Words(Lines(rows), "text")], instruction.swaps)
        law.contents = [line for row in rows for line in row if line.strip()]
    elif isinstance(instruction, Remove):
        law.contents = []
    elif isinstance(instruction, Rewrite):
        law.contents = [line.strip() for line in lines if line.strip() not in ("目次", "目　次")]
    else:
        raise NoFit(Message("this is not done with a 目次"))


def preamble_changed(law: Law, instruction: Instruction, lines: Sequence[str]) -> None:
    """Carries out what is done with the 前文. Raises `NoFit`."""
    held = law.main
    if held.preamble is None:
        raise NoFit(Message("there is no 前文 in this text"))
    if isinstance(instruction, Reword):
        reworded([Words(held, "preamble")], instruction.swaps)
    elif isinstance(instruction, Remove):
        held.preamble = None
    elif isinstance(instruction, Rewrite):
        held.preamble = "\n".join(line.strip() for line in lines)
    else:
        raise NoFit(Message("this is not done with a 前文"))


# 章


def chapter_words(law: Law, place: Place) -> list[Words]:
    """The words that a place of a 章 means: its name, or all that is below it. Raises `NoFit`."""
    head = law.head_below([step.words for step in steps_of(place, "chapter")])
    if place.last.level == "name":
        return [Words(head, "title")]
    return [Words(one, "text") for clause in law.clauses_of(head) for one in tree(clause)]


def chapter_changed(law: Law, instruction: Instruction, provisions: Provisions, lines: Sequence[str]) -> None:
    """Carries out what is done with a 章. Raises `NoFit`."""
    if isinstance(instruction, Remove):
        for span in instruction.spans:
            for head in _heads_between(law, span):
                _chapter_gone(law, head, name_only=span.first.last.level == "name")
    elif isinstance(instruction, Renumber):
        _renumbered(law, instruction)
    elif isinstance(instruction, Shift):
        heads = [head for span in instruction.spans for head in _heads_between(law, span)]
        for head in heads:
            head.label = relabelled(head.label, (_number(head.label) + instruction.by,))
    elif isinstance(instruction, Rewrite):
        _chapter_anew(law, _only(instruction.spans), provisions)
    elif isinstance(instruction, Head) and instruction.place.last.level == "name":
        head = law.head_below([step.words for step in steps_of(instruction.place, "chapter")])
        head.title = _title_of(instruction.heading)
    elif isinstance(instruction, Add) and instruction.place is not None:
        _put_chapters(law, instruction, instruction.place, provisions)
    else:
        raise NoFit(Message("this is not done with a 章"))


def _title_of(text: str) -> str:
    found = CHAPTER_LINE.match(text.strip())
    return (found[2] or "") if found is not None else text.strip()


def _number(label: str) -> int:
    return numbers_in(label)[0]


def _heads_between(law: Law, span: Span) -> list[ChapterHead]:
    """The heads of one level from one to another."""
    first = law.head_below([step.words for step in steps_of(span.first, "chapter")])
    if span.last is None:
        return [first]
    labels = [step.words for step in steps_of(span.last, "chapter")]
    last = law.head_below(labels)
    start, stop = (next(k for k, one in enumerate(law.heads) if one is head) for head in (first, last))
    return [head for head in law.heads[start : stop + 1] if head.level == first.level]


def _chapter_gone(law: Law, head: ChapterHead, *, name_only: bool) -> None:
    """Takes a 章 out with all that is below it, or its line only."""
    if name_only:
        law.heads = [one for one in law.heads if one is not head]
        return
    gone, below = law.clauses_of(head), law.below(head)
    law.heads = [one for one in law.heads if one is not head and not any(one is each for each in below)]
    law.main.clauses[:] = [clause for clause in law.main.clauses if not any(clause is one for one in gone)]


def _renumbered(law: Law, instruction: Renumber) -> None:
    heads = [head for span in instruction.olds for head in _heads_between(law, span)]
    news = [step for span in instruction.news for step in _new_labels(span)]
    if len(heads) != len(news):
        raise NoFit(Message("{old} 章 would become {new}", old=len(heads), new=len(news)))
    for head, label in zip(heads, news, strict=True):
        head.label = label
    law.last_head = heads[-1]


def _new_labels(span: Span) -> list[str]:
    steps = steps_of(span.first, "chapter")
    if not steps:
        raise NoFit(Message("{place} is none of the 章", place=span.first.words))
    label = steps[-1].words
    if span.last is None:
        return [label]
    numbers = range(steps[-1].numbers[0], span.last.last.numbers[0] + 1)
    return [relabelled(label, (number,)) for number in numbers]


def _chapter_anew(law: Law, place: Place, provisions: Provisions) -> None:
    head = law.head_below([step.words for step in steps_of(place, "chapter")])
    if not provisions.heads:
        raise NoFit(Message("what is printed is no 章"))
    if place.last.level == "name":
        if provisions.clauses or len(provisions.heads) != 1:
            raise NoFit(Message("what is printed is no name of a 章"))
        head.label, head.title = provisions.heads[0][:2]
        return
    clauses = law.clauses_of(head)
    if not clauses or not provisions.clauses:
        raise NoFit(Message("nothing is below {place}", place=head.label))
    at = next(k for k, one in enumerate(law.main.clauses) if one is clauses[0])
    place_of = next(k for k, one in enumerate(law.heads) if one is head)
    count = 1 + len(law.below(head))
    law.main.clauses[at : at + len(clauses)] = []
    _free(law, provisions.clauses)
    law.main.clauses[at:at] = provisions.clauses
    law.heads[place_of : place_of + count] = _made_heads(provisions)


def _made_heads(provisions: Provisions) -> list[ChapterHead]:
    clauses = provisions.clauses
    return [ChapterHead(label, title, clauses[k] if k < len(clauses) else None) for label, title, k in provisions.heads]


def _free(law: Law, clauses: Sequence[Clause]) -> None:
    known = {clause_numbers(clause) for clause in law.main.clauses}
    twice = [clause.label for clause in clauses if clause_numbers(clause) in known]
    if twice:
        raise NoFit(Message("{place} is there already", place=twice[0]))


def _put_chapters(law: Law, add: Add, place: Place, provisions: Provisions) -> None:
    """次の１章を加える, and clauses added to a 章."""
    head = law.head_below([step.words for step in steps_of(place, "chapter")])
    _free(law, provisions.clauses)
    clauses, held = provisions.clauses, law.main.clauses
    inside = add.where == "into"
    after = law.next_head(head)
    stop = head.before if add.where == "before" else after.before if after is not None else None
    at = len(held) if stop is None else next(k for k, one in enumerate(held) if one is stop)
    if add.kind == "条" and inside and not provisions.heads:
        if add.count is not None and add.count != len(clauses):
            raise not_so_many(add, "条", len(clauses))
        held[at:at] = clauses
        return
    if not provisions.heads or not clauses or provisions.heads[0][2] != 0:
        raise NoFit(Message("what is printed is no 章"))
    made = _made_heads(provisions)
    same = [one for one in made if one.level == made[0].level]
    if add.count is not None and add.count != len(same):
        raise not_so_many(add, add.kind, len(same))
    spot = next(k for k, one in enumerate(law.heads) if one is head)
    spot += 0 if add.where == "before" else 1 + len(law.below(head))
    held[at:at] = clauses
    law.heads[spot:spot] = made
    law.last_head = made[-1]


def put_chapter_name(law: Law, add: Add, clause: Clause, provisions: Provisions) -> None:
    """第５条の次に次の章名を付する: a head above the clause behind it. Raises `NoFit`."""
    at = next(k for k, one in enumerate(law.main.clauses) if one is clause) + (add.where == "after")
    if len(provisions.heads) != 1 or provisions.clauses or add.where == "into" or at >= len(law.main.clauses):
        raise NoFit(Message("what is printed is no name of a 章"))
    below = law.main.clauses[at]
    label, title, _ = provisions.heads[0]
    places = {id(one): k for k, one in enumerate(law.main.clauses)}
    spot = next((k for k, one in enumerate(law.heads) if one.before is None or places[id(one.before)] > at), None)
    law.heads.insert(len(law.heads) if spot is None else spot, ChapterHead(label, title, below))
