"""What is given out: a wheel and an sdist built without network, what is in them, and that the wheel does its work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

import kaigi_extract

for package in ("build", "hatchling", "hatch_fancy_pypi_readme", "twine"):
    pytest.importorskip(package, reason="the distribution is built with the extra dev")

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NEEDED = [
    "py.typed",
    "archive/datasette.toml",
    "archive/demo.csv",
    "archive/descriptions.toml",
    "archive/report/page.html",
    "clauses/checklists/outsourcing.toml",
    "demo/nerima-2014-bundle.pdf",
    "demo/shinjuku-2013-library-cards.fax.pdf",
    "demo/shinjuku-2015-tax-entry.docx",
    "demo/shinjuku-2019-evacuation-list.txt",
    "demo/shinjuku-2020-bulky-waste.pdf",
    "invisible_text/KaigiInvisible.ttf",
    "locale/ja/LC_MESSAGES/kaigi_extract.mo",
    "models/clause_topics/config.cfg",
    "models/reading/ngrams.npz",
    "records/document.schema.json",
    "show/notebook/style.css",
    "wards/common.toml",
    "wards/shinjuku.toml",
    "web/assets/widget.js",
    "web/templates/base.html",
]
HOSTS = re.compile(r"pypi\.org|pythonhosted|localhost|127\.0\.0\.1|file://|/(?:work|tmp|home|root)/")
RELATIVE = re.compile(r"\]\((?!https?:|#)[^)\s]*\)|<img|!\[")


def run(*command: object, **how: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with both, and nothing else."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    [path] = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the wheel's files, as pip lays them: nothing of the checkout is before it on the path."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", folder, wheel)

    def python(*arguments: object) -> str:
        environment = os.environ | {"PYTHONPATH": str(folder)}
        return run(sys.executable, *arguments, cwd=folder, env=environment).stdout

    return python


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode("utf-8"))


def test_an_index_would_take_both(built):
    run(sys.executable, "-m", "twine", "check", "--strict", *built.iterdir())
    assert sorted(path.suffix for path in built.iterdir()) == [".gz", ".whl"]


class TestWheel:
    def test_has_what_the_library_reads(self, wheel):
        assert sorted({f"kaigi_extract/{name}" for name in NEEDED} - names(wheel)) == []

    def test_has_every_file_of_the_package_and_of_the_models(self, wheel):
        listed = run("git", "-c", "core.quotePath=false", "ls-files", "kaigi_extract", "models", cwd=ROOT)
        kept = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
        wanted = {name if name.startswith("kaigi_extract/") else f"kaigi_extract/{name}" for name in kept}
        assert sorted(wanted - names(wheel)) == []

    def test_has_nothing_else(self, wheel):
        assert {name.split("/")[0] for name in names(wheel)} == {
            "kaigi_extract",
            f"kaigi_extract-{kaigi_extract.__version__}.dist-info",
        }
        strangers = re.compile(r"/(?:tests?|shared|corpus|notebooks)/|\.expected\.json$|\.pyc$")
        assert [name for name in names(wheel) if strangers.search(name)] == []

    def test_does_the_main_job_of_the_readme(self, installed):
        paper = ROOT / "corpus" / "shinjuku-2013-library-cards.pdf"
        said = json.loads(installed("-m", "kaigi_extract.cli", "extract", paper))
        assert said["cases"][0]["title"] == "区立図書館利用者カードの一斉更新に伴う案内状の作成及び発送の委託について"

    def test_finds_its_own_models_and_documents(self, installed):
        code = (
            "import kaigi_extract, json; from kaigi_extract.archive.demo import demo_documents;"
            "from kaigi_extract.clauses.annotators import model_folder; from kaigi_extract.ocr.ngrams import known_ngrams;"
            "from pathlib import Path; home = Path(kaigi_extract.__file__).parent;"
            "found = [model_folder(), *demo_documents()];"
            "print(json.dumps([known_ngrams() is not None, *(p.is_relative_to(home) for p in found)]))"
        )
        assert json.loads(installed("-c", code)) == [True] * 7


class TestSdist:
    def test_has_what_builds_and_tests_it_and_nothing_from_beside_the_checkout(self, built):
        [path] = built.glob("*.tar.gz")
        with tarfile.open(path) as archive:
            files = {name.partition("/")[2] for name in archive.getnames()}
        assert {
            "pyproject.toml",
            "LICENSE",
            "README.md",
            "kaigi_extract/__init__.py",
            "models/reading/ngrams.npz",
            "corpus/nerima-2014-bundle.pdf",
            "tests/test_distribution.py",
        } <= files
        assert {name.split("/")[0] for name in files if "/" in name} <= {
            ".ci",
            ".github",
            "corpus",
            "kaigi_extract",
            "models",
            "notebooks",
            "tests",
        }


class TestDescription:
    def test_has_no_link_that_leads_nowhere(self, wheel):
        said = metadata(wheel).get_payload()
        assert RELATIVE.findall(said) == []
        assert "Architecture follows one value" in said  # the words of a link stay
        assert "日本語" not in said.splitlines()[2]

    def test_names_no_machine_and_no_registry(self, wheel):
        head = metadata(wheel)
        urls = [f"{key}: {value}" for key, value in head.items() if key in {"Project-URL", "Home-page", "Download-URL"}]
        assert HOSTS.findall("\n".join([*urls, str(head.get_payload())])) == []


class TestVersion:
    def test_is_said_in_one_place(self, wheel):
        assert metadata(wheel)["Version"] == kaigi_extract.__version__
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        assert kaigi_extract.__version__ not in re.findall(r'^version = "(.*)"', project, re.M)

    def test_is_that_of_the_tag(self):
        """Of whatever is tagged: a release is built from its tag."""
        assert wrong_tags(ROOT) == []

    def test_a_wrong_tag_is_seen(self, tmp_path):
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
        run(*git, "init", "-q", cwd=tmp_path)
        run(*git, "commit", "-q", "--allow-empty", "-m", "a", cwd=tmp_path)
        run("git", "tag", f"v{kaigi_extract.__version__}", cwd=tmp_path)
        assert wrong_tags(tmp_path) == []
        run("git", "tag", "v99.0", cwd=tmp_path)
        assert wrong_tags(tmp_path) == ["v99.0"]


def wrong_tags(folder: Path) -> list[str]:
    """The tags of versions at this commit that are not the library's version."""
    tags = run("git", "tag", "--points-at", "HEAD", cwd=folder).stdout.split()
    return [tag for tag in tags if re.match(r"v\d", tag) and tag != f"v{kaigi_extract.__version__}"]


