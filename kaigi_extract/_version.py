"""The version of the library: a file of its own, so that nobody imports the whole package for it."""

__version__ = "0.1.0"
