"""Where each page of an archive is, and how one page leads to another. Pure.

An address is made of what a page is about: the hash of a file, the place of a record in it, the name of a company. It
stays when the archive is built again, grows, or lies elsewhere. Links are relative and name files
(`document/0f3a.html`), so that the very same pages work on a server and from a folder. English pages are the same
below `en/`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import Literal
from urllib.parse import quote, unquote, urlencode

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.web.pages import Language

Form = Literal["html", "csv", "json"]
FORMS: tuple[Form, ...] = ("html", "csv", "json")
LONGEST_KEY = 60
"""Characters of a name in an address: three bytes each, they stay below the 255 bytes that a file name may have."""
_PLAIN = late_pattern(r"[\w・ー-]+")
_HASHED = "~"
_PART = late_pattern(r"[\w・ー~.-]+")


@dataclass(frozen=True, slots=True)
class Address:
    """One page: its kind, what it is about, and which leaf of a long list it is."""

    kind: str
    keys: tuple[str, ...] = ()
    leaf: int = 1
    """From 1."""
    asked: tuple[tuple[str, str], ...] = ()
    """What was typed or chosen. Pages that have such are endless, and not written into a folder."""

    @property
    def path(self) -> str:
        """The way from the root of the site, without language and ending."""
        parts = [self.kind, *self.keys]
        if self.leaf > 1:
            parts.append(f"page-{self.leaf}")
        return "/".join(parts)

    def on(self, leaf: int) -> Address:
        """Another leaf of the same list."""
        return replace(self, leaf=leaf)

    def asking(self, **given: str | None) -> Address:
        """The same page with some of what is asked for set anew; None takes it away."""
        kept = [(name, value) for name, value in self.asked if name not in given]
        new = [(name, value) for name, value in given.items() if value]
        return replace(self, asked=(*kept, *new))


HOME = Address("index")


def file_of(address: Address, language: Language, form: Form = "html") -> str:
    """The file that a page is, from the root of the site: en/document/0f3a.html."""
    return f"{'en/' if language == 'en' else ''}{address.path}.{form}"


def way_up(address: Address, language: Language) -> str:
    """The relative way from a page to the root of the site: `.` or `../..`."""
    depth = file_of(address, language).count("/")
    return "/".join([".."] * depth) or "."


def link(
    here: Address,
    there: Address,
    language: Language,
    form: Form = "html",
    fragment: str = "",
    to: Language | None = None,
) -> str:
    """The relative link from one page to another, `to` the other language where that is given."""
    target = quote(file_of(there, to or language, form))
    asked = "?" + urlencode(there.asked) if there.asked else ""
    return f"{way_up(here, language)}/{target}{asked}" + (f"#{quote(fragment)}" if fragment else "")


def read_path(path: str) -> tuple[Address, Language, Form]:
    """The page that a path from the root of the site names.

    Raises:
        KeyError: It is none that a page could have.
    """
    parts = [unquote(part) for part in path.split("/")]
    language: Language = "ja"
    if parts[0] == "en":
        language, parts = "en", parts[1:]
    if parts in ([], [""]):
        return HOME, language, "html"
    last, dot, ending = parts[-1].rpartition(".")
    form = next((one for one in FORMS if dot and one == ending), None)
    if form is None:
        raise KeyError(path)
    parts[-1] = last
    if any(not _PART.fullmatch(part) or set(part) <= {"."} for part in parts):
        raise KeyError(path)
    leaf = 1
    if len(parts) > 1 and (numbered := re.fullmatch(r"page-([1-9][0-9]{0,5})", parts[-1], re.ASCII)):
        leaf = int(numbered[1])
        parts = parts[:-1]
    return Address(parts[0], tuple(parts[1:]), leaf), language, form


def key_of_name(name: str) -> str:
    """A name as a part of an address: itself where every file system takes it, else its beginning and a hash.

    The hash tells apart what some file systems do not: great and small letters, one character and its parts.
    """
    plain = unicodedata.normalize("NFC", name)
    if _PLAIN.fullmatch(plain) and len(plain) <= LONGEST_KEY and plain == name.casefold():
        return plain
    beginning = "".join(_PLAIN.findall(plain.casefold()))[:20]
    return f"{beginning}{_HASHED}{hashlib.blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def is_hashed(key: str) -> bool:
    """Whether the name of a key must be looked for."""
    return _HASHED in key


# ---- The pages that there are ----


def document(sha256: str, leaf: int = 1) -> Address:
    """One file, by its content."""
    return Address("document", (sha256,), leaf)


def case(record_id: str) -> Address:
    """A case, by the record that it is."""
    return Address("case", (_record_key(record_id),))


def clause_set(record_id: str) -> Address:
    """A clause set with its versions."""
    return Address("terms", (_record_key(record_id),))


def clause(record_id: str) -> Address:
    """A clause through the years."""
    return Address("clause", (_record_key(record_id),))


def comparison(old: str, new: str) -> Address:
    """Two clause sets."""
    return Address("compare", (_record_key(old), _record_key(new)))


def company(name: str) -> Address:
    """A company, by its normal name."""
    return Address("company", (key_of_name(name),))


def ward(name: str | None, year: int | str | None = None) -> Address:
    """What there is of a ward, or of one of its years."""
    return Address("ward", (key_of_name(name or "-"), *([str(year)] if year is not None else [])))


def topic(name: str) -> Address:
    """What each ward says on a topic."""
    return Address("topic", (key_of_name(name),))


def findings(code: str | None = None) -> Address:
    """What was noted while reading."""
    return Address("findings", (key_of_name(code),)) if code else Address("findings")


_STEPS = {"cases": "c", "clause_sets": "s", "clauses": "k"}
_NAMES = {short: name for name, short in _STEPS.items()}


def _record_key(record_id: str) -> str:
    """0f3a/clause_sets/1/clauses/3 as one part of an address: 0f3a-s1-k3."""
    document_id, *steps = record_id.split("/")
    pairs = zip(steps[::2], steps[1::2], strict=True)
    return "-".join([document_id, *(f"{_STEPS[name]}{number}" for name, number in pairs)])


def record_id_of(key: str, *names: str) -> str:
    """The id of the record that a key names, which must lead through tables of these names.

    Raises:
        KeyError: It names none.
    """
    document_id, *steps = key.split("-")
    found = []
    for step in steps:
        if not re.fullmatch(r"[a-z][0-9]{1,6}", step, re.ASCII) or step[0] not in _NAMES:
            raise KeyError(key)
        found.append((_NAMES[step[0]], int(step[1:])))
    if not re.fullmatch(r"[0-9a-f]{8,64}", document_id, re.ASCII) or tuple(name for name, _ in found) != names:
        raise KeyError(key)
    return "/".join([document_id, *(f"{name}/{number}" for name, number in found)])
