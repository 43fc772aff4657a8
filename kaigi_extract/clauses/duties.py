"""Who must do what: the modality and the actor of sentences. Touches strings only; the first parse loads GiNZA.

Modality is how the last predicate ends. The actor is its grammatical subject, found by GiNZA's dependency parse
wherever a sentence names more than one party or marks the only one with が. A sentence that names no party is read by
rule (`_unsaid`): special terms speak to the contractor.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kaigi_extract.clauses.sentences import Statement, without_asides, without_mark
from kaigi_extract.clauses.tokens import SUDACHI_BYTES
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Actor, Modality, Parties, Sentence
from kaigi_extract.text import fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

PARSE_BATCH = 256
"""Sentences that GiNZA is handed at a time."""
LONGEST_IN_BATCH = 500
"""Characters of a sentence that is parsed together with others; the longest in our gold has 146. A parse takes some
70 kB of memory a character while it is made, for all of its batch at once."""
LONGEST_PARSED = 5000
"""Characters of what is parsed at all: the longest sentences of laws have a fifth of that. What is longer has lost its
full stops, and would take gigabytes."""

_SURU = r"と(?:する|します)"
_FORMAL = rf"(?:(?:もの|こと|事){_SURU})?"
"""What a duty, a permission or a prohibition may be wrapped in: ものとする, こととします."""
_MODALITY_ENDINGS: tuple[tuple[Modality, str], ...] = (
    ("declares", rf"(?:い|言|みな|見な|解|推定)(?:う|す|する)もの{_SURU}|含(?:む|める|まれる)もの{_SURU}"),
    ("declares", rf"(?:負わ|免れ|含ま|該当し|適用し|準用し|及ば)ない{_FORMAL}"),
    ("may", rf"(?:妨げ|差し?支え|かまわ|構わ)ない{_FORMAL}"),
    ("must", rf"(?:ないわけには?[いゆ]か|ざるを[得え])ない{_FORMAL}"),
    ("must_not", rf"[てで]は(?:なら|なり|いけ)(?:ない|ず|ぬ|ません){_FORMAL}"),
    ("must_not", rf"(?:でき|出来)(?:ない|ません){_FORMAL}"),
    ("must_not", rf"(?<!ねばなら)(?<!ければなら)(?<!なくてはなら)ない(?:(?:もの|こと|事){_SURU}|こと|事|でください)"),
    ("must_not", r"(?:認め|許可し|許さ)れ?(?:ない|ません)"),
    ("must_not", rf"禁(?:止と?する|止(?:と|)します|止|じる|ずる|止される(?:もの{_SURU})?)"),
    (
        "effort",
        rf"(?:努め|つとめ|心掛け|心がけ)(?:(?:なければ|ねば)(?:なら(?:ない|ぬ)|なりません){_FORMAL}|る(?:{_FORMAL}|こと)|ます)",
    ),
    ("effort", rf"努力(?:しなければ(?:ならない|なりません)|する(?:{_FORMAL}|こと)|します)"),
    ("may", rf"(?:でき|出来)(?:る|ます){_FORMAL}|ことがあ(?:る|ります){_FORMAL}"),
    ("may", rf"[てで]も?(?:よい|良い|いい){_FORMAL}|権(?:利|限)を有する{_FORMAL}"),
    ("must", rf"(?:なければ|ねば|なくては)(?:なら|なり|いけ)(?:ない|ぬ|ず|い|ません){_FORMAL}"),
    ("must", rf"(?:もの|こと|事){_SURU}|(?:こと|事)|べき(?:である|もの)?|(?:くだ|下)さい|願い(?:し)?ます"),
    ("must", r"(?:責任|責め?|義務|責務)(?:を(?:負う|負います|有する|負担する)|がある|とする)|責め?に任(?:ずる|じる)"),
    ("must", r"(?:賠償|弁償|補償|負担)(?:と?する|をする|と?します)|を要する|必要(?:とする|がある)|義務付ける"),
)
"""How each modality ends a sentence; the first that fits counts."""
_MODALITIES = tuple((modality, late_pattern(f"(?:{ending})$")) for modality, ending in _MODALITY_ENDINGS)
_IMPERATIVE = late_pattern(r"(?:こと|事|(?:くだ|下)さい|願います|願いします)$")
_MONO = late_pattern(r"ものと(?:する|します)$")
_PASSIVE = late_pattern(r"[れ](?:なければ|ねば|るものと)")
_SAYS_WHAT_TEXT_DOES = late_pattern(
    rf"(?:事項|目的|趣旨|細目|細則|基準|手続き?|責務|義務|こと)(?:など|等)?(?:について|に関し)?を?(?:定める|規定する|明らかにする){_FORMAL}$"
)
"""How an article begins that only says what the text is for: …必要な事項を定めるものとする."""
_NO_DEED = late_pattern(
    r"(?:有|承諾|同意|合意|確認|保証|表明|委託|受託|委任|受任|発注|受注|締結|帰属|属|解|該当|準用|適用|優先|約|終了|満了|存続|失効|発生|と)(?:する|しない)$"
    r"|(?:いう|言う|みなす|なる|ならない|ある|含む|できる|できない|失う|生じる|生ずる|知る|異なる|及ぶ|及ばない|負う|負わない|免れる|免れない"
    r"|妨げない|含まない|要しない|もつ|持つ|される|られる)$"
)
_DEED = late_pattern(
    r"(?P<no>(?:さ|し|(?<=用)い|[かがわたなばまられせけげてべめえねきぎじちびみり])ない)$|(?:する|[うくぐすつぬぶむる])$"
)
"""A verb in its plain form: 遵守する, 行う, 漏らさない."""
_SAME = late_pattern(r"(?:同様|同じ)(?:と(?:する|します)|である)$")
_LIST = late_pattern(r"次|つぎ|以下|下記|各号|左記")
_TRAILING_PUNCTUATION = late_pattern(r"(?<![\s。.:;])[\s。.:;]+$")
_QUOTATION = late_pattern(r"「[^「」]*」")

_PRINCIPAL = (
    r"甲|委託者|発注者|注文者|委託元|発注元|実施機関|教育委員会|監督員|検査員|(?<![一-鿿])(?:本|当)?[区市町村都県]長?|"
    r"[一-鿿]{2,3}(?<![地学校街行])[区市町村]長?|(?<![一-鿿])職員"
)
_CONTRACTOR = (
    r"乙|(?:再|再々)?(?:受託|受注)(?:事業)?者|受託業者|受託会社|請負者|請負人|事業者|(?<![一-鿿])業者|(?:再)?委託先|指定管理者|"
    r"(?:作業|業務|事務|取扱)?(?:従事者|従業者|従業員|責任者|担当者)|従事する者"
)
_STAFF = r"職員|社員|役員|従業員|従業者|従事者|責任者|担当者|使用人|代表者"
_OWN_STAFF = rf"(?:の(?:{_STAFF})|の(?:指定|任命|委任|命)[^、は]{{1,6}}(?:者|職員|人))?"
_JOINED = r"(?:及び|および|と|並びに|ならびに|又は|または|・|、)?"
_TOPIC = r"(?P<topic>(?:において|にあって)?は(?!なら)|も(?=[、同また])|自ら)|(?P<subject>が)"
_OWED = r"の(?:負担|責任|責め?|義務)(?:とする|である|において|で|により)|によ(?:り|って)[^、]*れ"


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named as what may be the subject: its place in the sentence, and whether は or が follows it."""

    actor: Actor
    start: int
    end: int
    is_topic: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked of the parse of a sentence, kept in its place: a parse takes a hundred times the room."""

    subjects: frozenset[Mention]
    """The parties that are the subject of the last predicate."""
    has_subject: bool
    """Whether anything at all is."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sentences of one clause set."""

    mentions: re.Pattern[str]
    owed: re.Pattern[str]
    speaks_to_contractor: bool
    """Whether a duty that names nobody is the contractor's, as in special terms and specifications."""
    is_contract: bool = False
    """Whether what a party does, in the plain form (乙は…を行う。), is what it has to do."""

    @classmethod
    def of(cls, parties: Parties, *, speaks_to_contractor: bool, is_contract: bool | None = None) -> Reader:
        """A reader that knows the set's own names for its parties, and those that any set may use."""
        principal, contractor = _named(parties.principal, _PRINCIPAL), _named(parties.contractor, _CONTRACTOR)
        both = rf"(?:{principal}){_JOINED}(?:{contractor})|(?:{contractor}){_JOINED}(?:{principal})|双方|両者|両当事者"
        who = rf"(?:(?P<both>{both})|(?P<principal>{principal})|(?P<contractor>{contractor}))"
        together = (
            r"(?P<together>(?:の|が|で|とが|とで|、)?(?:双方)?(?:が|で|は、)?(?:誠実に|誠意をもって)?(?:協議|話し?合))"
        )
        return cls(
            re.compile(rf"{who}{_OWN_STAFF}(?:{together}|{_TOPIC})"),
            re.compile(rf"{who}(?:{_OWED})"),
            speaks_to_contractor,
            speaks_to_contractor if is_contract is None else is_contract,
        )

    def read(self, said: Sequence[Statement], answers: Mapping[str, Answer]) -> list[Sentence]:
        """The sentences of one clause, those of its items last. `answers` are what GiNZA's parses say, by the plain
        sentence."""
        found: list[Sentence] = []
        lead: Sentence | None = None
        for statement in said:
            plain = plain_text(statement.text)
            before = lead if statement.in_item else (found[-1] if found else None)
            modality = self._modality(plain)
            actor = self._actor(plain, answers.get(plain))
            if before is not None and actor is None and _SAME.search(plain):
                actor, modality = before.actor, before.modality or modality
            elif before is not None and statement.in_item and _is_listed(before, plain):
                actor, modality = actor or before.actor, before.modality or modality
            elif actor is None:
                actor = self._unsaid(plain, modality, answers.get(plain), before, in_item=statement.in_item)
            found.append(Sentence(text=statement.text, actor=actor, modality=modality, exception=statement.exception))
            lead = lead if statement.in_item else found[-1]
        return found

    def find(self, plain: str) -> list[Mention]:
        """The parties that may be the subject of a sentence, quotations aside."""
        covered = _QUOTATION.sub(lambda quoted: "＿" * len(quoted[0]), plain)
        mentions = []
        for found in self.mentions.finditer(covered):
            if found["together"] and not found["both"]:
                continue
            mentions.append(Mention(_who(found), found.start(), found.end(), is_topic=not found["subject"]))
        return mentions

    def _modality(self, plain: str) -> Modality:
        """How binding a sentence is, by its ending and, in the plain form, by who does it."""
        modality = modality_of(plain)
        if modality == "must" and _SAYS_WHAT_TEXT_DOES.search(plain) and not self.find(plain):
            return "declares"
        if modality == "declares" and self.is_contract and not _NO_DEED.search(plain):
            deed = _DEED.search(plain)
            if deed is not None and any(mention.is_topic for mention in self.find(plain)):
                return "must_not" if deed["no"] else "must"
        return modality

    def _actor(self, plain: str, answer: Answer | None) -> Actor | None:
        """The party that is the subject of the last predicate, or that the sentence lays a duty on."""
        mentions = self.find(plain)
        topics = [mention for mention in mentions if mention.is_topic]
        if len(mentions) == 1 and topics:
            return topics[0].actor
        if answer is not None:
            of_main = [mention for mention in mentions if mention in answer.subjects]
            chosen = [mention for mention in of_main if mention.is_topic] or topics or of_main
        else:
            chosen = topics
        if chosen:
            return chosen[-1].actor
        owed = self.owed.search(plain)
        return _who(owed) if owed else None

    def _unsaid(
        self, plain: str, modality: Modality, answer: Answer | None, before: Sentence | None, *, in_item: bool
    ) -> Actor | None:
        """Who is meant where nobody is named.

        Permissions and duties without any subject are those of the actor of the sentence before. Where a thing is the
        subject, …ものとする and the passive say how it is to be and name nobody. Other duties, and what ends with こと,
        are the contractor's, where the set speaks to it. What is merely declared is nobody's.
        """
        earlier = before.actor if before is not None else None
        if modality == "declares":
            return None
        if in_item or modality == "may":
            return earlier or (self._addressee() if modality != "may" else None)
        if _IMPERATIVE.search(plain):
            return self._addressee()
        if answer is not None and answer.has_subject:
            return None if _MONO.search(plain) or _PASSIVE.search(plain) else self._addressee()
        return earlier or self._addressee()

    def _addressee(self) -> Actor | None:
        return "contractor" if self.speaks_to_contractor else None

    def needs_parse(self, plain: str) -> bool:
        """Whether the words alone leave open who is the subject. What is longer than Sudachi takes is no sentence."""
        mentions = self.find(plain)
        return 0 < len(plain.encode()) <= SUDACHI_BYTES and not (len(mentions) == 1 and mentions[0].is_topic)


