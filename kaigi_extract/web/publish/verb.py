"""`publish`: the order of the steps from an archive to a site in a folder.

An excerpt of what is chosen -> pictures -> downloads -> search -> pages -> what is no part of the site any more goes.
What was left out is in none of it, for the excerpt never had it.
"""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Protocol, TypedDict, TypeVar, Unpack

from kaigi_extract.archive.disk_errors import disk_errors, in_temporary_folder
from kaigi_extract.archive.excerpt import write_excerpt
from kaigi_extract.archive.folder import CROPS
from kaigi_extract.archive.interrupts import Interrupts
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.pool import Processes, Stopped, result_of
from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource, UnwritableArchive
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.optional import check
from kaigi_extract.regular_file import possible_path
from kaigi_extract.web.browse.address import HOME, Address, file_of
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.pages import asset, filled
from kaigi_extract.web.publish.choice import Choice, Part
from kaigi_extract.web.publish.downloads import download_names, write_downloads
from kaigi_extract.web.publish.pictures import drawn_with, possible_names, write_pictures
from kaigi_extract.web.publish.published_folder import PublishedFolder, Written, check_site, put, put_file
from kaigi_extract.web.publish.search_index import SearchIndex
from kaigi_extract.web.publish.static_site import POLICY, START, SitePlan, StaticSite, prepare

PUBLISH = "publish"
"""The verb, as the error of a missing package names it."""
PAGES_A_TASK = 64
"""Pages that a worker makes at a time: a second or two."""
AHEAD = 2
"""Tasks that wait for each worker."""
FILES_A_NOTE = 256
"""Files announced and noted at a time."""
ASSETS = ("pages.css", "browse.css", "icon.svg", "browse.js", "publish.js")
FilePath = str | os.PathLike[str]
Step = Literal["choosing", "pictures", "downloads", "search", "pages"]
Item = TypeVar("Item")


class PublishProgress(Protocol):
    """Whoever follows how publishing goes."""

    def step(self, name: Step, total: int | None = None) -> None:
        """A step begins: of so many documents, or pages; None where that is not counted."""

    def advance(self, count: int) -> None:
        """So many more of them are done."""


class Silent:
    """Progress that nobody follows."""

    def step(self, name: Step, total: int | None = None) -> None:
        """Nothing."""

    def advance(self, count: int) -> None:
        """Nothing."""


class What(TypedDict, total=False):
    """What is published, and how; the names are those of the command line."""

    wards: Sequence[str]
    """Identifiers of wards; "-" for documents of no known one."""
    kinds: Sequence[str]
    """Kinds of sections: documents that have one of them."""
    categories: Sequence[str]
    """Categories: documents with a case of one of them."""
    since: datetime.date
    until: datetime.date
    """Days, both included. With either, documents without a day are left out."""
    leave_out: Sequence[str]
    """Patterns of names (`2013/*.pdf`): documents that stay out."""
    without: Sequence[Part]
    """What is left out of every document: "findings", "pictures" of pages, "crops" (pictures of what values were read
    from), "data" (CSV and JSON beside each page), "downloads" (the tables as files)."""
    title: str
    """What the site is called; by default as the archive's folder."""
    lang: Literal["ja", "en"]
    """The language of its first page, Japanese by default. Every page is there in both."""
    workers: int
    """Processes; by default one for each core."""
    progress: PublishProgress
    """Whoever is told how it goes; by default nobody."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing."""

    site: str
    documents: int
    """Documents that are in the site."""
    pages: int
    """Pages, each of them in two languages."""
    files: int
    size: int
    """Bytes of all files."""
    changed: int
    """Files that were written; the others were there already as they are."""
    removed: int
    """Files of an earlier publishing that are no part of the site any more."""


