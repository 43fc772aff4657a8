"""The report as a file: fills the template, and seals it. Writes the one file that it is asked to write.

Everything from the documents goes through Jinja2's escaping. Should markup ever slip in, the content security policy
lets no script or style run but the two whose hashes it names, and no request leave the page.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from kaigi_extract.clauses.clause_diff import Diff
from kaigi_extract.records import Alignment, ClauseSet
from kaigi_extract.records.display import Path
from kaigi_extract.regular_file import possible_path
from kaigi_extract.show.comparison.report.pictures import Album, EvidencePages
from kaigi_extract.show.comparison.report.view import Report, report_of
from kaigi_extract.show.comparison.rows import sets_compared
from kaigi_extract.show.japanese import CHANGES
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text.policy import policy_source

BYTES = 4_900_000
"""Most bytes of the file: it goes as an attachment through mail servers that stop at 5 MB. Pictures take what the text
leaves; they get coarser first, then fewer."""
POLICY = (
    "default-src 'none'; img-src data:; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
)


def to_html(
    compared: Alignment | Diff,
    path: Path | None = None,
    *,
    old: ClauseSet | None = None,
    new: ClauseSet | None = None,
    evidence: bool = True,
) -> str:
    """The comparison as one page of HTML, written to `path` where one is given.

    Errors: `ValueError` where the comparison does not know its sets and they are not given; `OSError` where the file
    cannot be written. Files of evidence that are gone or changed are none: the page says so.
    """
    sets = sets_compared(compared, old, new)
    proof = EvidencePages(sets) if evidence else None
    report = report_of(compared, sets, proof)
    page = _fill(report, proof.blank() if proof else Album())
    if proof is not None:
        page = _fill(report, proof.draw(BYTES - len(page.encode())))
    if path is not None:
        possible_path(path).write_text(page, encoding="utf-8", newline="\n")
    return page


def _fill(report: Report, album: Album) -> str:
    script, style = _ours("report.js"), _ours("report.css")
    policy = POLICY.format(script=policy_source(script), style=policy_source(style))
    drawn = {
        key: [asdict(crop) for crop in crops if crop.page in album.pictures] for key, crops in report.crops.items()
    }
    crops = {key: found for key, found in drawn.items() if found}
    ours = {"policy": policy, "script": script, "style": style, "CHANGES": CHANGES}
    return legible(_template().render(report=report, album=album, crops=crops, **ours))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_ours("page.html"))


@cache
def _ours(name: str) -> str:
    """A file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
