"""Editions: all data files of a library in one compressed text, from which it is made again, digest and all."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache

from service.errors import ReferenceDataError
from service.reference.library import Library, digest, library_of
from service.reference.reader import Located, read_document


def packed(library: Library) -> bytes:
    """The data files of a library: canonical JSON of name to text, compressed."""
    return zlib.compress(json.dumps(dict(library.texts), ensure_ascii=False, sort_keys=True).encode(), 9)


@lru_cache(maxsize=4)
def unpacked(content: bytes, expected: str) -> Library:
    """The library of digest `expected`, from what `packed` made of it.

    Raises `ReferenceDataError` (`reference.edition.digest`) where the texts make another digest, and whatever the
    reader of this program refuses in them.
    """
    return library_of(_texts(content, expected))


@lru_cache(maxsize=16)
def packed_document(content: bytes, expected: str, file: str) -> Located | None:
    """One YAML document of the library of digest `expected`, None where it had none; the rest of it is not read.

    Raises `ReferenceDataError` (`reference.edition.digest`) where the texts make another digest.
    """
    text = _texts(content, expected).get(file)
    return None if text is None else read_document(text, file)


def _texts(content: bytes, expected: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads(zlib.decompress(content))
    if digest(texts) != expected:
        raise ReferenceDataError("reference.edition.digest", "reference_edition", 1, expected)
    return texts
