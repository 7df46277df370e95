"""The numbers of the library as Parquet, byte for byte the same for the same state and question."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import numpy as np

from service.workflows.export_columns import COLUMNS, Cell, Export

#: One thread writes rows in one order; nothing is fetched from outside.
DATABASE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def parquet_file(export: Export) -> bytes:
    """Return a Parquet file with typed columns; its metadata hold the digest of the library."""
    cells = zip(*export.rows(COLUMNS), strict=True) if export.entries else ((),) * len(COLUMNS)
    held = {column.name: stored(values) for column, values in zip(COLUMNS, cells, strict=True)}
    typed = ", ".join(f'CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in COLUMNS)
    with TemporaryDirectory() as directory, duckdb.connect(":memory:", config=DATABASE) as database:
        path = Path(directory) / "numbers.parquet"
        database.register("numbers", held)
        metadata = f"{{reference_digest: '{export.library.digest}'}}"
        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {metadata}"
        # Every part of the statement is ours: names of columns, a path of our making, a digest in hexadecimal.
        database.execute(f"COPY (SELECT {typed} FROM numbers) TO '{path}' ({options})")  # noqa: S608
        return path.read_bytes()


def stored(values: tuple[Cell, ...]) -> np.ndarray:
    """Return a column as text, for the database to read as its type."""
    return np.array([None if value is None else str(value) for value in values], dtype=object)
