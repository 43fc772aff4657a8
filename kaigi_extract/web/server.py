"""Runs a site on 127.0.0.1 until it is stopped. Opens one socket, and a browser where that is wanted."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import KaigiError
from kaigi_extract.web.guard import Guard, new_token

ADDRESS = "127.0.0.1"
"""Of this machine alone: no other can reach it."""


class LocalServer:
    """A site behind an address with a token in it; without one where nothing can be changed and addresses must last."""

    def __init__(self, port: int = 0, *, with_token: bool = True) -> None:
        """`port` 0 is any that is free.

        Raises:
            KaigiError: The port is taken, or may not be used.
        """
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if os.name != "nt":  # where it lets several programs have one port
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((ADDRESS, port))
        except (OSError, OverflowError) as error:
            self._socket.close()
            why = error.strerror if isinstance(error, OSError) else Message("ports go from 0 to 65535")
            raise KaigiError(
                f"{ADDRESS}:{port}", Message("cannot be used ({why}); give another with --port", why=why)
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self.token = new_token() if with_token else None
        self._server: uvicorn.Server | None = None

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{ADDRESS}:{self.port}/{self.token}/" if self.token else f"http://{ADDRESS}:{self.port}/"

    def run(self, site: ASGIApp, opened: Callable[[], None], *, browser: bool = False) -> None:
        """Answers until Ctrl-C, SIGTERM or `stop`. `opened` is called when it listens.

        Raises:
            KeyboardInterrupt: It was stopped by a signal.
        """
        guarded = Guard(site, self.token, {f"{ADDRESS}:{self.port}", f"localhost:{self.port}"})
        config = uvicorn.Config(
            guarded,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            loop="asyncio",
            http="h11",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=10,
        )
        self._server = uvicorn.Server(config)
        self._socket.listen(100)
        opened()
        if browser:  # beside the server: a browser in the terminal does not come back before it is closed
            threading.Thread(target=self._open, name="browser", daemon=True).start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def _open(self) -> None:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(self.address)

    def stop(self) -> None:
        """Ends `run` when the requests that are being answered are."""
        if self._server is not None:
            self._server.should_exit = True
