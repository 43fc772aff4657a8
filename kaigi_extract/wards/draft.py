"""A mapping to complete, from documents of a ward that has none: what was seen, and guesses that are marked as such."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.records import Document
from kaigi_extract.wards.guesses import Guesses, LabelledPart
from kaigi_extract.wards.laws import Article, article_text
from kaigi_extract.wards.model import Ward, label_keys
from kaigi_extract.wards.names import is_about_information
from kaigi_extract.wards.seen import ArticleKey, Seen
from kaigi_extract.wards.settings import DEFAULT_WARDS, WardSettings


def draft_mapping(documents: Sequence[Document], known: Sequence[Ward], settings: WardSettings = DEFAULT_WARDS) -> str:
    """A mapping in TOML that `check_ward` finds sound, from documents of a ward that has none.

    What was seen is there with its count. Guesses of fields and categories come from the mappings `known`, the first of
    those that answer equally well, and from general words, and are marked. A mapping of one's own that is begun already
    belongs among them, before the others: `known_wards(mapping=...)` gives them in this order.
    """
    guesses, seen = Guesses(known, settings), Seen(settings)
    for document in documents:
        seen.add(document, guesses)
    place = seen.names.place()
    ordinances = list(seen.names.ordinances(place).most_common())
    lines = [
        '# Draft of a field mapping. The format is described in the README ("A ward as a file").',
        f"# Read: {'、'.join(_plain(document.source.path) for document in documents)}",
        '# Counts are of what was seen. Every line marked "guess" must be looked at; then take the mark away.',
        "# `kaigi-extract wards try` shows what it reads in documents, `wards check` whether it is sound.",
        "",
        *_head(seen, place),
        *_ordinances(ordinances),
        *_articles(seen, guesses, [name for name, _ in ordinances]),
        *_sheet(seen),
        *_labels(seen, guesses),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(seen: Seen, place: str | None) -> Iterator[str]:
    yield 'id = "unknown" # guess: give the ward a name of small letters'
    if place is None:
        yield 'name = "不明" # guess: no ordinance or council with a ward\'s name was seen'
    else:
        yield f"name = {_text(place)} # guess, from the names below"
    yield '# code = "" # six digits; not in the papers'
    councils = seen.names.councils(place)
    about = Counter({name: count for name, count in councils.items() if is_about_information(name)})
    yield from _list("councils", about or councils, "guess: remove what is no name; ")
    for name, count in (councils - about if about else Counter[str]()).most_common():
        yield f"#   {_text(name)}, # seen {_times(count)}; does its name say what it is heard on?"
    yield ""


def _ordinances(ordinances: Sequence[tuple[str, int]]) -> Iterator[str]:
    for number, (name, count) in enumerate(ordinances, 1):
        yield "[[ordinances]]"
        yield f'id = "{_id(number)}" # guess: any name of your own'
        yield f"name = {_text(name)} # seen {_times(count)}; remove it if no case rests on it"
        yield "# since = 1990-04-01"
        yield "# until = 2023-03-31"
        yield ""


def _id(number: int) -> str:
    return f"ordinance-{number}"


def _articles(seen: Seen, guesses: Guesses, ordinances: Sequence[str]) -> Iterator[str]:
    """The articles cited; one without a guess is commented out, for no category is better than a wrong one."""
    cited = Counter[ArticleKey]()
    words: dict[ArticleKey, list[str]] = {}
    titles: dict[ArticleKey, list[str]] = {}
    for key, count in seen.articles.items():
        one = (_own_name(key[0], ordinances), *key[1:])
        cited[one] += count
        words.setdefault(one, []).extend(word for word, _ in seen.words.get(key, Counter[str]()).most_common())
        titles.setdefault(one, []).extend(title for title, _ in seen.titles.get(key, Counter[str]()).most_common())
    for key, count in sorted(cited.items(), key=lambda pair: _in_order(pair[0])):
        yield from _article(key, count, list(dict.fromkeys(words[key])), titles[key], guesses, ordinances)


def _own_name(name: str, ordinances: Sequence[str]) -> str:
    """The ordinance that a citation means: by its name, or the one that is named most often; empty for the latter."""
    meant = next((one for one in ordinances if name.endswith(one) or (name and one.endswith(name))), "")
    return "" if ordinances and meant == ordinances[0] else meant


def _article(
    key: ArticleKey, count: int, words: list[str], titles: list[str], guesses: Guesses, ordinances: Sequence[str]
) -> Iterator[str]:
    ordinance, article, branches, paragraph, item = key
    category, remark = guesses.category(words or titles)
    off = "" if category else "# "
    cited = Article(article=article, branches=list(branches), paragraph=paragraph, item=item, categories=["other"])
    yield f"# {article_text(cited)}, cited {_times(count)}"
    yield f"{off}[[articles]]"
    if ordinance:
        yield f'{off}ordinance = "{_id(ordinances.index(ordinance) + 1)}"'
    yield f"{off}article = {article}"
    if branches:
        yield f"{off}branches = {list(branches)}"
    if paragraph is not None:
        yield f"{off}paragraph = {paragraph}"
    if item is not None:
        yield f"{off}item = {item}"
    yield f"{off}category = {_text(category or 'other')} # {_plain(remark)}"
    yield f"{off}words = {_texts(words)}"
    yield ""


def _in_order(key: ArticleKey) -> tuple[str, int, tuple[int, ...], int, int]:
    ordinance, article, branches, paragraph, item = key
    return ordinance, article, branches, paragraph or 0, item or 0


def _sheet(seen: Seen) -> Iterator[str]:
    yield "[sheet]"
    yield from _list("heading", seen.headings, "guess: heads a paper; ")
    yield from _list("outline", seen.outlines, "guess: heads an outline; ")
    yield from _list("bases", seen.bases, "guess: stands before articles; ")
    yield from _list("material", seen.materials)
    for kind, words in seen.kinds.items():
        if words:
            yield from _list(kind, words, "guess; ")
    yield ""


def _labels(seen: Seen, guesses: Guesses) -> Iterator[str]:
    parts: tuple[LabelledPart, ...] = ("cover", "outline", "form")
    for part in parts:
        yield from _label_table(part, seen, guesses)


def _label_table(part: LabelledPart, seen: Seen, guesses: Guesses) -> Iterator[str]:
    fields: dict[str, list[str]] = {}
    unknown: list[str] = []
    taken: set[str] = set()
    for label, count in seen.labels[part].most_common():
        key = label_keys(label)[0]
        if key in taken:
            continue
        taken.add(key)
        read = seen.read_as.get((part, key))
        guess = guesses.field(part, label) or guesses.read(part, read, seen.confidence.get((part, key), 0.0))
        if guess is None or (read is not None and read != guess.name):
            perhaps = f"; perhaps {read}" if read is not None else ""
            unknown.append(f"#   {_text(label)}, # seen {_times(count)}{perhaps}")
        else:
            line = f"    {_text(label)}, # seen {_times(count)}; guess, {guess.because}"
            fields.setdefault(guess.name, []).append(line)
    yield f"[labels.{part}]"
    for name, lines in fields.items():
        yield from (f"{name} = [", *lines, "]")
    if unknown:
        yield "# No guess for these: move each to its field, or leave it out and find it under `extra`."
        yield from unknown
    yield ""


def _list(key: str, counted: Counter[str], remark: str = "") -> Iterator[str]:
    if not counted:
        yield f"# {key} = [] # none seen"
        return
    yield f"{key} = ["
    for text, count in counted.most_common():
        yield f"    {_text(text)}, # {remark}seen {_times(count)}"
    yield "]"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _text(text: str) -> str:
    """A TOML string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _plain(text: str) -> str:
    """A text that may stand in a comment."""
    return "".join(char if char.isprintable() else "?" for char in text)
