"""New 条, 項, 号 and sentences put in where an amendment says: …を加える, 次のように改める."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_bill import Provisions
from kaigi_extract.clauses.amending_grammar import Add, Rewrite
from kaigi_extract.clauses.amending_moves import between
from kaigi_extract.clauses.amending_numbers import label_numbers
from kaigi_extract.clauses.amending_places import Place
from kaigi_extract.clauses.amending_text import (
    PROVISO,
    Finder,
    NoFit,
    Paragraph,
    Spot,
    clause_numbers,
    first_numbered,
    is_paragraph,
    not_so_many,
    owner_of,
    paragraphs,
    piece_of,
)
from kaigi_extract.records import Clause, ClauseSet, Item

_SENTENCES = ("ただし書", "ただし書き", "後段", "前段", "")


def carry_headings(held: ClauseSet) -> None:
    """A clause that was put in without a heading is under that of the clause above it, as in any text."""
    above: str | None = None
    for clause in held.clauses:
        if clause.heading is None and clause.text.strip() not in ("削除", "略"):
            clause.heading = above
        above = clause.heading or above


def put_in(finder: Finder, add: Add, provisions: Provisions, lines: Sequence[str]) -> None:
    """Adds new words. Raises `NoFit` where their number or kind is not what was said."""
    if add.kind == "条":
        _count(add, len(provisions.clauses))
        _put_clauses(finder, add, provisions)
    elif add.kind in ("項", "号"):
        _count(add, len(provisions.items) + (1 if add.kind == "項" and provisions.text else 0))
        (_put_paragraphs if add.kind == "項" else _put_items)(finder, add, provisions)
    elif add.kind == "" and provisions.items and not provisions.text and not provisions.clauses:
        _put_items(finder, add, provisions)
    elif add.kind in _SENTENCES and add.where == "into" and add.place is not None:
        _put_sentence(finder, add, "".join(line.strip() for line in lines))
    else:
        raise NoFit(Message("{kind} is no part of a clause", kind=add.kind))


def _count(add: Add, found: int) -> None:
    if not found or (add.count is not None and add.count != found):
        raise not_so_many(add, add.kind, found)


def _put_clauses(finder: Finder, add: Add, provisions: Provisions) -> None:
    held = finder.held.clauses
    known = {clause_numbers(clause) for clause in held}
    twice = [clause.label for clause in provisions.clauses if clause_numbers(clause) in known]
    if twice:
        raise NoFit(Message("{place} is there already", place=twice[0]))
    if add.where == "into":
        at = len(held)
    else:
        if add.place is None or add.place.last.level not in ("article",):
            raise NoFit(Message("nothing says behind which 条"))
        spot = finder.find(add.place)
        at = next(k for k, one in enumerate(held) if one is spot.clause) + (add.where == "after")
    held[at:at] = provisions.clauses
    finder.last = Spot(provisions.clauses[-1])


def _put_paragraphs(finder: Finder, add: Add, provisions: Provisions) -> None:
    if add.place is None:
        raise NoFit(Message("nothing says into which 条"))
    spot = finder.find(add.place)
    if spot.clause is None:
        raise NoFit(Message("nothing says into which 条"))
    clause, items = spot.clause, list(provisions.items)
    as_first = add.first is not None and add.first.last.numbers == (1,)
    if provisions.text:
        if not as_first or clause.text:
            raise NoFit(Message("a 項 without a number is no 項 but the first"))
        clause.text = provisions.text
        number = next((k for k, item in enumerate(items) if is_paragraph(item)), len(items))
        clause.items[:0] = items[:number]
        items = items[number:]
        if not items:
            return
    if not all(is_paragraph(item) for item in items):
        raise NoFit(Message("what is printed is no 項"))
    known = {label_numbers(one.item.label) for one in paragraphs(clause) if one.item is not None}
    if any(label_numbers(item.label) in known for item in items):
        raise NoFit(Message("第{place}項 is there already", place=items[0].label))
    at = _paragraph_place(clause, add, spot)
    clause.items[at:at] = items
    finder.last = Spot(clause, Paragraph(clause, items[-1]))


def _paragraph_place(clause: Clause, add: Add, spot: Spot) -> int:
    if add.where == "into":
        if add.first is not None:
            after = [
                k
                for k, item in enumerate(clause.items)
                if is_paragraph(item) and label_numbers(item.label) > add.first.last.numbers
            ]
            return after[0] if after else len(clause.items)
        return len(clause.items)
    if spot.paragraph is None:
        raise NoFit(Message("nothing says behind which 項"))
    if spot.paragraph.item is None:
        if add.where == "before":
            raise NoFit(Message("before 第1項 there is none"))
        return first_numbered(clause)
    at = next(k for k, item in enumerate(clause.items) if item is spot.paragraph.item)
    return at + (add.where == "after")


def _put_items(finder: Finder, add: Add, provisions: Provisions) -> None:
    if add.place is None or provisions.text:
        raise NoFit(Message("what is printed is no 号"))
    spot = finder.find(add.place)
    inside = spot.subitem or spot.item
    into_item = add.where == "into" and inside is not None
    owner, low, high = (inside, 0, len(inside.items)) if into_item and inside is not None else _item_range(spot)
    known = {label_numbers(item.label) for item in owner.items[low:high]}
    new = [label_numbers(item.label) for item in provisions.items]
    if any(each and each in known for each in new):
        raise NoFit(Message("{place} is there already", place=provisions.items[0].label))
    if add.where == "into":
        at = high
        if add.first is not None:
            at = next(
                (k for k in range(low, high) if label_numbers(owner.items[k].label) > add.first.last.numbers), high
            )
    else:
        marked = spot.subitem or spot.item
        found = next((k for k, item in enumerate(owner.items) if item is marked), None)
        if found is None:
            raise NoFit(Message("nothing says behind which 号"))
        at = found + (add.where == "after")
    owner.items[at:at] = provisions.items
    base = Spot(spot.clause, spot.paragraph)
    base.item = spot.item if spot.subitem is not None or into_item else provisions.items[-1]
    finder.last = base


def _item_range(spot: Spot) -> tuple[Clause | Item, int, int]:
    """The record whose items the 号 are, and from where to where in its list."""
    if spot.subitem is not None and spot.item is not None:
        return spot.item, 0, len(spot.item.items)
    if spot.clause is None:
        raise NoFit(Message("nothing says into which 条"))
    if spot.item is not None and spot.paragraph is None:
        holder = next((one for one in paragraphs(spot.clause) if any(item is spot.item for item in one.items)), None)
    else:
        holder = spot.paragraph or _only_paragraph(spot.clause)
    if holder is None:
        raise NoFit(Message("nothing says into which 項"))
    if holder.item is not None:
        return holder.item, 0, len(holder.item.items)
    return spot.clause, 0, first_numbered(spot.clause)


def _only_paragraph(clause: Clause) -> Paragraph:
    every = paragraphs(clause)
    holding = [one for one in every if one.items]
    if len(every) == 1:
        return every[0]
    if len(holding) == 1:
        return holding[0]
    raise NoFit(Message("nothing says into which 項 of {place}", place=clause.label))


def _put_sentence(finder: Finder, add: Add, text: str) -> None:
    """A sentence at the end of a 項 or 号."""
    if add.place is None:
        raise NoFit(Message("nothing says where"))
    owner = owner_of(finder.find(add.place))
    if add.kind.startswith("ただし書") and (not PROVISO.match(text) or PROVISO.search(owner.text)):
        raise NoFit(Message("there is a ただし書 already, or what is printed is none"))
    if not text or "\n" in owner.text:
        raise NoFit(Message("what is printed does not fit behind its words"))
    owner.text += text


def rewrite(finder: Finder, order: Rewrite, provisions: Provisions, lines: Sequence[str]) -> None:
    """Puts new words in the place of old ones. Raises `NoFit`."""
    places = [place for span in order.spans for place in between(finder, span)]
    level = places[0].last.level
    if level == "title":
        finder.held.title = "".join(line.strip() for line in lines)
    elif level == "article":
        _rewrite_clauses(finder, places, provisions)
    elif level == "paragraph":
        _rewrite_paragraphs(finder, places, provisions)
    elif level in ("item", "subitem"):
        _rewrite_items(finder, places, provisions)
    elif level == "within":
        spot = finder.find(places[0])
        owner = owner_of(spot)
        start, end = piece_of(owner.text, spot.within)
        owner.text = owner.text[:start] + "".join(line.strip() for line in lines) + owner.text[end:]
    elif level == "heading":
        owner = owner_of(finder.find(places[0]))
        if not isinstance(owner, Clause):
            raise NoFit(Message("only a 条 has a heading"))
        owner.heading = lines[0].strip().strip("（）()")
    else:
        raise NoFit(Message("{place} is no part of this set", place=places[0].words))


def _rewrite_clauses(finder: Finder, places: Sequence[Place], provisions: Provisions) -> None:
    held = finder.held.clauses
    old = [finder.find(place).clause for place in places]
    if provisions.items or provisions.text or not (provisions.clauses or provisions.repealed):
        raise NoFit(Message("what is printed is no 条"))
    staying = {clause_numbers(clause) for clause in held if not any(clause is one for one in old)}
    if any(clause_numbers(clause) in staying for clause in provisions.clauses):
        raise NoFit(Message("{place} is there already", place=provisions.clauses[0].label))
    at = next(k for k, clause in enumerate(held) if clause is old[0])
    rest = [clause for clause in held if not any(clause is one for one in old)]
    rest[at:at] = provisions.clauses
    held[:] = rest
    finder.last = Spot(provisions.clauses[-1] if provisions.clauses else None)


def _rewrite_paragraphs(finder: Finder, places: Sequence[Place], provisions: Provisions) -> None:
    spots = [finder.find(place) for place in places]
    clause = spots[0].clause
    if clause is None:
        raise NoFit(Message("nothing says of which 条"))
    items = list(provisions.items)
    firsts = [spot for spot in spots if spot.paragraph is not None and spot.paragraph.item is None]
    if firsts:
        if not provisions.text:
            raise NoFit(Message("no words are printed for 第1項"))
        number = next((k for k, item in enumerate(items) if is_paragraph(item)), len(items))
        clause.text = provisions.text
        clause.items[: first_numbered(clause)] = items[:number]
        items = items[number:]
    elif provisions.text:
        raise NoFit(Message("a 項 without a number is no 項 but the first"))
    gone = [spot.paragraph.item for spot in spots if spot.paragraph is not None and spot.paragraph.item is not None]
    at = next((k for k, item in enumerate(clause.items) if any(item is one for one in gone)), first_numbered(clause))
    kept = [item for item in clause.items if not any(item is one for one in gone)]
    kept[at:at] = items
    clause.items[:] = kept


def _rewrite_items(finder: Finder, places: Sequence[Place], provisions: Provisions) -> None:
    spots = [finder.find(place) for place in places]
    if provisions.text or not provisions.items:
        raise NoFit(Message("what is printed is no 号"))
    owner, _, _ = _item_range(spots[0])
    gone = [spot.subitem or spot.item for spot in spots]
    at = next((k for k, item in enumerate(owner.items) if any(item is one for one in gone)), None)
    if at is None:
        raise NoFit(Message("it is not there any more"))
    kept = [item for item in owner.items if not any(item is one for one in gone)]
    kept[at:at] = provisions.items
    owner.items[:] = kept
