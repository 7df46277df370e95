"""The synthetic cohort: lodged, accepted by the regulator of the province, and ranked apart from anything real."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from service.demo.client import Client, UnexpectedAnswerError
from service.demo.lodging import accept, lodge
from service.demo.plant import Json, Plant
from service.demo.rankings import RULESET, ranking
from service.demo.reading import read_yaml
from service.demo.server import Keys

SHANXI = "140000"
POWER = "4411"


def lodge_cohort(client: Client, keys: Keys, plant: Plant) -> None:
    """Lodge one synthetic report and let the regulator accept it; raises where anything is refused."""
    lodged = lodge(client, plant, keys.administrator, keys.enterprises[plant.credit_code])
    if lodged.report_id is None or lodged.left_out:
        raise UnexpectedAnswerError(f"{plant.label}: {lodged.refusals}")
    accept(client, lodged, keys.regulators[SHANXI], read_yaml("cohort.yaml")["statement_zh"])


def cohort_groups(client: Client, keys: Keys, plants: Sequence[Plant]) -> list[Callable[[], Json]]:
    """Return for each sector of the province what asks for its ranking; peers are frozen before the first."""
    labels = {plant.credit_code: plant.label for plant in plants}
    year = int(read_yaml("cohort.yaml")["year"])
    key = keys.regulators[SHANXI]
    # All reports are accepted by now: the best decile of coal power becomes the advanced value of rung 1 for the year.
    # Clinker keeps rung 4: the levels of consumption hold for it, and default factors blur its emission figures.
    client.post("/v1/scores/peers", {"ruleset": RULESET, "year": year, "sector": POWER}, keys.administrator).expected()
    sectors = sorted({plant.facility["sector"] for plant in plants})
    return [
        partial(ranking, client, key, labels, year=year, region=SHANXI, sector=sector, synthetic=True)
        for sector in sectors
    ]