def plain_text(text: str) -> str:
    """A sentence as it is read for duties: folded, without white space, brackets, marks behind it and what ends it."""
    return _TRAILING_PUNCTUATION.sub("", without_mark(without_asides(squeeze(fold(text)))))


def modality_of(plain: str) -> Modality:
    """How binding the last predicate of a plain sentence is."""
    return next((modality for modality, pattern in _MODALITIES if pattern.search(plain)), "declares")


def is_likewise(plain: str) -> bool:
    """Whether a plain sentence only says that what was said before holds for something else, too."""
    return _SAME.search(plain) is not None


def answers_of(asked: Mapping[str, Collection[Mention]]) -> dict[str, Answer]:
    """What GiNZA's dependency parse says of every plain sentence and the mentions in it, each parsed once.

    Parses are made by the batch and dropped, so that a million sentences take the room of their answers. Long sentences
    are parsed one by one; what is too long to be a sentence is not parsed, and has no subject.
    """
    answers = {plain: Answer(frozenset(), False) for plain in asked if len(plain) > LONGEST_PARSED}
    long = [plain for plain in asked if LONGEST_IN_BATCH < len(plain) <= LONGEST_PARSED]
    short = [plain for plain in asked if len(plain) <= LONGEST_IN_BATCH]
    for some, batch in ((short, PARSE_BATCH), (long, 1)):
        parses = _parser().pipe(some, batch_size=batch) if some else ()
        answers |= {plain: _answer(plain, parse, asked[plain]) for plain, parse in zip(some, parses, strict=True)}
    return {plain: answers[plain] for plain in asked}


