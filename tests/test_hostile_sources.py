"""What a document asks for outside of itself (another file, an address, a program) is neither read nor run.

Each asks for a file that is there, by every way that its format has. The record must not have what is in that file, and
must be read in a process that may reach nobody (`guarded.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest

ROOT = Path(__file__).parents[1]
SECRET = "秘密の合言葉"
WORDS = "相談業務の委託について"


def pdf(path: Path, secret: Path) -> None:
    """Programs at opening and at each page, a program to start, streams and pictures kept in other files."""
    file = pikepdf.Pdf.new()
    font = file.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    page = file.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = file.make_stream(b"BT /F1 12 Tf 72 700 Td (Report 1 of the council) Tj ET")
    page.AA = pikepdf.Dictionary(O=_action(file, "JavaScript", JS="app.launchURL('http://council.example/', true)"))
    beside = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=str(secret), UF=str(secret))
    kept_elsewhere = file.make_stream(b"")
    kept_elsewhere.F = beside
    second = file.add_blank_page(page_size=(595, 842))
    second.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    second.Contents = file.make_indirect(kept_elsewhere)
    second.Annots = pikepdf.Array(
        [
            _link(file, _action(file, "URI", URI="http://council.example/a")),
            _link(file, _action(file, "GoToR", F=beside, D=pikepdf.Array([0, pikepdf.Name.Fit]))),
            _link(file, _action(file, "ImportData", F=beside)),
            _link(
                file, _action(file, "SubmitForm", F=pikepdf.Dictionary(FS=pikepdf.Name.URL, F="http://council.example"))
            ),
        ]
    )
    file.Root.OpenAction = _action(file, "Launch", F=str(secret), Win=pikepdf.Dictionary(F="calc.exe"))
    script = pikepdf.Array(["run", _action(file, "JavaScript", JS=f"this.importDataObject('a', '{secret}')")])
    file.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=script),
        EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array(["outside", beside])),
    )
    file.save(path)


def _action(file: pikepdf.Pdf, kind: str, **given: object) -> pikepdf.Object:
    return file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **given))


def _link(file: pikepdf.Pdf, action: pikepdf.Object) -> pikepdf.Object:
    rectangle = pikepdf.Array([0, 0, 595, 842])
    return file.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=rectangle, A=action)
    )


def word(path: Path, secret: Path) -> None:
    """An entity of another file, linked pictures, a template and a frame from elsewhere, a field that includes a file."""
    made = docx.Document()
    made.add_paragraph(WORDS)
    made.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y SYSTEM "http://council.example/">]>'
    field = f"""<w:p><w:r><w:t>&x;&y;</w:t></w:r><w:fldSimple w:instr='INCLUDETEXT "{secret}"'/></w:p>"""
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="out1"/>'
        "</w:drawing></w:r></w:p>"
    )
    body = parts["word/document.xml"].decode()
    head, rest = body.split("?>", 1)
    parts["word/document.xml"] = (
        f"{head}?>{entity}{rest.replace('<w:sectPr', f'{field}{picture}<w:sectPr', 1)}".encode()
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = "".join(
        f'<Relationship Id="out{number}" Type="{kinds}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(
            [
                ("attachedTemplate", "http://council.example/a.dotm"),
                ("image", secret.as_uri()),
                ("image", "http://council.example/a.png"),
                ("frame", "file:////council.example/share/a.docx"),
                ("aFChunk", secret.as_uri()),
            ]
        )
    )
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", f"{outside}</Relationships>".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def web(path: Path, secret: Path) -> None:
    """Frames, pictures, styles, scripts and a base from elsewhere."""
    path.write_text(
        f"""<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>
        <html><head><base href="http://council.example/"><link rel="stylesheet" href="{secret.as_uri()}">
        <meta http-equiv="refresh" content="0;url={secret.as_uri()}"><script src="{secret.as_uri()}"></script></head>
        <body><p>{WORDS}&x;</p><iframe src="{secret.as_uri()}"></iframe><img src="http://council.example/a.png">
        <object data="{secret.as_uri()}"></object><embed src="{secret.as_uri()}"></body></html>""",
        encoding="utf-8",
    )


MADE: dict[str, tuple[str, Callable[[Path, Path], None], str]] = {
    "pdf": ("a.pdf", pdf, "Report 1 of the council"),
    "word": ("a.docx", word, WORDS),
    "web": ("a.html", web, WORDS),
}


@pytest.mark.parametrize(
    ("name", "reader"), [("pdf", "pymupdf"), ("pdf", "pdfplumber"), ("word", "pymupdf"), ("web", "pymupdf")]
)
def test_nothing_outside_of_it_is_read_or_run(
    name: str, reader: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file, make, words = MADE[name]
    secret = tmp_path / "secret.txt"
    secret.write_text(f"BT /F1 12 Tf 72 600 Td ({SECRET} stolen) Tj ET", encoding="utf-8")
    make(tmp_path / file, secret)
    done = subprocess.run(
        [
            *(sys.executable, ROOT / "tests" / "guarded.py", "kaigi_extract.cli", "extract", tmp_path / file),
            *("--recogniser", "none", "--reader", reader),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "GUARD": str(tmp_path_factory.mktemp("guard"))},
    )
    assert (done.returncode, "guarded:" in done.stderr) == (0, False), done.stderr
    assert words in done.stdout
    assert SECRET not in done.stdout
    assert "stolen" not in done.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([file, "secret.txt"])
