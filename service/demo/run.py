"""The main job: published enterprise-years and a synthetic cohort, lodged, calculated, scored and ranked over HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.demo.client import Client
from service.demo.cohort import cohort
from service.demo.plant import Json, Plant
from service.demo.printing import show
from service.demo.published import records
from service.demo.real_story import RealStory
from service.demo.server import Ground, prepare, running
from service.demo.synthetic_story import SHANXI, cohort_groups, lodge_cohort

Step = Callable[[], None]


def run(json_output: bool, directory: Path | None = None) -> Json:
    """Run the whole demo, print it (as JSON if asked, progress on stderr) and return what was printed.

    `directory` keeps the database, the signing key and the server's log; without it they vanish at the end.
    """
    with _ground(directory) as ground:
        shown = tell(ground, list(cohort()))
    if json_output:
        json.dump(shown, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        show(shown)
    return shown


def tell(ground: Ground, plants: Sequence[Plant]) -> Json:
    """Start a server, lodge everything through its public routes and return records, rankings and what was caught."""
    published = records()
    regions = {SHANXI, *(record.region for record in published if record.region)}
    codes = [record.credit_code for record in published] + [plant.credit_code for plant in plants]
    keys = prepare(ground, codes, sorted(regions))
    with running(ground) as address, Client(address) as client, _progress() as begin:
        step = begin("lodge reports over HTTP", len(published) + len(plants))
        real = RealStory(client, keys)
        for record in published:
            real.lodge(record)
            step()
        for plant in plants:
            lodge_cohort(client, keys, plant)
            step()
        groups = [*real.groups(), *cohort_groups(client, keys, plants)]
        step = begin("score and rank", len(groups))
        rankings = []
        for rank in groups:
            rankings.append(rank())
            step()
        return {"records": real.rows(), "rankings": rankings, "caught": real.caught}


@contextmanager
def _ground(directory: Path | None) -> Iterator[Ground]:
    if directory is not None:
        yield Ground(directory)
        return
    with TemporaryDirectory(prefix="nearzero-demo-") as temporary:
        yield Ground(Path(temporary))


@contextmanager
def _progress() -> Iterator[Callable[[str, int], Step]]:
    """Yield what begins a bar on stderr: its title and number of steps give what takes one step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def begin(title: str, total: int) -> Step:
            task = bars.add_task(title, total=total)
            return lambda: bars.advance(task)

        yield begin
