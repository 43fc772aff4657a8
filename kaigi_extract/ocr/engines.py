"""Which engine reads: by name, once a process. Nothing heavy is loaded before an engine is asked for."""

from __future__ import annotations

from functools import lru_cache

from kaigi_extract.catalogue import Message
from kaigi_extract.entry_points import entry_points_of
from kaigi_extract.ocr.guard import Guarded
from kaigi_extract.ocr.protocol import Recogniser

AUTO, NONE = "auto", "none"
OWN = (AUTO, NONE, "rapidocr", "tesseract")
"""Names that need no other package's entry point."""
GROUP = "kaigi_extract.recognisers"
"""Entry points of other packages: each loads a class or function that is called without arguments."""


class NoEngine(Exception):
    """An engine cannot be had; says why and what to install."""


@lru_cache
def find_engine(name: str) -> Recogniser:
    """The engine of a name, guarded, kept for the process. `auto` is RapidOCR, else Tesseract.

    Raises `NoEngine` where it cannot be loaded, `ValueError` for a name that nothing has.
    """
    return Guarded(_made(name))


def _made(name: str) -> Recogniser:
    match name:
        case "auto":
            return _best()
        case "rapidocr":
            return _rapidocr()
        case "tesseract":
            return _tesseract()
    for entry in (entry for entry in entry_points_of(GROUP) if entry.name == name):
        try:
            made: Recogniser = entry.load()()
        except Exception as error:  # whatever another's package stumbles over
            raise NoEngine(
                Message(
                    "the recogniser {name!r} of {value} cannot be loaded ({error})",
                    name=name,
                    value=entry.value,
                    error=error,
                )
            ) from error
        return made
    raise _unknown(name)


def check_engine_name(name: str) -> None:
    """Raises `ValueError` for a name that nothing has. Loads no engine, and lists other packages' only for theirs."""
    if name not in OWN and name not in engine_names():
        raise _unknown(name)


def engine_names() -> list[str]:
    """Every name that `recogniser=` takes."""
    return [*OWN, *(entry.name for entry in entry_points_of(GROUP))]


def engine_version(name: str) -> str | None:
    """The package and version of the engine that a name means now, such as "rapidocr 3.10.0"; None where there is none
    or its package cannot be told. Loads no engine."""
    from importlib.metadata import PackageNotFoundError, version

    entries = (entry for entry in entry_points_of(GROUP) if entry.name == name)
    packages = [entry.dist.name for entry in entries if entry.dist is not None]
    package = "rapidocr" if name in (AUTO, "rapidocr") else next(iter(packages), None)
    try:
        return f"{package} {version(package)}" if package is not None else None
    except PackageNotFoundError:
        return None


def _unknown(name: str) -> ValueError:
    return ValueError(
        Message("no recogniser {name!r}; known are {listed}", name=name, listed=", ".join(engine_names()))
    )


def _best() -> Recogniser:
    try:
        return _rapidocr()
    except NoEngine as error:
        try:
            return _tesseract()
        except NoEngine:
            raise error from None


def _rapidocr() -> Recogniser:
    try:
        from kaigi_extract.ocr.rapid import RapidRecogniser

        return RapidRecogniser()
    except (ImportError, OSError, RuntimeError) as error:
        raise NoEngine(
            Message("RapidOCR cannot be loaded ({error}); pip install rapidocr onnxruntime", error=error)
        ) from error


def _tesseract() -> Recogniser:
    try:
        from kaigi_extract.ocr.tesseract import TesseractRecogniser

        return TesseractRecogniser()
    except (ImportError, OSError) as error:
        raise NoEngine(
            Message(
                "Tesseract cannot be run ({error}); install it with its Japanese data "
                "(tesseract-ocr, tesseract-ocr-jpn)",
                error=error,
            )
        ) from error