class TestRelease:
    """The workflow of a release: only a tag that is the version gets further."""

    @pytest.fixture(scope="class")
    def jobs(self):
        yaml = pytest.importorskip("yaml", reason="the workflow is read with what the extra docs brings")
        return yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]

    @pytest.mark.parametrize(
        ("tag", "goes_on"),
        [(f"v{kaigi_extract.__version__}", True), (kaigi_extract.__version__, False), ("v99", False)],
    )
    def test_a_tag_is_the_version(self, jobs, tag, goes_on):
        [step] = [step["run"] for step in jobs["build"]["steps"] if step.get("name") == "the tag is the version"]
        done = subprocess.run(
            ["bash", "-e", "-c", step.replace("python -c", f"{sys.executable} -c")],
            env=os.environ | {"GITHUB_REF_NAME": tag},
            cwd=ROOT,
            check=False,
        )
        assert (done.returncode == 0) is goes_on

    def test_nothing_is_handed_out_that_was_not_built_and_checked(self, jobs):
        assert [job["needs"] for job in (jobs["publish"], jobs["show"])] == ["build", ["publish", "site"]]
        runs = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
        assert runs.index("python -m build") < runs.index("python -m twine check --strict dist/*")
        may_write = {name for name, job in jobs.items() if "write" in str(job.get("permissions", {}))}
        assert may_write == {"publish", "show"}
