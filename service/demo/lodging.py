"""Register an enterprise and lodge its report; what the checks refuse is kept, and the rest is lodged without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from service.demo.client import Answer, Client
from service.demo.plant import Json, Plant

#: Numbers of the check catalogue, such as NM-10.
CHECK = re.compile(r"[A-Z]{2}-[0-9]{2}")
_PLACE = re.compile(r"/(activities|production|reported)/([0-9]+)")
#: A report is tried at most this often, each time without what was refused before.
TRIES = 3


@dataclass(slots=True)
class Lodged:
    """What became of one report: its id once taken, what was caught, and what was left out to have it taken."""

    report_id: str | None = None
    caught: list[Json] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    refusals: list[Json] = field(default_factory=list)


def lodge(client: Client, plant: Plant, administrator: str, key: str) -> Lodged:
    """Register and submit one plant's year."""
    client.post("/v1/enterprises", plant.enterprise, administrator, f"enterprise-{plant.credit_code}").expected()
    client.post("/v1/facilities", plant.facility, key, f"facility-{plant.credit_code}").expected()
    lodged, body = Lodged(), plant.report
    for attempt in range(1, TRIES + 1):
        answer = client.post("/v1/reports", body, key, f"report-{plant.credit_code}-{attempt}")
        lodged.caught += caught(plant.label, _faults(answer))
        if answer.taken:
            lodged.report_id = answer.body["report_id"]
            return lodged
        refused = _faults(answer)
        lodged.refusals = [{"code": fault["code"], "pointer": fault["pointer"]} for fault in refused]
        body, dropped = without(body, [fault["pointer"] for fault in refused])
        lodged.left_out += dropped
        if not dropped:
            return lodged
    return lodged


def _faults(answer: Answer) -> list[Json]:
    return list(answer.body["findings"] if answer.taken else answer.body["errors"])


def caught(label: str, findings: Iterable[Json]) -> list[Json]:
    """Return what numbered checks found, in the words of the product."""
    return [
        {"id": label, "check": found["code"], "pointer": found["pointer"], "message": _text(found)}
        for found in findings
        if CHECK.fullmatch(found["code"])
    ]


def _text(found: Json) -> str:
    """Return the Chinese text: findings carry both languages, a refusal the one that was asked for."""
    return str(found["message"]["zh"] if "message" in found else found["detail"])


def without(body: Json, pointers: Sequence[str]) -> tuple[Json, list[str]]:
    """Return the body without the entries that pointers lead into, and what was dropped."""
    places = {(found[1], int(found[2])) for pointer in pointers if (found := _PLACE.match(pointer))}
    dropped = []
    for name in {name for name, _ in places}:
        entries = [entry for number, entry in enumerate(body[name]) if (name, number) not in places]
        dropped += [_named(name, body[name][number]) for part, number in sorted(places) if part == name]
        body = body | {name: entries}
    return body, dropped


def _named(name: str, entry: Json) -> str:
    label = entry.get("id") or entry.get("product") or entry.get("name")
    return f"{name}/{label}"


def accept(client: Client, lodged: Lodged, regulator: str, reason: str) -> None:
    """Let the regulator of the region accept a report."""
    decision: Json = {"decision": "accepted", "reason": reason}
    path = f"/v1/reports/{lodged.report_id}/decisions"
    client.post(path, decision, regulator, f"decision-{lodged.report_id}").expected()
