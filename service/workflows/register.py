"""Register enterprises and their permitted sites."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from typing import Any

import orjson

from service.access import Action, require
from service.calculators.rounding import exact_text
from service.errors import Fault, Forbidden, InvalidInput
from service.identifiers import parse_credit_code, parse_permit_code, parse_region, parse_sector
from service.records import Enterprise, Facility, GeneratingUnit, Principal, Role
from service.reference import Library
from service.requests.registrations import FacilityRequest, GeneratingUnitRequest, read_enterprise, read_facility
from service.storage.changes import Change, FacilityOwner, IdempotencyDraft, KnownEnterprise, LogDraft, Receipt
from service.storage.session import Store
from service.units import parse_quantity
from service.vocabulary import region_names


def register_enterprise(store: Store, principal: Principal, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Register an enterprise, or replace its registration; the code is checked by its check digit.

    Raises `InvalidInput` and `Forbidden` (an enterprise registers itself only).
    """
    require(principal, Action.register)
    request = read_enterprise(raw)
    code = parse_credit_code(request.credit_code, "/credit_code")
    if principal.role is Role.enterprise and principal.credit_code != code:
        raise Forbidden(code="enterprise.not_yours", pointer="/credit_code")
    enterprise = Enterprise(code, request.name, request.synthetic, request.demo_record)
    answer = {
        "credit_code": code,
        "name": request.name,
        "synthetic": request.synthetic,
        "demo_record": request.demo_record,
    }
    change = Change(
        log=(LogDraft("enterprise.registered", code),),
        enterprise=enterprise,
        idempotency=registration(principal, "registerEnterprise", idempotency_key, raw, answer),
    )
    return store.writer.submit(change)


def register_facility(
    store: Store, library: Library, principal: Principal, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Register a permitted site of a registered enterprise, with its generating sets if it has any."""
    require(principal, Action.register)
    request = read_facility(raw)
    facility = facility_of(request, library)
    if principal.role is Role.enterprise and principal.credit_code != facility.credit_code:
        raise Forbidden(code="enterprise.not_yours", pointer="/enterprise")
    change = Change(
        log=(LogDraft("facility.registered", facility.permit_code),),
        facility=facility,
        guards=(
            KnownEnterprise(facility.credit_code),
            FacilityOwner(facility.permit_code, facility.credit_code),
        ),
        idempotency=registration(principal, "registerFacility", idempotency_key, raw, facility_json(facility)),
    )
    return store.writer.submit(change)


def facility_of(request: FacilityRequest, library: Library) -> Facility:
    """Check every code of a site; the permit belongs to the enterprise whose credit code it begins with."""
    credit_code = parse_credit_code(request.enterprise, "/enterprise")
    permit_code = parse_permit_code(request.permit_code, "/permit_code")
    if not permit_code.startswith((credit_code, "H9")):
        raise InvalidInput(Fault("permit.other_enterprise", "/permit_code", {"expected": "enterprise + 3 digits + P"}))
    region = parse_region(request.region, "/region")
    region_names(library, region)
    units = tuple(generating_unit(unit, library, position) for position, unit in enumerate(request.units))
    if len({unit.unit_id for unit in units}) != len(units):
        raise InvalidInput(Fault("unit.id_repeated", "/units"))
    return Facility(permit_code, credit_code, request.name, parse_sector(request.sector, "/sector"), region, units)


def generating_unit(unit: GeneratingUnitRequest, library: Library, position: int) -> GeneratingUnit:
    """Check one generating set: its level of consumption must be one that the library knows."""
    capacity = parse_quantity(unit.capacity.value, unit.capacity.unit, f"/units/{position}/capacity")
    prefix, suffix = "gb.", ".level3"
    if f"{prefix}{unit.gb_key}{suffix}" not in library.series:
        known = sorted(s[len(prefix) : -len(suffix)] for s in library.series if is_unit_level(s, prefix, suffix))
        raise InvalidInput(Fault("unit.level_unknown", f"/units/{position}/gb_key", {"expected": ", ".join(known)}))
    megawatts = exact_text(capacity.to("MW"))
    return GeneratingUnit(unit.unit_id, unit.unit_class, unit.gb_key, megawatts, unit.fuel, unit.cooling)


def is_unit_level(series: str, prefix: str, suffix: str) -> bool:
    """Say whether a series is the access level of a kind of generating set."""
    return series.startswith(f"{prefix}power.") and series.endswith(suffix)


def facility_json(facility: Facility) -> dict[str, Any]:
    """Return a site as plain JSON values."""
    return {
        "permit_code": facility.permit_code,
        "enterprise": facility.credit_code,
        "name": facility.name,
        "sector": facility.sector,
        "region": facility.region,
        "units": [
            {
                "unit_id": unit.unit_id,
                "unit_class": unit.unit_class,
                "gb_key": unit.gb_key,
                "capacity": {"value": unit.capacity, "unit": "MW"},
                "fuel": unit.fuel,
                "cooling": unit.cooling,
            }
            for unit in facility.units
        ],
    }


def registration(
    principal: Principal, operation: str, key: str, raw: bytes, answer: dict[str, Any]
) -> IdempotencyDraft:
    """Return what is stored so that a retry gets the same answer."""
    body = orjson.dumps(answer)
    return IdempotencyDraft(f"{principal.key_id} {operation}", key, hashlib.sha256(raw).hexdigest(), lambda _: body)