def publish(archive: FilePath, site: FilePath, **what: Unpack[What]) -> Published:
    """Writes an archive as a site of static files into a folder; it works opened as a file and on any web server.

    The pages are those of `serve`, in Japanese and English, with CSV and JSON beside each; a search without a server;
    pictures of pages whose file is where the archive has it, kept crops of others; the tables as Parquet, CSV and
    JSON. No page asks anything of anybody else. Names of files are without their folders, and sources are linked where
    the metadata have an address of them. What is chosen is worked out as an archive of its own first: nothing of what
    is left out is in any list, count, download or index.

    `site` is a new or empty folder, or a site that was published before: then what has changed is written, what is gone
    is removed, and nothing else is touched. A run that is stopped is made up for by the next one. The same archive
    gives the same bytes. Meanwhile the folder for temporary files takes about twice the room of the archive.

    Raises:
        UnreadableSource: There is no archive, or no document in it is chosen.
        SchemaMismatch: The archive is of another schema version: `upgrade` comes first.
        UnwritableArchive: `site` is somebody else's folder, another run writes to it, or the disk refuses.
        MissingExtra: A package of the extra `archive` is not installed.
        ValueError: Something is to be left out that there is not.
    """
    check(("duckdb", "datasketch", "pebble", "psutil", "pyarrow", "zstandard"), PUBLISH)
    choice = _choice(what)
    source, folder = possible_path(archive, UnreadableSource), possible_path(site, UnwritableArchive)
    _check_apart(source, folder)
    if not Manifest.there(source):
        raise UnreadableSource(source, Message("there is no archive; make one with kaigi-extract migrate SRC DEST"))
    check_site(folder)
    with ExitStack() as stack:
        scratch = stack.enter_context(_temporary(folder))
        processes = stack.enter_context(Processes(what.get("workers") or os.cpu_count() or 1))
        interrupts = stack.enter_context(Interrupts())
        return _Publishing(source, folder, scratch, choice, what, processes, interrupts).run()


@contextmanager
def _temporary(site: Path) -> Iterator[Path]:
    """A folder for temporary files, gone at the end. What the disk refuses there is told of the site.

    Raises:
        UnwritableArchive: The disk refuses, also to remove it: what is left out of the site is not to stay there.
    """
    with disk_errors(site):
        folder = Path(tempfile.mkdtemp(prefix="kaigi-publish-"))
        try:
            yield folder
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, UnwritableArchive) and folder in Path(error.path).parents:
                raise in_temporary_folder(site, error) from error
            raise
        try:
            shutil.rmtree(folder)
        except OSError as error:
            why = Message(
                "the site is written, but {folder}, a folder for temporary files, stays ({strerror}); remove it",
                folder=folder,
                strerror=error.strerror,
            )
            raise UnwritableArchive(site, why) from error


def _why_none(archive: Path) -> Message:
    """Why there is nothing to publish: nothing was read yet, as where a first run was stopped, or nothing is chosen."""
    with Manifest(archive) as manifest:
        if next(manifest.stored(), None) is None:
            return Message("there is no document in it yet; nothing was written, run kaigi-extract migrate once more")
    return Message("no document in it is chosen; nothing was written, give other options")


def _choice(what: What) -> Choice:
    names = ("wards", "kinds", "categories", "since", "until", "leave_out", "without")
    given: dict[str, Any] = {name: what[name] for name in names if what.get(name)}  # type: ignore[literal-required]
    return Choice(**given).check()


def _check_apart(archive: Path, site: Path) -> None:
    one, other = (Path(os.path.realpath(path)) for path in (archive, site))  # which goes round no links for ever
    if one == other or one in other.parents or other in one.parents:
        raise UnwritableArchive(site, Message("a site and its archive must lie apart; give another SITE"))


