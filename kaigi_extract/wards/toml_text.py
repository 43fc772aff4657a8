"""Mappings as the text of a TOML file: as they were read, as they were made, and with words added. Comments stay.

Opens nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from kaigi_extract.catalogue import Message
from kaigi_extract.wards.model import Ward, label_keys

TablePath = tuple[str, ...]
"""Where a list of words is: ("labels", "form", "reason")."""


def mapping_text(ward: Ward) -> str:
    """The text of a mapping: that of its file, else one that says the same."""
    import tomlkit

    if ward.origin.text:
        return ward.origin.text
    return tomlkit.dumps(ward.model_dump(by_alias=True, exclude_defaults=True))


def with_words(text: str, additions: Mapping[TablePath, Sequence[str]]) -> str:
    """The text of a mapping with more words in its lists; what is there stays as it is written, comments included.

    A word that a list has already, as labels are compared, is not added again. Lists that are one word a line go on so.

    Raises:
        ValueError: What is at a place is no list of words, or the text is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        for path, words in additions.items():
            _add(document, path, words)
        return tomlkit.dumps(document)
    except (TOMLKitError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def with_label(text: str, part: str, label: str, field: str) -> str:
    """The text of a mapping in which a label of a part means one field; from a list of another field of that part it is
    taken out, with the comment behind it.

    `part` is a table below `labels`: form. All else stays as it is written.

    Raises:
        ValueError: What is at the place is no list of words.
    """
    import tomlkit

    document = tomlkit.parse(text)
    table: Mapping[str, Any] = document.get("labels", {}).get(part, {})
    for name, words in table.items():
        for word in list(words) if name != field else ():
            if label_keys(str(word))[0] == label_keys(label)[0]:
                words.remove(word)
    return with_words(tomlkit.dumps(document), {("labels", part, field): [label]})


def with_names(text: str, id_: str, name: str | None = None) -> str:
    """The text of a mapping under another id, and of a body of another name where one is given. What is given is no
    guess any more: the comment behind it goes."""
    import tomlkit

    document = tomlkit.parse(text)
    for key, given in (("id", id_), ("name", name)):
        if given is not None and document.get(key) != given:
            document[key] = given
            document[key].comment("")
            document[key].trivia.comment = document[key].trivia.comment_ws = ""
    return tomlkit.dumps(document)


def _add(document: Any, path: TablePath, words: Sequence[str]) -> None:
    import tomlkit
    from tomlkit.items import Array

    *tables, key = path
    table = document
    for name in tables:
        if name not in table:
            table.append(name, tomlkit.table(is_super_table=name != tables[-1]))
        table = table[name]
        if not isinstance(table, MutableMapping):
            raise ValueError(Message("{listed} is no list of words", listed=".".join(path)))
    if key not in table:
        table.append(key, tomlkit.array())
    values = table[key]
    if not isinstance(values, Array):
        raise ValueError(Message("{listed} is no list of words", listed=".".join(path)))
    known = {label_keys(str(value))[0] for value in values}
    several = "\n" in values.as_string()
    for word in words:
        if label_keys(word)[0] not in known:
            known.add(label_keys(word)[0])
            values.add_line(word) if several else values.append(word)
    if several and not values.as_string().rstrip().endswith("\n]"):
        values.add_line(indent="")
