"""What a browser sends of a form. (Starlette's own reading of forms needs another package.)"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_FIELDS = 2000


async def form_of(request: Request) -> dict[str, str]:
    """What a form holds, by the names of its fields.

    Raises:
        HTTPException: It is no form.
    """
    try:
        body = (await request.body()).decode()
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400) from None
