"""Places of an amendment that go or get other numbers: 第３条を削る, 第４条を第３条とする, 二条ずつ繰り下げる."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_numbers import Numbers, label_numbers, relabelled
from kaigi_extract.clauses.amending_places import Place, Span, Step
from kaigi_extract.clauses.amending_text import (
    Finder,
    NoFit,
    Paragraph,
    Spot,
    clause_numbers,
    first_numbered,
    paragraphs,
    siblings,
)
from kaigi_extract.records import Clause, Item

WORDS = {"article": "第{}条", "paragraph": "第{}項", "item": "第{}号"}
"""How a place of each level is named."""


def named(level: str, numbers: Numbers) -> str:
    """第14条の2."""
    return WORDS[level].format(numbers[0]) + "".join(f"の{number}" for number in numbers[1:])


def between(finder: Finder, span: Span) -> list[Place]:
    """The places from one to another of one level, as the text has them now. Raises `NoFit`."""
    first, last = span.first, span.last
    if last is None:
        return [first]
    level = first.last.level
    if level not in WORDS or last.last.level != level or not first.last.numbers or not last.last.numbers:
        raise NoFit(Message("{first}から{last}まで is no range of one level", first=first.words, last=last.words))
    spot = finder.find(first)
    numbers = [each for each in _numbers(finder, spot, level) if first.last.numbers <= each <= last.last.numbers]
    if first.last.numbers not in numbers or last.last.numbers not in numbers:
        raise NoFit(Message("{first}から{last}まで is not there", first=first.words, last=last.words))
    above = first.steps[:-1]
    return [Place((*above, Step(first.last.level, named(level, each), each))) for each in numbers]


def _numbers(finder: Finder, spot: Spot, level: str) -> list[Numbers]:
    """The numbers of all that stand beside a spot, in order."""
    if level == "article":
        return [clause_numbers(clause) for clause in finder.held.clauses]
    if level == "paragraph" and spot.clause is not None:
        return [(1,), *(label_numbers(one.item.label) for one in paragraphs(spot.clause) if one.item is not None)]
    return [label_numbers(item.label) for item in siblings(spot)]


def remove(finder: Finder, place: Place) -> None:
    """Takes a 条, 項, 号 or 細目 out. Raises `NoFit`."""
    if place.last.level not in (*WORDS, "subitem"):
        raise NoFit(Message("{place} is no part of this set", place=place.words))
    spot = finder.find(place)
    if place.last.level == "article":
        finder.held.clauses.remove(_only(spot.clause, finder.held.clauses))
    elif place.last.level == "paragraph" and spot.paragraph is not None:
        _remove_paragraph(spot.paragraph)
    elif place.last.level == "item" and spot.item is not None:
        _take(_list_of(spot), spot.item)
    elif spot.subitem is not None and spot.item is not None:
        _take(spot.item.items, spot.subitem)


def _only(clause: Clause | None, clauses: Sequence[Clause]) -> Clause:
    found = next((one for one in clauses if one is clause), None)
    if found is None:
        raise NoFit(Message("it is not there any more"))
    return found


def _list_of(spot: Spot) -> list[Item]:
    """The list of a record that holds the 号 of a spot."""
    holders = [spot.paragraph.owner] if spot.paragraph is not None else []
    if spot.paragraph is None and spot.clause is not None:
        holders = [one.owner for one in paragraphs(spot.clause)]
    found = next((one.items for one in holders if any(item is spot.item for item in one.items)), None)
    if found is None:
        raise NoFit(Message("it is not there any more"))
    return found


def _take(items: list[Item], item: Item) -> None:
    at = next((k for k, one in enumerate(items) if one is item), None)
    if at is None:
        raise NoFit(Message("it is not there any more"))
    del items[at]


def _remove_paragraph(paragraph: Paragraph) -> None:
    if paragraph.item is not None:
        _take(paragraph.clause.items, paragraph.item)
        return
    clause = paragraph.clause
    if not clause.text and not paragraph.items:
        raise NoFit(Message("第1項 is not there"))
    clause.text = ""
    del clause.items[: first_numbered(clause)]


def renumber(finder: Finder, olds: Sequence[Span], news: Sequence[Span]) -> None:
    """Gives places their new numbers, one by one. Raises `NoFit`, and changes nothing, where they do not match."""
    old = [place for span in olds for place in between(finder, span)]
    new = [step for span in news for step in _targets(span, len(old))]
    if len(old) != len(new):
        raise NoFit(Message("{old} places would become {new}", old=len(old), new=len(new)))
    spots = [finder.find(place) for place in old]
    levels = {place.last.level for place in old}
    if len(levels) != 1 or not levels <= {*WORDS, "subitem"}:
        raise NoFit(Message("only 条, 項 and 号 have numbers"))
    [level] = levels
    _give(finder, level, spots, [step.numbers for step in new], [step.words for step in new])
    finder.last = spots[-1]


def _targets(span: Span, count: int) -> list[Step]:
    if span.last is None:
        return [span.first.last]
    first, last = span.first.last, span.last.last
    if len(first.numbers) != 1 or len(last.numbers) != 1:
        raise NoFit(Message("{first}から{last}まで cannot be counted", first=span.first.words, last=span.last.words))
    steps = range(first.numbers[0], last.numbers[0] + 1)
    if len(steps) != count:
        raise NoFit(Message("{old} places would become {new}", old=count, new=len(steps)))
    return [Step(first.level, named(first.level, (number,)), (number,)) for number in steps]


def shift(finder: Finder, spans: Sequence[Span], by: int) -> None:
    """Counts places up or down. Raises `NoFit`, and changes nothing, where one of them has a branch number."""
    places = [place for span in spans for place in between(finder, span)]
    spots = [finder.find(place) for place in places]
    if any(len(place.last.numbers) != 1 for place in places):
        raise NoFit(Message("a branch number cannot be counted up or down"))
    numbers: list[Numbers] = [(place.last.numbers[0] + by,) for place in places]
    _give(finder, places[0].last.level, spots, numbers, ["" for _ in places])
    finder.last = spots[-1]


def _give(finder: Finder, level: str, spots: Sequence[Spot], numbers: Sequence[Numbers], words: Sequence[str]) -> None:
    """Gives each spot its number. Raises `NoFit`, and changes nothing, where one would be there twice."""
    moving = [_numbers_of(level, spot) for spot in spots]
    staying = [each for each in _numbers(finder, spots[0], level) if each not in moving] if level in WORDS else []
    if level == "paragraph" and spots[0].clause is not None and not spots[0].clause.text:
        staying = [each for each in staying if each != (1,)]
    for each in numbers:
        if each in staying and level in WORDS:
            raise NoFit(Message("{place} is there already", place=named(level, each)))
    order = sorted(range(len(spots)), key=lambda k: numbers[k], reverse=numbers[0] > moving[0] if moving else False)
    for k in order:
        _number(level, spots[k], numbers[k], words[k])


def _numbers_of(level: str, spot: Spot) -> Numbers:
    if level == "article" and spot.clause is not None:
        return clause_numbers(spot.clause)
    if level == "paragraph" and spot.paragraph is not None:
        return label_numbers(spot.paragraph.item.label) if spot.paragraph.item is not None else (1,)
    return label_numbers(spot.item.label) if spot.item is not None else ()


def _number(level: str, spot: Spot, numbers: Numbers, words: str) -> None:
    if level == "article" and spot.clause is not None:
        clause = spot.clause
        clause.label = relabelled(clause.label, numbers)
        clause.number, clause.branches = numbers[0], list(numbers[1:])
    elif level == "paragraph" and spot.paragraph is not None:
        _number_paragraph(spot, spot.paragraph, numbers)
    elif level == "item" and spot.item is not None:
        spot.item.label = relabelled(spot.item.label, numbers)
        spot.item.number = numbers[0]
    elif spot.subitem is not None:
        spot.subitem.label = spot.subitem.number = words


def _number_paragraph(spot: Spot, paragraph: Paragraph, numbers: Numbers) -> None:
    """第１項 becomes an item of its 条, or a later 項 its 第１項."""
    clause, item = paragraph.clause, paragraph.item
    if item is not None and numbers != (1,):
        item.label, item.number = relabelled(item.label, numbers), numbers[0]
    elif item is not None:
        if clause.text:
            raise NoFit(Message("第1項 is there already"))
        at = next(k for k, one in enumerate(clause.items) if one is item)
        clause.text = item.text
        clause.items[at : at + 1] = []
        clause.items[:0] = item.items
        spot.paragraph = Paragraph(clause, None)
    elif numbers != (1,):
        like = next((one.item.label for one in paragraphs(clause) if one.item is not None), _like(clause.label))
        made = Item(label=relabelled(like, numbers), number=numbers[0], text=clause.text, items=paragraph.items)
        count = first_numbered(clause)
        clause.text = ""
        clause.items[:count] = [made]
        spot.paragraph = Paragraph(clause, made)


def _like(label: str) -> str:
    """The label of a 項 in the digits of its 条; ideographs number no 項 but in vertical texts, where it is １ too."""
    return "1" if any(char in "0123456789" for char in label) else "１"
