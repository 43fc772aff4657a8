"""The package itself: what its import loads, what it exports, and its errors."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pymupdf
import pytest

import kaigi_extract
from kaigi_extract import errors

HEAVY = {"duckdb", "ginza", "numpy", "onnxruntime", "pandas", "pdfplumber", "pydantic", "pymupdf", "rapidocr", "spacy"}

NOT_FOR_FORMS = (
    *("PIL", "cv2", "docx", "lxml", "numpy", "openpyxl", "pandas", "pdfminer", "pdfplumber", "pikepdf", "rapidfuzz"),
    *("archive", "clauses", "cli", "corrections.journal", "explain", "invisible_text", "show", "web"),
    *("ocr.rapid", "ocr.recognise", "ocr.photograph", "ocr.tesseract", "source.html", "source.word"),
    *("parts.comparison.sets", "parts.minutes.minutes", "parts.register.sheet", "wards.draft", "wards.trial"),
)
"""What an extraction of a form leaves unloaded, rooms and modules of ours among it: how their names begin."""

EXIT_CODES = {
    errors.KaigiError: 1,
    errors.UnreadableSource: 3,
    errors.EncryptedSource: 4,
    errors.InvalidMapping: 5,
    errors.SchemaMismatch: 7,
    errors.MissingExtra: 8,
    errors.UnwritableArchive: 9,
    errors.InvalidMetadata: 10,
    errors.LimitExceeded: 12,
}
EXAMPLES = [
    (
        errors.KaigiError("a.pdf", "a problem; do this"),
        {"path": "a.pdf"},
        "a.pdf: a problem; do this",
    ),
    (
        errors.UnreadableSource(Path("a.pdf"), "empty; get a whole copy of it"),
        {"path": "a.pdf"},
        "a.pdf: empty; get a whole copy of it",
    ),
    (
        errors.EncryptedSource("a.pdf"),
        {"path": "a.pdf", "wrong": False},
        "a.pdf: encrypted; give its password with password= or --password",
    ),
    (
        errors.EncryptedSource("a.pdf", wrong=True),
        {"path": "a.pdf", "wrong": True},
        "a.pdf: encrypted, and the given password does not open it; give the right one with password= or --password",
    ),
    (
        errors.InvalidMapping("w.toml", line=12, key="fields.件名", expected="a canonical field"),
        {"path": "w.toml", "line": 12, "key": "fields.件名", "expected": "a canonical field"},
        "w.toml: fields.件名, line 12: expected a canonical field; correct the mapping there",
    ),
    (
        errors.InvalidMapping("w.toml", line=None, key="id", expected="a ward id"),
        {"path": "w.toml", "line": None, "key": "id", "expected": "a ward id"},
        "w.toml: id: expected a ward id; correct the mapping there",
    ),
    (
        errors.SchemaMismatch("a.json", found="0", expected="1"),
        {"path": "a.json", "found": "0", "expected": "1"},
        "a.json: the stored record has schema version 0, this library reads 1; run kaigi-extract upgrade on its archive, or extract the source again",
    ),
    (
        errors.SchemaMismatch("a.json", found=None, expected="1"),
        {"path": "a.json", "found": None, "expected": "1"},
        "a.json: the stored record has no schema version, this library reads 1; run kaigi-extract upgrade on its archive, or extract the source again",
    ),
    (
        errors.SchemaMismatch("a", found="2", expected="1"),
        {"path": "a", "found": "2", "expected": "1"},
        "a: the stored record has schema version 2, this library reads 1; install a newer kaigi-extract",
    ),
    (
        errors.UnwritableArchive("a", "there is no room left; make room"),
        {"path": "a"},
        "a: there is no room left; make room",
    ),
    (
        errors.LimitExceeded("a.pdf", limit="pages", allowed=20_000),
        {"path": "a.pdf", "limit": "pages", "allowed": 20_000},
        "a.pdf: the file has more than 20,000 pages; part it, or give max_pages or --max-pages more",
    ),
    (
        errors.InvalidMetadata("a.csv", line=3, expected="a date"),
        {"path": "a.csv", "line": 3, "expected": "a date"},
        "a.csv: line 3: expected a date; correct the list there",
    ),
    (
        errors.MissingExtra("timeline", package="pandas", extra="archive"),
        {"path": "timeline", "package": "pandas", "extra": "archive"},
        "timeline: needs pandas; install it with pip install 'kaigi-extract[archive]'",
    ),
]


def in_new_process(code: str) -> object:
    """What the code prints, as JSON, in a Python that has imported nothing yet."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestImport:
    def test_loads_nothing_heavy(self):
        code = "import json, sys, kaigi_extract; print(json.dumps(sorted(sys.modules)))"
        assert HEAVY.isdisjoint(in_new_process(code))

    @pytest.mark.parametrize("name", kaigi_extract.__all__)
    def test_every_public_name_resolves(self, name):
        assert getattr(kaigi_extract, name) is not None

    def test_a_form_loads_only_what_reads_forms(self, tmp_path):
        page = tmp_path / "form.pdf"
        with pymupdf.open(Path(__file__).parents[1] / "corpus" / "shinjuku-2016-sports-booking.pdf") as paper:
            paper.select([2])
            paper.save(page)
        code = (
            "import json, sys; from kaigi_extract import extract;"
            f"extract({str(page)!r}); print(json.dumps(sorted(sys.modules)))"
        )
        loaded = in_new_process(code)
        assert [name for name in loaded if name.removeprefix("kaigi_extract.").startswith(NOT_FOR_FORMS)] == []

    def test_no_engine_is_loaded_before_a_page_must_be_recognised(self):
        paper = Path(__file__).parents[1] / "corpus" / "shinjuku-2016-sports-booking.pdf"
        code = (
            "import json, sys; from kaigi_extract import extract;"
            f"extract({str(paper)!r}); print(json.dumps(sorted(sys.modules)))"
        )
        own = set() if pymupdf.VersionBind.startswith("2.") else {"onnxruntime"}  # PyMuPDF 2 loads it itself
        assert {"cv2", "ginza", "rapidocr", "spacy", *own}.isdisjoint(in_new_process(code))

    def test_no_telemetry_unless_the_user_says_so(self):
        code = "import json, os, kaigi_extract; print(json.dumps(os.environ['ORT_DISABLE_TELEMETRY']))"
        assert in_new_process(code) == "1"
        assert in_new_process(f"import os; os.environ['ORT_DISABLE_TELEMETRY'] = '0'; {code}") == "0"

    def test_unknown_name(self):
        with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
            _ = kaigi_extract.nonsense

    def test_dir_lists_public_names(self):
        assert set(kaigi_extract.__all__) <= set(dir(kaigi_extract))


