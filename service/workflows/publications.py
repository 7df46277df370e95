"""Read published rankings: who may, the frozen bytes, and the proof that they are what was signed."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.acts import Publication, PublicationStage
from service.errors import NotFound
from service.records import Principal, Role
from service.storage.enterprises import facilities_of
from service.storage.publications import publication, publications
from service.storage.receipts import publication_receipt
from service.storage.session import Store
from service.workflows.publication_body import header_of

Json = dict[str, Any]
#: What a list shows of a publication.
_LISTED = ("number", "stage", "ruleset", "year", "region", "sector", "synthetic", "published_at", "objections_until")


def public_publication(store: Store, number: str, stage: PublicationStage | None) -> Publication:
    """Return what anyone may read of a number: the final stage, else the provisional one where it is public.

    Raises `NotFound` for what is not there or not for everyone.
    """
    stages = (stage,) if stage is not None else (PublicationStage.final, PublicationStage.provisional)
    with store.read() as session:
        found = [publication(session, number, each) for each in stages]
    shown = next((one for one in found if one is not None), None)
    if shown is None or not header_of(shown.body)["public"]:
        raise NotFound
    return shown


def provisional_publication(store: Store, principal: Principal, number: str) -> Publication:
    """Return a provisional ranking to its bureau, to administrators, and to enterprises of its region and sector.

    A national one to every bureau: objections to it are ruled on by the bureau of the enterprise.
    """
    require(principal, Action.read)
    with store.read() as session:
        found = publication(session, number, PublicationStage.provisional)
        sites = facilities_of(session, principal.credit_code or "")
    if found is None:
        raise NotFound
    scope = found.scope
    concerned = any(scope.holds(site.region, site.sector) for site in sites)
    over = principal.region is None or not scope.region or region_contains(principal.region, scope.region)
    if not (concerned if principal.role is Role.enterprise else over):
        raise NotFound
    return found


def proof(store: Store, shown: Publication) -> bytes:
    """Return a publication with its log entry, a head that ends with it, and the key; the body byte for byte.

    Raises `Unavailable` where the body is not what was logged.
    """
    held = publication_receipt(store, shown)
    told = {
        "digest": hashlib.sha256(held.ranking).hexdigest(),
        "sequence": held.entry.seq,
        "recorded_at": held.entry.at,
        "entry": asdict(held.entry),
        "head": asdict(held.head),
        "public_key": held.public_key,
    }
    return b'{"ranking":%b,%b' % (held.ranking, orjson.dumps(told)[1:])


def list_publications(store: Store, filters: Json, after: int, limit: int) -> tuple[list[Json], int | None]:
    """Return a page of what anyone may read, in the order of the log, and the log number that it ended with."""
    with store.read() as session:
        found = publications(session, filters, after, limit + 1)
    page = found[:limit]
    items = [summary(one) for one in page if header_of(one.body)["public"]]
    return items, page[-1].seq if len(found) > limit else None


def summary(one: Publication) -> Json:
    """Return what a list shows of a publication."""
    header = header_of(one.body)
    told = {"digest": hashlib.sha256(one.body).hexdigest(), "sequence": one.seq}
    among = {name: header.get(name) for name in ("process", "park")}
    return {name: header[name] for name in _LISTED} | among | told
