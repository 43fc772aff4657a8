"""The kinds of parts, in the order in which they are asked: of two that could begin with a line, the first does.

To add one, write a file beside these with its `Kind`, and put its name here. What reads a part is imported by the
function that reads, so that a document loads only what reads its own parts; what begins one is asked of every document.
"""

from kaigi_extract.parts.kind import Kind
from kaigi_extract.parts.kinds.agenda import AGENDA
from kaigi_extract.parts.kinds.clause_set import CLAUSE_SET
from kaigi_extract.parts.kinds.comparison import COMPARISON
from kaigi_extract.parts.kinds.cover import COVER
from kaigi_extract.parts.kinds.form import FORM
from kaigi_extract.parts.kinds.minutes import MINUTES
from kaigi_extract.parts.kinds.outline import OUTLINE
from kaigi_extract.parts.kinds.register import REGISTER
from kaigi_extract.parts.kinds.standard import STANDARD
from kaigi_extract.parts.kinds.statute import STATUTE
from kaigi_extract.parts.kinds.unknown import UNNAMED

KINDS: tuple[Kind, ...] = (
    COVER,
    OUTLINE,
    FORM,
    AGENDA,
    MINUTES,
    REGISTER,
    UNNAMED,
    STATUTE,
    STANDARD,
    COMPARISON,
    CLAUSE_SET,
)
