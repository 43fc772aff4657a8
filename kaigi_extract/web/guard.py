"""Who is answered: requests to this machine's own address, with the token in it, and none that another site made.

A page of another site can send requests here, and a name that it owns can be made to lead here (DNS rebinding). Such a
request carries a foreign `Host` or `Origin`, and does not know the token. Opens nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""No script or style but those of this server, no request to anybody else, in no frame."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
LARGEST_BODY = 2**20
"""Bytes of a request; the longest value of a record is a tenth of that."""
_CHANGING, _READING = {"POST", "PUT", "PATCH", "DELETE"}, {"GET", "HEAD"}


def new_token() -> str:
    """A word that nobody guesses, for the address."""
    return secrets.token_urlsafe(24)


class Guard:
    """An application behind `/TOKEN`, answered only where the request is meant for it.

    One that changes nothing may be without a token, so that its addresses last; then nothing but GET and HEAD is
    answered.
    """

    def __init__(self, application: ASGIApp, token: str | None, hosts: Iterable[str]) -> None:
        self._application, self._hosts = application, frozenset(hosts)
        self._token = token.encode() if token is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        why = self._refusal(scope, headers)
        if why is not None:
            status, words = why
            await PlainTextResponse(words, status, HEADERS)(scope, receive, send)
            return
        inner = {**scope, "root_path": f"/{self._token.decode()}" if self._token is not None else ""}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                more = [
                    (name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in there
                ]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._application(inner, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> tuple[int, str] | None:
        if headers.get(b"host", "").lower() not in self._hosts:
            return 421, "This address is not served here.\n"
        first, _, _ = scope["path"].removeprefix("/").partition("/")
        if self._token is None:
            return None if scope["method"] in _READING else (405, "This server only shows; nothing was changed.\n")
        if not secrets.compare_digest(first.encode("utf-8", "surrogatepass"), self._token):
            return 404, "There is nothing here. Open the address that the command printed.\n"
        if scope["method"] in _CHANGING and not self._is_own(headers):
            return 403, "Another site sent this; nothing was changed.\n"
        length = headers.get(b"content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY or b"transfer-encoding" in headers:
            return 413, "This is too long.\n"
        return None

    def _is_own(self, headers: dict[bytes, str]) -> bool:
        """Whether a request that changes something comes from a page of this server, as browsers say it."""
        origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self._hosts}:
            return False
        return site in (None, "same-origin", "none")
