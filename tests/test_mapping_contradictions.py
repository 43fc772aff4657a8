"""What `wards check` finds in a mapping that says one thing twice, or goes on after the end; and what it counts."""

from __future__ import annotations

import pytest

from kaigi_extract import extract, load_ward
from kaigi_extract.cli import main
from kaigi_extract.errors import InvalidMapping

HEAD = 'id = "fujidana"\nname = "藤棚区"\n'
OLD = '[[ordinances]]\nid = "old"\nname = "藤棚区個人情報保護条例"\nuntil = 2023-03-31\n'
NEW = '[[ordinances]]\nid = "new"\nname = "藤棚区個人情報保護条例"\nsince = 2023-04-01\n'


def article(number: int, *lines: str, category: str = "outsourcing") -> str:
    return "\n".join(["[[articles]]", f"article = {number}", f'category = "{category}"', *lines, ""])


def titles(category: str, *words: str) -> str:
    return f'[[titles]]\ncategory = "{category}"\nwords = {list(words)}\n'.replace("'", '"')


UNUSABLE = {
    "an article twice": (article(25) + article(25, category="linkage"), "articles.1.article, line 7", "第25条"),
    "an article twice, one with an end": (
        article(25, "until = 2023-03-31") + article(25, "since = 2023-03-31", category="camera"),
        "articles.1.article",
        "another has it as outsourcing",
    ),
    "an article of the only ordinance, named once": (
        OLD
        + article(9, 'ordinance = "old"', "until = 2020-01-01")
        + article(9, "until = 2021-01-01", category="camera"),
        "articles.1.article",
        "第9条",
    ),
    "one name of two ordinances": (
        OLD.replace("until = 2023-03-31\n", "") + NEW,
        "ordinances.1.name",
        "part it from old",
    ),
    "one name among others": (
        OLD
        + NEW.replace('"藤棚区個人情報保護条例"', '"別条例"\nnames = ["藤棚区 個人情報保護条例"]').replace(
            "2023-04", "2020-04"
        ),
        "ordinances.1.name",
        "part it from old",
    ),
    "a label of two fields": (
        '[labels.form]\nreason = ["わけ"]\ncontent = ["わ け"]\n',
        "labels.form.content.0",
        "わ け",
    ),
}
DOUBTFUL = {
    "an ordinance that ended, an article that did not": (
        OLD + article(12),
        "articles.0.article",
        "until of 2023-03-31",
    ),
    "an article that ends later": (
        OLD + article(12, "until = 2024-03-31"),
        "articles.0.until",
        "藤棚区個人情報保護条例 ended",
    ),
    "an article of a named ordinance": (
        OLD + NEW + article(12, 'ordinance = "old"'),
        "articles.0.article",
        "until of 2023-03-31",
    ),
    "words of titles that are not reached": (
        titles("outsourcing", "委託") + titles("linkage", "委託先との結合"),
        "titles.1.words.0",
        "委託 comes before 委託先との結合",
    ),
    "words that the same list has before": (
        titles("camera", "カメラ", "防犯カメラ"),
        "titles.0.words.1",
        "same category",
    ),
}
SOUND = {
    "days part two articles": article(25, "until = 2023-03-31") + article(25, "since = 2023-04-01", category="camera"),
    "days part two ordinances": OLD + NEW + article(12, "until = 2023-03-31") + article(12, "since = 2023-04-01"),
    "paragraphs part two articles": article(25, "paragraph = 1") + article(25, "paragraph = 2", category="camera"),
    "ordinances part two articles": OLD
    + NEW
    + article(25, 'ordinance = "old"', "until = 2023-03-31")
    + article(25, 'ordinance = "new"', category="camera"),
    "an article of a law of all": OLD + article(69, 'ordinance = "personal-information-act"'),
    "several categories in one entry": '[[articles]]\narticle = 25\ncategory = ["secondary_use", "external_provision"]\n',
    "the longer word first": titles("linkage", "委託先との結合") + titles("outsourcing", "委託"),
}


def check(path, capsys, text):
    path.write_text(HEAD + text, encoding="utf-8")
    code = main(["wards", "check", str(path)])
    return code, *capsys.readouterr()


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound(tmp_path, capsys, text):
    code, out, err = check(tmp_path / "a.toml", capsys, text)
    assert (code, err) == (0, "")
    assert ": ok: fujidana" in out


@pytest.mark.parametrize(("text", "key", "words"), [*UNUSABLE.values(), *DOUBTFUL.values()], ids=[*UNUSABLE, *DOUBTFUL])
def test_a_contradiction_is_said_with_its_place(tmp_path, capsys, text, key, words):
    code, out, err = check(tmp_path / "a.toml", capsys, text)
    assert (code, out) == (5, "")
    (line,) = err.splitlines()
    assert key in line
    assert words in line


@pytest.mark.parametrize("text", [text for text, _, _ in UNUSABLE.values()], ids=UNUSABLE)
def test_nothing_is_read_with_a_mapping_that_contradicts_itself(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InvalidMapping):
        load_ward(path)


@pytest.mark.parametrize("text", [text for text, _, _ in DOUBTFUL.values()], ids=DOUBTFUL)
def test_what_is_only_an_oversight_can_be_read_with(tmp_path, text):
    mapping, paper = tmp_path / "a.toml", tmp_path / "a.txt"
    mapping.write_text(HEAD + text, encoding="utf-8")
    paper.write_text("藤棚区の花", encoding="utf-8")
    assert extract(paper, mapping=mapping).ward == "fujidana"


def test_what_a_mapping_knows_is_counted(tmp_path, capsys):
    text = 'councils = ["藤棚区審議会", "藤棚区審査会"]\n' + OLD + NEW
    code, out, _ = check(tmp_path / "a.toml", capsys, text)
    assert (code, out.rstrip().rpartition(": ")[2]) == (0, "ordinances 2, councils 2")
    _, out, _ = check(tmp_path / "a.toml", capsys, "")
    assert out.endswith("nothing yet\n")
