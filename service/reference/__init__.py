"""The reference library: every number dated, cited, graded, and one digest over all of it.

`reader` reads files strictly, `entries`, `registers` and `formats` say what a row is, `library` joins them; `overlays`
and `proposals` are what a bureau adds, `editions` and `changes` tell two states apart, and `names`, `words` and
`search` find an entry.
"""

from service.reference.entries import Band, Entry, Source, Table, Trust
from service.reference.library import (
    DIRECTORY,
    Library,
    digest,
    library_of,
    load_library,
    overlaid,
    overlays_in,
    read_library,
    registers_of,
)

__all__ = [
    "DIRECTORY",
    "Band",
    "Entry",
    "Library",
    "Source",
    "Table",
    "Trust",
    "digest",
    "library_of",
    "load_library",
    "overlaid",
    "overlays_in",
    "read_library",
    "registers_of",
]
