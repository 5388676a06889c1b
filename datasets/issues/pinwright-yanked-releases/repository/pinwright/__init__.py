"""Dependency resolution with lock files."""

from .errors import InputError, PinwrightError, ResolutionError
from .index import Index, Release
from .lockfile import LockedPackage, LockFile
from .manifest import Manifest
from .requirements import Requirement
from .resolver import Resolution, resolve
from .versions import Version

__all__ = [
    "Index",
    "InputError",
    "LockFile",
    "LockedPackage",
    "Manifest",
    "PinwrightError",
    "Release",
    "Requirement",
    "Resolution",
    "ResolutionError",
    "Version",
    "resolve",
]

__version__ = "0.9.0"
