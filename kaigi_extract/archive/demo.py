"""An archive to try everything on: a few documents of the corpus, copied into a folder and migrated.

Which documents, and the days that they do not print, is data: `demo.csv`, a list as `migrate --metadata` reads it. The
documents are in the wheel; a checkout has them in `corpus/` and nowhere else. Writes to the folder it is given.
"""

from __future__ import annotations

import csv
import os
import shutil
from importlib.resources import files
from pathlib import Path

from kaigi_extract.archive.disk_errors import disk_errors
from kaigi_extract.archive.folder import DROPPINGS
from kaigi_extract.archive.manifest import BUILT, Manifest
from kaigi_extract.archive.migrate import migrate
from kaigi_extract.archive.progress import Progress, Silent
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource, UnwritableArchive
from kaigi_extract.regular_file import possible_path

DEMO_ARCHIVE, DEMO_DOCUMENTS, DEMO_LIST = "archive", "documents", "documents.csv"
"""What there is in the folder of a demo: the archive, the documents, and the list of their days."""
_LIST = files(__package__) / "demo.csv"


def demo_documents() -> list[Path]:
    """The documents, where they are on this machine.

    Raises:
        UnreadableSource: One of them is not there; the installation is not whole.
    """
    package = Path(str(files("kaigi_extract")))
    corpus = package.parent / "corpus"
    found = []
    for row in csv.DictReader(_LIST.read_text(encoding="utf-8").splitlines()):
        name = row["path"].removeprefix(f"{DEMO_DOCUMENTS}/")
        places = [folder / name for folder in (package / "demo", corpus, corpus / "scans")]
        place = next((one for one in places if one.is_file()), None)
        if place is None:
            raise UnreadableSource(places[0], Message("it is not there; install kaigi-extract again"))
        found.append(place)
    return found


def make_demo(folder: str | os.PathLike[str], progress: Progress | None = None) -> Path:
    """Makes the archive of the demo in a folder, and returns where it is. What is there already is not made again.

    Raises:
        UnwritableArchive: The folder holds something else, or the disk refuses.
        UnreadableSource: The documents are not there.
        MissingExtra: A package of the extra `archive` is not installed.
    """
    folder = possible_path(folder, UnwritableArchive)
    archive = folder / DEMO_ARCHIVE
    if _is_whole(archive):
        return archive
    documents = demo_documents()
    with disk_errors(folder):
        _check_ours(folder)
        (folder / DEMO_DOCUMENTS).mkdir(parents=True, exist_ok=True)
        (folder / DEMO_LIST).write_bytes(_LIST.read_bytes())
        for document in documents:
            shutil.copyfile(document, folder / DEMO_DOCUMENTS / document.name)
    migrate(folder / DEMO_DOCUMENTS, archive, metadata=folder / DEMO_LIST, to=["sqlite"], progress=progress or Silent())
    return archive


def _check_ours(folder: Path) -> None:
    """Refuses a folder that holds something else than a demo that was begun."""
    there = set(os.listdir(folder)) - DROPPINGS if folder.exists() else set()
    if there and DEMO_LIST not in there:
        raise UnwritableArchive(folder, Message("the folder is not empty and holds no demo; give another FOLDER"))


def _is_whole(archive: Path) -> bool:
    """Whether it was made to its end, and its tables are those of its records."""
    if not Manifest.there(archive):
        return False
    with Manifest(archive) as manifest:
        return manifest.get(BUILT) == manifest.state()
