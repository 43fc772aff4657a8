"""Which records of an archive stand in which part of its tables: by ward, then by year, then by their hash.

A part is a JSON Lines file and a Parquet file a table, all of one name. What has come in, changed or gone touches the
parts that it is in and no other: the rest is taken over as it was written. Which part a record is in follows from the
records alone, not from the order in which they came. Reads and writes the manifest.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from urllib.parse import quote

from kaigi_extract._version import __version__
from kaigi_extract.archive.annotations import ANNOTATE
from kaigi_extract.archive.asked import answers_by_part
from kaigi_extract.archive.layout_sign import layout_sign
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.stored_record import Damage

DOCUMENTS_A_PART = 250
"""At most: two workers share an archive of a thousand, and one file more costs a second or two."""
PARTS = 400
"""From so many parts on they grow instead: each is a file in every table, and a million documents in parts of 250 would
be 100,000 files, which take longer to open than to read. Then sixteen times as many are in one, and one file more costs
a minute; again sixteen times as many at 1,600,000 documents."""
LEAST_APART = 25
"""Documents by which a ward or a year has a part of its own; what has fewer is one part with its like."""
ALL = "all"
"""The part of an archive that needs only one; also that of what belongs to no part."""
REST, UNKNOWN, UNDATED = "rest", "unknown", "undated"
NO_YEAR = 0
"""The year of a document without a date."""

_PLACE = """(SELECT places.part || substr(sha256, 1, digits) FROM places
    WHERE places.ward IS contents.ward AND places.year = contents.year)"""

WardAndYear = tuple[str | None, int]


def settle_parts(manifest: Manifest) -> dict[str, str]:
    """Gives every record of the manifest its part, and returns the state of each part by its name.

    The state is a checksum of all that the part is written from. There is always one part.
    """
    with manifest.transaction():
        _note_years(manifest)
        counted = manifest.rows(
            "SELECT ward, year, count(*) FROM contents JOIN records USING (sha256) GROUP BY ward, year"
        )
        places = places_of({(ward, year): count for ward, year, count in counted})
        manifest.execute("CREATE TEMP TABLE places (ward TEXT, year INTEGER, part TEXT, digits INTEGER)")
        for (ward, year), place in places.items():
            manifest.execute("INSERT INTO places VALUES (?, ?, ?, ?)", ward, year, *place)
        manifest.execute("CREATE INDEX place_of ON places (ward, year)")
        manifest.execute(f"UPDATE contents SET part = {_PLACE} WHERE part IS NOT {_PLACE}")
        manifest.execute("DROP TABLE places")
    return _states(manifest) or {ALL: ""}


def places_of(counts: Mapping[WardAndYear, int]) -> dict[WardAndYear, tuple[str, int]]:
    """For the documents of each ward and year the name of their part, and how many digits of their hash end it."""
    of_ward: Counter[str | None] = Counter()
    for (ward, _), count in counts.items():
        of_ward[ward] += count
    most = documents_a_part(of_ward.total())
    names = {key: _name(key, count, of_ward, most) for key, count in counts.items()}
    sizes: Counter[str] = Counter()
    for key, name in names.items():
        sizes[name] += counts[key]
    places = {}
    for key, name in names.items():
        digits = _digits(sizes[name], most)
        places[key] = (f"{name}-" if digits else name, digits)
    return places


def documents_a_part(count: int) -> int:
    """How many of so many documents are in one part, at most."""
    most = DOCUMENTS_A_PART
    while count > most * PARTS:
        most *= 16
    return most


def _name(key: WardAndYear, count: int, of_ward: Counter[str | None], most: int) -> str:
    ward, year = key
    least = LEAST_APART * most // DOCUMENTS_A_PART
    if of_ward.total() <= most:
        return ALL
    if of_ward[ward] < least:
        return REST
    name = UNKNOWN if ward is None else quote(ward, safe="")
    if of_ward[ward] <= most:
        return name
    return f"{name}-{REST if count < least else UNDATED if year == NO_YEAR else year}"


def _digits(size: int, most: int) -> int:
    """How many hexadecimal digits part so many documents into few enough."""
    digits = 0
    while size > most * 16**digits:
        digits += 1
    return digits


def _note_years(manifest: Manifest) -> None:
    """Notes ward and year of the records of which they are not noted: those of an older archive, and changed ones."""
    wanted = "SELECT sha256 FROM contents JOIN records USING (sha256) WHERE year IS NULL"
    for (sha256,) in list(manifest.rows(wanted)):
        for stored in manifest.stored(sha256, sha256):
            try:
                record = stored.data()
            except Damage:
                record = {}  # whoever writes its rows says so
            manifest.execute(
                "UPDATE contents SET ward = coalesce(ward, ?), year = ? WHERE sha256 = ?",
                record.get("ward"), year_of(record.get("date")), sha256,
            )  # fmt: skip


def year_of(date: object) -> int:
    """The year of a day in ISO text or as a date."""
    year = str(date or "")[:4]
    return int(year) if year.isdecimal() else NO_YEAR


def _states(manifest: Manifest) -> dict[str, str]:
    problems = list(
        manifest.rows("SELECT key, problem FROM annotations WHERE kind <> 'clause' AND problem IS NOT NULL")
    )
    of_all = repr((__version__, layout_sign(), manifest.get(ANNOTATE), problems)).encode()
    digests: dict[str, hashlib._Hash] = defaultdict(lambda: hashlib.sha256(of_all))
    for part, *row in manifest.rows(
        "SELECT part, sha256, schema_version, date, checksum, length(record) FROM records JOIN contents USING (sha256) "
        "ORDER BY part, sha256"
    ):
        digests[part].update(repr(row).encode())
    for part, *row in manifest.rows(
        "SELECT part, name, sha256, url, files.title FROM files JOIN contents USING (sha256) "
        "JOIN records USING (sha256) ORDER BY part, name"
    ):
        digests[part].update(repr(row).encode())
    for part, answers in answers_by_part(manifest).items():
        digests[part].update(repr(answers).encode())
    return {part: digest.hexdigest() for part, digest in digests.items()}
