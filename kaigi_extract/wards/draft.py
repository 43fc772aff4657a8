"""A mapping to complete, from documents of a ward that has none: what was seen, and guesses that are marked as such."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kaigi_extract.records import Document
from kaigi_extract.wards.article_crosswalk import article_text
from kaigi_extract.wards.guesses import Guesses, LabelledPart
from kaigi_extract.wards.laws import Article
from kaigi_extract.wards.model import Ward, label_keys
from kaigi_extract.wards.seen import ArticleKey, Seen
from kaigi_extract.wards.settings import DEFAULT_WARDS, WardSettings


def draft_mapping(documents: Sequence[Document], known: Sequence[Ward], settings: WardSettings = DEFAULT_WARDS) -> str:
    """A mapping in TOML that `check_ward` finds sound, from documents of a ward that has none.

    What was seen stands there with its count. Guesses of fields and categories come from the mappings `known`, the
    first of those that answer equally well, and are marked. A mapping of one's own that is begun already belongs among
    them, before the others: `choose_ward(None, mapping)` gives them in this order.
    """
    guesses, seen = Guesses(known, settings), Seen(settings)
    for document in documents:
        seen.add(document, guesses)
    place = seen.place()
    lines = [
        '# Draft of a field mapping. The format is described in the README ("A ward as a file").',
        f"# Read: {'、'.join(_plain(document.source.path) for document in documents)}",
        '# Counts are of what was seen. Every line marked "guess" must be looked at; then take the mark away.',
        "",
        *_head(seen, place),
        *_ordinances(seen, place),
        *_articles(seen, guesses),
        *_sheet(seen),
        *_labels(seen, guesses),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _cut(names: Counter[str], place: str | None) -> Counter[str]:
    """The names without what leads up to the ward's: 第１回若草区…."""
    cut = Counter[str]()
    for name, count in names.items():
        cut[name[name.find(place) :] if place and place in name else name] += count
    return cut


def _head(seen: Seen, place: str | None) -> Iterator[str]:
    yield 'id = "unknown" # guess: give the ward a name of small letters'
    if place is None:
        yield 'name = "不明" # guess: no ordinance or council with a ward\'s name was seen'
    else:
        yield f"name = {_text(place)} # guess, from the names below"
    yield '# code = "" # six digits; not in the papers'
    yield from _list("councils", _cut(seen.councils, place), "guess: remove what is no name; ")
    yield ""


def _ordinances(seen: Seen, place: str | None) -> Iterator[str]:
    for number, (name, count) in enumerate(_cut(seen.ordinances, place).most_common(), 1):
        yield "[[ordinances]]"
        yield f'id = "ordinance-{number}" # guess: any name of your own'
        yield f"name = {_text(name)} # seen {_times(count)}; remove it if no case rests on it"
        yield "# since = 1990-04-01"
        yield "# until = 2023-03-31"
        yield ""


def _articles(seen: Seen, guesses: Guesses) -> Iterator[str]:
    """The articles cited; one without a guess is commented out, for no category is better than a wrong one."""
    for key, count in sorted(seen.articles.items(), key=lambda pair: _in_order(pair[0])):
        article, branches, paragraph, item = key
        words = [word for word, _ in seen.words.get(key, Counter[str]()).most_common()]
        titles = [title for title, _ in seen.titles[key].most_common()]
        category, remark = guesses.category(words or titles)
        off = "" if category else "# "
        cited = Article(article=article, branches=list(branches), paragraph=paragraph, item=item, categories=["other"])
        yield f"# {article_text(cited)}, cited {_times(count)}"
        yield f"{off}[[articles]]"
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


def _in_order(key: ArticleKey) -> tuple[int, tuple[int, ...], int, int]:
    article, branches, paragraph, item = key
    return article, branches, paragraph or 0, item or 0


def _sheet(seen: Seen) -> Iterator[str]:
    yield "[sheet]"
    yield from _list("heading", seen.headings, "guess: heads a paper; ")
    yield from _list("material", seen.materials)
    yield ""


def _labels(seen: Seen, guesses: Guesses) -> Iterator[str]:
    cover = {label: count for label, count in seen.line_labels.items() if guesses.is_cover_label(label)}
    open_page = {label: count for label, count in seen.line_labels.items() if guesses.on_open_page(label)}
    yield from _label_table("cover", Counter(cover), guesses)
    yield from _label_table("outline", seen.labels["outline"], guesses)
    yield from _label_table("form", seen.labels["form"] + Counter(open_page), guesses)


def _label_table(part: LabelledPart, labels: Counter[str], guesses: Guesses) -> Iterator[str]:
    fields: dict[str, list[str]] = {}
    unknown: list[str] = []
    taken: set[str] = set()
    for label, count in labels.most_common():
        if label_keys(label)[0] in taken:
            continue
        taken.add(label_keys(label)[0])
        guess = guesses.field(part, label)
        if guess is None:
            unknown.append(f"#   {_text(label)}, # seen {_times(count)}")
        else:
            line = f"    {_text(label)}, # seen {_times(count)}; {guess.remark()}"
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
