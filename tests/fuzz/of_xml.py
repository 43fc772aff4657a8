"""Damages of the parts of Word, Excel and OpenDocument files, their XML whole: elements, attributes, relationships."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

from tests.fuzz.hostile_values import NUMBERS, PLACES, TAGS, WORDS

DEEP = (10, 300, 2000)
"""Elements within elements."""


def part(change: Callable[[Any, Random], None]) -> Callable[[bytes, Random], bytes]:
    """A damage of one part of a package, by a change of its root."""

    def damaged(data: bytes, chance: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {name: package.read(name) for name in package.namelist()}
        names = sorted(name for name in members if name.endswith((".xml", ".rels")))
        for _ in range(chance.randrange(1, 4)):
            # The part that is read most is as likely as all others together.
            name = chance.choice(names) if chance.random() < 0.5 else max(names, key=lambda one: len(members[one]))
            try:
                root = etree.fromstring(members[name], etree.XMLParser(huge_tree=True))
                change(root, chance)
                members[name] = etree.tostring(root, encoding="utf-8", xml_declaration=True)
            except (ValueError, etree.LxmlError):  # what no XML can hold
                continue
        return _package(members)

    damaged.__name__, damaged.__doc__ = change.__name__, change.__doc__
    return damaged


def _package(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()


def _any(root: Any, chance: Random) -> Any:
    return chance.choice([one for one in root.iter() if isinstance(one.tag, str)])


def dropped(root: Any, chance: Random) -> None:
    """Elements are missing."""
    for _ in range(chance.randrange(1, 4)):
        one = _any(root, chance)
        if one.getparent() is not None:
            one.getparent().remove(one)


def repeated(root: Any, chance: Random) -> None:
    """An element is there twice or often."""
    one = _any(root, chance)
    if one.getparent() is not None and len(list(one.iter())) < 200:
        for _ in range(chance.choice((1, 1, 5, 300))):
            one.addnext(copy.deepcopy(one))


def nested(root: Any, chance: Random) -> None:
    """An element within itself, so many times."""
    one = _any(root, chance)
    if one.getparent() is None:
        return
    inner = one
    for _ in range(chance.choice(DEEP)):
        outer = etree.Element(one.tag, one.attrib)
        place = inner.getparent()
        place.replace(inner, outer)
        outer.append(inner)
        inner = inner if chance.random() < 0.5 else outer


def moved(root: Any, chance: Random) -> None:
    """An element stands within another."""
    one, other = _any(root, chance), _any(root, chance)
    if one is not root and one not in list(other.iterancestors()) and one is not other:
        other.append(one)


def attributes(root: Any, chance: Random) -> None:
    """Attributes are numbers and words that none of them is."""
    with_any = [one for one in root.iter() if isinstance(one.tag, str) and one.attrib]
    for _ in range(chance.randrange(1, 6)):
        one = chance.choice(with_any or [root])
        for name in chance.sample(sorted(one.attrib), min(len(one.attrib), chance.randrange(1, 3))):
            value = chance.choice((*NUMBERS, *WORDS)) if chance.random() < 0.85 else None
            if value is None:
                del one.attrib[name]
            else:
                one.set(name, value)


def contents(root: Any, chance: Random) -> None:
    """Text is words and numbers that nothing expects."""
    with_text = [one for one in root.iter() if isinstance(one.tag, str) and one.text]
    for _ in range(chance.randrange(1, 5)):
        chance.choice(with_text or [root]).text = chance.choice((*NUMBERS, *WORDS))


def renamed(root: Any, chance: Random) -> None:
    """Elements are called as others are, or as nothing is."""
    for _ in range(chance.randrange(1, 4)):
        one, space = _any(root, chance), re.match(r"\{.*?\}", _any(root, chance).tag)
        one.tag = chance.choice((_any(root, chance).tag, (space[0] if space else "") + chance.choice(TAGS)))


def dangling(root: Any, chance: Random) -> None:
    """Relationships lead to nothing, to themselves or out."""
    for one in root.iter("{*}Relationship", "{*}Override", "{*}file-entry"):
        if chance.random() < 0.5:
            name = chance.choice(sorted(one.attrib))
            one.set(name, chance.choice((*PLACES, one.get("Target", ""))))


def entities(data: bytes, chance: Random) -> bytes:
    """Entities that grow, that lead out, that name themselves; encodings that it is not in."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(name for name in members if name.endswith((".xml", ".rels"))))
    xml = re.sub(rb"^<\?xml.*?\?>", b"", members[name])
    grown = b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))
    heads = (
        b"<!DOCTYPE x [" + grown + b"]>",
        b'<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY a11 "&a11;">]>',
        b'<?xml version="1.0" encoding="utf-16"?>',
        b'<?xml version="1.0" encoding="no-such"?>',
        b'<?xml version="1.1" standalone="yes"?>',
    )
    members[name] = chance.choice(heads) + re.sub(rb">(?=[^<]*</)", b">&a11;", xml, count=chance.choice((0, 1, 3)))
    return _package(members)


XML = {
    one.__name__: one
    for one in (*map(part, (dropped, repeated, nested, moved, attributes, contents, renamed, dangling)), entities)
}