class TestPublicNames:
    def test_sorted(self):
        assert kaigi_extract.__all__ == sorted(set(kaigi_extract.__all__))

    def test_type_checkers_see_what_is_exported(self):
        tree = ast.parse(Path(kaigi_extract.__file__).read_text(encoding="utf-8"))
        block = next(node for node in tree.body if isinstance(node, ast.If))
        seen = {alias.name: node.module for node in block.body for alias in node.names}
        assert seen == kaigi_extract._HOME
        assert {*seen, "__version__"} == set(kaigi_extract.__all__)


# Whatever is imported first, the package's name is the function: no module bears the name of a verb of the package.
@pytest.mark.parametrize(
    "code",
    [
        "from kaigi_extract import extract as verb",
        "import kaigi_extract; verb = kaigi_extract.extract",
        "import kaigi_extract.pipeline; verb = kaigi_extract.extract",
        "from kaigi_extract.pipeline import extract as verb",
        "import pickle, kaigi_extract; verb = pickle.loads(pickle.dumps(kaigi_extract.extract))",
    ],
)
def test_extract_is_the_function(code):
    check = (
        "import json, types, kaigi_extract;"
        "print(json.dumps([isinstance(verb, types.FunctionType), verb is kaigi_extract.extract, verb.__module__]))"
    )
    assert in_new_process(f"{code}\n{check}") == [True, True, "kaigi_extract.pipeline"]


@pytest.mark.parametrize("room", ["", ".clauses", ".records", ".show", ".wards"])
def test_no_module_bears_a_name_that_is_loaded_late(room):
    """Whoever imports the module would find it under the name from then on."""
    package = import_module(f"kaigi_extract{room}")
    modules = {path.stem for path in Path(package.__file__).parent.iterdir()}
    assert modules.isdisjoint(package._HOME)


class TestErrors:
    def test_exit_codes(self):
        kinds = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}
        assert {kind: kind.exit_code for kind in kinds} == EXIT_CODES
        assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)

    @pytest.mark.parametrize(("error", "attributes", "message"), EXAMPLES)
    def test_message_and_attributes(self, error, attributes, message):
        assert vars(error) == attributes | {"problem": message.removeprefix(f"{error.path}: ")}
        assert str(error) == message

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    @pytest.mark.parametrize("error", [example[0] for example in EXAMPLES])
    def test_travels_between_processes(self, error, protocol):
        back = pickle.loads(pickle.dumps(error, protocol))
        assert type(back) is type(error)
        assert (str(back), vars(back), back.args) == (str(error), vars(error), error.args)
