"""Composed special terms of two wards over the years, bound into files, and an archive of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaigi_extract import migrate

SECRET = ("秘密の保持", "乙は、図書の配達により知った住所を他人に漏らしてはならない。")
BAN = ("再委託の禁止", "乙は、図書の配達を他の者に再委託してはならない。")
CONSENT = (
    "再委託の制限",
    "乙は、図書の配達を他の者に再委託してはならない。ただし、甲が書面で承諾したときは、この限りでない。",
)
ALLOWED = ("再委託", "乙は、図書の配達を他の者に再委託することができる。")
RETURN = ("資料の返還", "乙は、契約が終わったときは、借り受けた配達先の一覧を甲に返還しなければならない。")
RETURN_AT_ONCE = (
    "資料の返還",
    "乙は、契約が終わったときは、借り受けた配達先の一覧を直ちに甲に返還しなければならない。",
)
INSPECT = ("検査", "甲は、配達先の一覧の保管の状況を検査することができる。")

Row = tuple[str, str]


def terms(*rows: Row, day: str, title: str = "個人情報取扱特記事項", note: str = "") -> str:
    """A file with one set of special terms."""
    clauses = "".join(f"（{heading}）\n第{at}条　{text}\n" for at, (heading, text) in enumerate(rows, 1))
    return f"{title}\n\n{day}\n\n{clauses}{note}"


FILES: dict[str, tuple[str, str]] = {
    # Name: the ward, and what is printed.
    "a-2015.txt": ("shinjuku", terms(SECRET, CONSENT, RETURN, day="平成27年4月1日")),
    "a-2019.txt": ("shinjuku", terms(SECRET, BAN, INSPECT, RETURN_AT_ONCE, day="平成31年4月1日")),
    "a-2020-again.txt": ("shinjuku", terms(SECRET, BAN, INSPECT, RETURN_AT_ONCE, day="令和2年4月1日")),
    "b-2018.txt": ("nerima", terms(SECRET, ALLOWED, RETURN, day="平成30年4月1日")),
}


def bound(folder: Path, files: dict[str, tuple[str, str]] | None = None) -> Path:
    """The files, and the list that says of which ward each is."""
    (folder / "src").mkdir(parents=True, exist_ok=True)
    lines = ["path,ward"]
    for name, (ward, text) in (files or FILES).items():
        (folder / "src" / name).write_text(text, encoding="utf-8")
        lines.append(f"src/{name},{ward}")
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "src"


def archived(folder: Path, **how: Any) -> Any:
    """The summary of a run over the files of a folder."""
    given: dict[str, Any] = {"recogniser": "none", "workers": 1, "metadata": folder / "list.csv"}
    return migrate(folder / "src", folder / "dest", **(given | how))
