"""What is said to people is said in Japanese as well: nothing is missing, and stored sentences are known again."""

from __future__ import annotations

import gettext
import os
import pickle
import string

import pytest

from kaigi_extract import Document, extract
from kaigi_extract.catalogue import DOMAIN, Message, in_language, stored_parameters
from kaigi_extract.cli import main
from kaigi_extract.errors import UnreadableSource
from tests.sentences import MO, PO, compiled, read_catalogue, said_in, texts

CATALOGUE = read_catalogue()


def _fields(text: str) -> set[str]:
    """The parameters of a template; of a text that is none, such as JSON in braces, nothing."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


class TestCatalogue:
    def test_every_text_has_its_japanese(self):
        """`python -m tests.sentences` writes new texts into the catalogue; the Japanese is written by hand."""
        known = {message.id for message in CATALOGUE if message.id and message.string}
        assert texts() - known == set()

    def test_nothing_is_kept_that_nobody_says(self):
        assert {message.id for message in CATALOGUE if message.id} - texts() == set()

    def test_a_translation_says_what_the_text_says(self):
        others = [
            (message.id, message.string)
            for message in CATALOGUE
            if message.id and not _fields(message.string) <= _fields(message.id)
        ]
        lost = [
            (message.id, message.string)
            for message in CATALOGUE
            if message.id and _fields(message.id) - _fields(message.string)
        ]
        assert (others, lost) == ([], [])

    def test_what_is_compiled_is_the_catalogue(self, tmp_path):
        path = tmp_path / "now.mo"
        path.write_bytes(compiled(CATALOGUE))
        with path.open("rb") as now, MO.open("rb") as kept:
            known, written = (gettext.GNUTranslations(file)._catalog for file in (kept, now))
        heads = known.pop(""), written.pop("")  # which version of Babel wrote it
        assert known == written, PO
        assert all("kaigi_extract" in head for head in heads)

    def test_a_text_that_is_new_is_found(self, tmp_path):
        module = tmp_path / "new.py"
        module.write_text(
            '"""About words that nobody is told."""\n'
            "from kaigi_extract.catalogue import Message\n"
            'WHY = "a phrase that fills it"\n'
            'def f(n):\n    """Says it."""\n    return Message("none" if n == 0 else "{n} of them", n=n)\n'
        )
        import tests.sentences as gathered

        gathered_before, gathered.PACKAGE = gathered.PACKAGE, tmp_path / "kaigi_extract"
        try:
            assert set(said_in(module)) == {"a phrase that fills it", "none", "{n} of them"}
        finally:
            gathered.PACKAGE = gathered_before


class TestMessage:
    LOST = Message("page {number} could not be read: {reason}", number=3, reason="it is missing from the file")

    def test_is_its_english(self):
        assert self.LOST == "page 3 could not be read: it is missing from the file"

    def test_is_said_in_japanese_with_the_phrase_that_fills_it(self):
        said = self.LOST.into("ja")
        assert "3" in said
        assert "it is" not in said
        assert "page" not in said

    def test_without_parameters_braces_are_braces(self):
        assert Message("{}") == "{}"

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_travels_between_processes(self, protocol):
        back = pickle.loads(pickle.dumps(self.LOST, protocol))
        assert (back, back.template, back.parameters) == (self.LOST, self.LOST.template, self.LOST.parameters)

    def test_several_as_one(self):
        both = Message.joined("; ", [Message("its title is {titled}", titled="諮問書"), "it has a day"])
        assert both == "its title is 諮問書; it has a day"
        assert "it has" not in both.into("ja")
        assert "諮問書" in both.into("ja")

    def test_one_that_no_catalogue_knows_stays_english(self):
        assert Message("nobody ever says {this}", this=1).into("ja") == "nobody ever says 1"


class TestStoredSentences:
    def test_by_their_parameters(self):
        message = Message(
            "{what} may be misread (confidence {confidence:.2f}); compare it with the page",
            what="件名",
            confidence=0.5829,
        )
        kept = stored_parameters(message)
        assert kept == {"confidence": 0.5829, "what": "件名"}
        assert in_language(str(message), "ja", kept) == message.into("ja")

    def test_by_their_words_alone(self):
        """Archives of before have no parameters."""
        assert in_language("件名 may be misread (confidence 0.58); compare it with the page", "ja") == Message(
            "{what} may be misread (confidence {confidence:.2f}); compare it with the page",
            what="件名",
            confidence=0.58,
        ).into("ja")

    def test_a_phrase_of_few_words_within_them(self):
        """A record keeps the phrase as English; by itself it has too few words to be known again."""
        message = Message(
            "{what} may be misread (confidence {confidence:.2f}); compare it with the page",
            what=Message("clause {number}", number="1の2"),
            confidence=0.4,
        )
        assert message.into("ja").startswith("第1の2条は")
        assert in_language(str(message), "ja", stored_parameters(message)) == message.into("ja")
        assert in_language(str(message), "ja") == message.into("ja")
        assert in_language("clause 1の2", "ja") == "clause 1の2"
        assert in_language(str(message).replace("1の2", "of Acts"), "ja").startswith("clause of Acts")

    @pytest.mark.parametrize("text", ["", "件名", "words of another program (x)"])
    def test_what_is_not_ours_stays(self, text):
        assert in_language(text, "ja") == text

    def test_parameters_of_another_sentence_do_no_harm(self):
        text = "件名 may be misread (confidence 0.58); compare it with the page"
        assert in_language(text, "ja", {"what": "件名", "confidence": "much"}) == in_language(text, "ja")


def test_a_finding_says_itself_in_both_languages_and_after_it_was_stored(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("件名　窓口の委託について\n番号 \ue123\n".encode())
    document = extract(path)
    found = next(one for one in document.findings if one.code == "low_confidence")
    back = Document.model_validate_json(document.model_dump_json()).findings[document.findings.index(found)]
    assert found.parameters == back.parameters == {"code": 0xE123, "count": 1}
    assert back.said("en") == found.message
    assert "U+E123" in back.said("ja")
    assert "private-use" not in back.said("ja")


def test_an_error_says_itself_in_both_languages():
    error = UnreadableSource("窓口.pdf", Message("the file is empty; get a whole copy of it"))
    assert error.said("en") == str(error) == "窓口.pdf: the file is empty; get a whole copy of it"
    assert error.said("ja").startswith("窓口.pdf: ")
    assert "empty" not in error.said("ja")


class TestCommandLine:
    @pytest.fixture
    def japanese(self, monkeypatch):
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    @pytest.mark.parametrize(
        ("arguments", "speaks"),
        [
            (["extract", "nowhere.pdf"], "ja"),
            (["extract", "nowhere.pdf", "--lang", "en"], "en"),
            (["extract", "nowhere.pdf", "--lang=en"], "en"),
            (["--lang", "en", "extract", "nowhere.pdf"], "en"),
            (["schema", "--no-such-option"], "ja"),
            (["wards", "check"], "ja"),
            (["wards", "check", "--lang", "en"], "en"),
        ],
    )
    def test_complains_in_the_language_of_the_locale_or_of_the_option(self, japanese, capsys, arguments, speaks):
        assert main(arguments) != 0
        said = capsys.readouterr().err
        english = [words for words in ("there is no such file", "required", "unrecognized", "usage:") if words in said]
        assert bool(english) == (speaks == "en"), said

    def test_help_is_japanese_to_the_last_word(self, japanese, capsys):
        assert main(["migrate", "--help"]) == 0
        said = capsys.readouterr().out
        english = ("show this help", "processes (", "exit codes", "options:", "usage:", "Every document", "positional")
        assert [words for words in english if words in said] == []

    def test_an_english_locale_reads_english(self, monkeypatch, capsys):
        monkeypatch.setenv("LC_ALL", "C")
        assert main(["extract", "nowhere.pdf"]) == 3
        assert "there is no such file; check the path" in capsys.readouterr().err

    def test_nothing_of_the_process_is_changed(self, japanese, capsys):
        before = gettext.textdomain(), os.environ.get("LANGUAGE")
        main(["extract", "nowhere.pdf"])
        assert (gettext.textdomain(), os.environ.get("LANGUAGE")) == before
        assert before[0] != DOMAIN

    @pytest.mark.parametrize("arguments", [["--lang", "en", "wards"], ["wards", "--lang", "en"]])
    def test_labels_too_are_in_the_language_of_the_option_wherever_it_stands(self, japanese, capsys, arguments):
        assert main(arguments) == 0
        assert capsys.readouterr().out.startswith("body")