def _answer(plain: str, parse: Doc, mentions: Iterable[Mention]) -> Answer:
    main = _main(parse, plain)
    subjects = frozenset(mention for mention in mentions if _is_subject(mention, parse, main))
    return Answer(subjects, _has_subject(parse, main))


@functools.cache
def _parser() -> Language:
    import spacy

    return spacy.load("ja_ginza", exclude=["ner", "morphologizer", "compound_splitter"])


def _named(own: str | None, general: str) -> str:
    return f"{re.escape(fold(own))}|{general}" if own else general


def _who(found: re.Match[str]) -> Actor:
    return "both" if found["both"] else "principal" if found["principal"] else "contractor"


def _is_listed(lead: Sentence, plain: str) -> bool:
    """Whether an item is one of the acts that its lead forbids or allows: 次の行為をしてはならない。 (1) …すること。"""
    return (
        lead.modality in {"must_not", "may"}
        and _LIST.search(lead.text) is not None
        and (_IMPERATIVE.search(plain) is not None and modality_of(plain) == "must")
    )


def _main(parse: Doc, plain: str) -> set[int]:
    """The tokens that are the last predicate: the root, and the verb before ものとする, こと, ことができる."""
    root = next(token for token in parse if token.head == token)
    ends = [found.start() for _, pattern in _MODALITIES if (found := pattern.search(plain))]
    verbs = [token for token in parse if ends and token.idx < max(ends) <= token.idx + len(token) and token.i > 0]
    return {root.i, *(_content(verb).i for verb in verbs)}


def _content(token: Token) -> Token:
    """The word that an ending or auxiliary belongs to."""
    while token.dep_ in {"aux", "fixed", "mark", "cop", "compound"} and token.head != token:
        token = token.head
    return token


def _is_subject(mention: Mention, parse: Doc, main: set[int]) -> bool:
    span = parse.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return False
    at = span.root.head if span.root.dep_ != "ROOT" else span.root
    while at.i not in main and at.dep_ in {"advcl", "conj"} and at.head != at and (mention.is_topic or _goes_on(at)):
        at = at.head
    return at.i in main


def _goes_on(verb: Token) -> bool:
    """Whether a verb is one of several predicates in a row (立ち入り、調査する) and no condition (立ち入れば、…)."""
    after = next((token for token in verb.doc[verb.i + 1 :] if token.dep_ != "aux"), None)
    return after is not None and after.text == "、"


def _has_subject(parse: Doc, main: set[int]) -> bool:
    """Whether anything at all is the subject of the last predicate."""
    return any(token.dep_ in {"nsubj", "nsubjpass", "csubj"} and token.head.i in main for token in parse)
