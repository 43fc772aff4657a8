"""Paths that no file can have, given to every verb that takes one: an error of the library that names the path."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kaigi_extract import (
    Archive,
    KaigiError,
    attachments,
    check_archive,
    diff,
    extract,
    load_checklist,
    load_ward,
    migrate,
    plot_articles,
    publish,
    remove_documents,
    repair_archive,
    review_widget,
    searchable,
)
from kaigi_extract.archive.corrections import add_corrections, archive_corrections
from kaigi_extract.archive.demo import make_demo
from kaigi_extract.archive.manifest import Manifest
from kaigi_extract.archive.root import relocate
from kaigi_extract.archive.upgrade import upgrade
from kaigi_extract.clauses.family_groups import Families
from kaigi_extract.cli import main
from kaigi_extract.corrections.exchange import write_corrections
from kaigi_extract.corrections.kept import keep_beside, kept_beside
from kaigi_extract.explain import explain
from kaigi_extract.pipeline import layout_of_page
from kaigi_extract.show.pages.picture import Picture
from kaigi_extract.web.browse.archive import ArchiveView
from kaigi_extract.web.review.holdings import InArchive
from kaigi_extract.web.review.labels import LabelReview

NAMES = {"a NUL": "緑\0.pdf", "half of a character": "緑\ud800.pdf"}
TEXT = "第１条　乙は、鍵を守る。\n第２条　乙は、鍵を返す。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a document, and with an archive that nothing is in yet."""
    made = tmp_path_factory.mktemp("paths")
    (made / "a.txt").write_text(f"個人情報取扱特記事項\n{TEXT}", encoding="utf-8")
    with Manifest(made / "archive", write=True):
        pass
    return made


@pytest.fixture(scope="module")
def document(folder):
    return extract(folder / "a.txt")


@pytest.fixture(scope="module")
def compared(document):
    return diff(document.clause_sets[0], document.clause_sets[0])


def of_archive(folder: Path, path: object) -> None:
    with Manifest(folder / "archive", write=True) as manifest:
        relocate(manifest, path)


FILES = {
    "extract": lambda path, _: extract(path),
    "extract, mapping": lambda path, folder: extract(folder / "a.txt", mapping=path),
    "explain": lambda path, _: explain(path),
    "layout of a page": lambda path, _: layout_of_page(path, 1),
    "attachments": lambda path, _: attachments(path),
    "load_ward": lambda path, _: load_ward(path),
    "load_checklist": lambda path, _: load_checklist(path),
    "searchable": lambda path, folder: searchable(path, folder / "b.pdf"),
    "searchable, out": lambda path, folder: searchable(folder / "a.txt", path),
    "corrections beside": lambda path, _: kept_beside(path),
    "corrections kept beside": lambda path, _: keep_beside(path, []),
    "corrections written": lambda path, _: write_corrections([], Path(path).with_suffix(".json")),
    "review": lambda path, _: review_widget(path),
    "labels": lambda path, _: LabelReview.of(path),
    "articles, saved": lambda path, _: plot_articles([]).save(path),
    "picture, saved": lambda path, _: Picture(Image.new("RGB", (1, 1))).save(path),
    "sheet as CSV": lambda path, _: Families(families=[], alone=[]).to_csv(path),
    "sheet as HTML": lambda path, _: Families(families=[], alone=[]).to_html(path),
}
ARCHIVES = {
    "migrate": lambda path, folder: migrate(path, folder / "new"),
    "migrate, several": lambda path, folder: migrate([folder / "a.txt", path], folder / "new"),
    "migrate, dest": lambda path, folder: migrate(folder / "a.txt", path),
    "migrate, dry": lambda path, folder: migrate(folder / "a.txt", path, dry_run=True),
    "migrate, report": lambda path, folder: migrate(folder / "a.txt", folder / "new", report=path),
    "migrate, metadata": lambda path, folder: migrate(folder / "a.txt", folder / "new", metadata=path),
    "Archive": lambda path, _: Archive(path),
    "Archive, root": lambda path, folder: Archive(folder / "archive", root=path),
    "check": lambda path, _: check_archive(path),
    "repair": lambda path, _: repair_archive(path),
    "remove": lambda path, _: remove_documents(path, ["a.txt"]),
    "upgrade": lambda path, _: upgrade(path),
    "relocate": lambda path, folder: of_archive(folder, path),
    "corrections": lambda path, _: archive_corrections(path),
    "corrections added": lambda path, _: add_corrections(path, []),
    "served": lambda path, _: ArchiveView(path),
    "reviewed": lambda path, _: InArchive(path),
    "demo": lambda path, _: make_demo(path),
    "publish": lambda path, folder: publish(path, folder / "site"),
    "publish, site": lambda path, folder: publish(folder / "archive", path),
}
OF_A_DOCUMENT = {
    "to_csv": lambda path, document: document.to_csv("cases", path),
    "to_markdown": lambda path, document: document.to_markdown(path=path),
    "to_standard": lambda path, document: document.to_standard("law-xml", path),
    "show": lambda path, document: document.clause_sets[0].show(path=path),
}
OF_A_COMPARISON = {
    "to_docx": lambda path, compared: compared.to_docx(path),
    "to_docx, template": lambda path, compared: compared.to_docx("out.docx", template=path),
    "to_xlsx": lambda path, compared: compared.to_xlsx(path),
    "to_html": lambda path, compared: compared.to_html(path),
}


def refuses(verb, path, given):
    for one in (path, Path(path)):
        with pytest.raises(KaigiError) as raised:
            verb(one, given)
        assert str(one) in str(raised.value) or Path(one).stem in str(raised.value)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("verb", [*FILES.values(), *ARCHIVES.values()], ids=[*FILES, *ARCHIVES])
def test_a_verb_refuses_it(verb, name, folder, tmp_path):
    refuses(verb, str(tmp_path / name), folder)
    assert not (folder / "new").exists()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("verb", OF_A_DOCUMENT.values(), ids=OF_A_DOCUMENT)
def test_a_document_refuses_it(verb, name, document, tmp_path):
    refuses(verb, str(tmp_path / name), document)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("verb", OF_A_COMPARISON.values(), ids=OF_A_COMPARISON)
def test_a_comparison_refuses_it(verb, name, compared, tmp_path):
    refuses(verb, str(tmp_path / name), compared)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(
    "command", [("extract", "{file}", "--out"), ("correct", "{file}", "--export"), ("migrate", "{file}")], ids=" ".join
)
def test_a_command_refuses_it(command, name, folder, tmp_path, capsys):
    given = [word.format(file=folder / "a.txt") for word in command]
    assert main([*given, str(tmp_path / name)]) == 1
    assert "no name of a file holds a NUL" in capsys.readouterr().err