class _Publishing:
    """One run."""

    def __init__(
        self,
        archive: Path,
        site: Path,
        scratch: Path,
        choice: Choice,
        what: What,
        processes: Processes,
        interrupts: Interrupts,
    ) -> None:
        self.archive, self.site, self.scratch, self.choice = archive, site, scratch, choice
        self.processes, self.interrupts = processes, interrupts
        self.progress: PublishProgress = what.get("progress") or Silent()
        self.without: frozenset[str] = frozenset(choice.without)
        title = what.get("title") or archive.resolve().name
        registry, excerpt = scratch / "registry.sqlite", scratch / "excerpt"
        self.plan = SitePlan(excerpt, registry, title, what.get("lang", "ja"), self.without)

    def run(self) -> Published:
        """All steps in their order."""
        self.progress.step("choosing")
        choice = self.choice
        documents = write_excerpt(
            self.archive, self.plan.excerpt, choice.takes, choice.change, self.processes, self.interrupts
        )
        if not documents:
            raise UnreadableSource(self.archive, _why_none(self.archive))
        prepare(self.plan.excerpt)
        with disk_errors(self.site), PublishedFolder(self.site, self.plan.registry) as folder:
            view = ArchiveView(self.plan.excerpt)
            self._pictures(folder, view)
            if "downloads" not in self.without:
                self._downloads(folder)
            self._search(folder, view)
            view.close()
            pages = self._pages(folder)
            files, size = folder.finish(drawn_with())
            return Published(
                os.fspath(self.site), documents, pages, files, size, changed=folder.changed, removed=folder.removed
            )

    def _pictures(self, folder: PublishedFolder, view: ArchiveView) -> None:
        has_crops = "crops" not in self.without and (self.archive / CROPS).is_dir()
        if "pictures" in self.without and not has_crops:
            return
        rows = view.rows("SELECT sha256, page_count FROM documents ORDER BY sha256")
        self.progress.step("pictures", len(rows))
        same = folder.drawn_with == drawn_with()

        def task(row: dict[str, Any]) -> Future[Any]:
            sha256 = row["sha256"]
            names = possible_names(self.archive, sha256, row["page_count"] or 0, self.without)
            folder.announce(names)
            before = {name: kept for name in names if same and (kept := folder.before(name))}
            return self.processes.submit(write_pictures, self.archive, self.site, sha256, before, self.without)

        for written in self._each(rows, task):
            folder.note(written)
            self.progress.advance(1)

    def _downloads(self, folder: PublishedFolder) -> None:
        self.progress.step("downloads")
        made = self.scratch / "made"
        made.mkdir()
        self._result(self.processes.submit(write_downloads, self.plan.excerpt, made))
        for name in self.interrupts.checked(download_names()):
            folder.announce([name])
            folder.note([put_file(self.site, name, made / name)])
            (made / name).unlink()

    def _search(self, folder: PublishedFolder, view: ArchiveView) -> None:
        index = SearchIndex(view, self.scratch / "pairs")
        self.progress.step("search", len(index.documents))
        texts = index.texts()
        while some := list(islice(self.interrupts.checked(texts), FILES_A_NOTE)):
            self._put(folder, some)
            self.progress.advance(len(some))
        for one in self.interrupts.checked(index.files()):
            self._put(folder, [one])

    def _put(self, folder: PublishedFolder, files: Sequence[tuple[str, bytes]]) -> None:
        folder.announce([name for name, _ in files])
        folder.note([put(self.site, name, content) for name, content in files])

    def _pages(self, folder: PublishedFolder) -> int:
        for name in ASSETS:
            folder.put(f"assets/{name}", asset(name))
        if self.plan.start == "en":
            folder.put(file_of(HOME, "ja"), self._start())
        site = StaticSite(self.plan)
        self.progress.step("pages", sum(1 for _ in site.addresses()))
        pages = 0

        def task(some: list[Address]) -> Future[Any]:
            folder.announce([name for at in some for name in site.files(at).values()])
            return self.processes.submit(write_pages, self.plan, self.site, some)

        for written, count in self._each(_batches(site.addresses(), PAGES_A_TASK), task):
            folder.note(written)
            self.progress.advance(count)
            pages += count
        site.view.close()
        return pages

    def _start(self) -> bytes:
        """The page of the folder, which leads to the first page in English."""
        there, other = file_of(START, "en"), file_of(START, "ja")
        given = {"policy": POLICY, "there": there, "other": other, "archive": self.plan.title}
        return filled("publish_start.html", "en", ".", **given).encode("utf-8", "replace")

    def _each(self, items: Iterable[Item], task: Any) -> Iterator[Any]:
        """What the tasks give, in their order; so many wait as keep the workers busy."""
        waiting: deque[Future[Any]] = deque()
        for item in items:
            waiting.append(task(item))
            if len(waiting) >= AHEAD * self.processes.count:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, future: Future[Any]) -> Any:
        while not self.interrupts.wait([future]):
            continue
        try:
            return result_of(future)
        except Stopped as stopped:
            raise UnwritableArchive(
                self.site, Message("a worker that wrote it was ended ({stopped}); run again", stopped=stopped)
            ) from None


def _batches(items: Iterable[Item], count: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, count)):
        yield some


def write_pages(plan: SitePlan, site: Path, some: Sequence[Address]) -> tuple[list[Written], int]:
    """Writes some pages in all their files: a task of a worker. Returns the files, and how many pages they are."""
    pages = _site(plan)
    return [put(site, name, body.encode("utf-8", "replace")) for at in some for name, body in pages.bodies(at)], len(
        some
    )


@lru_cache(maxsize=1)
def _site(plan: SitePlan) -> StaticSite:
    """The pages, opened once in each worker."""
    return StaticSite(plan)
