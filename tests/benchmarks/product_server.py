"""Prepare and start the product on a fresh database: migrated, sites registered, keys issued, as an operator would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.records import Role
from service.reference import load_library
from service.storage.session import Store, migrate, open_store
from service.storage.signing import load_or_create_signing_key
from service.workflows.keys import issue, principal_of
from service.workflows.register import register_enterprise, register_facility
from tests.benchmarks import workload
from tests.benchmarks.load import Target
from tests.benchmarks.servers import uvicorn


@contextmanager
def serve_product(url: str, targets: list[Target], directory: Path) -> Iterator[tuple[int, list[Target]]]:
    """Yield the port and the targets, each with a key that was issued for it."""
    signing_key = directory / "signing-key.pem"
    migrate(url)
    store = open_store(url, load_or_create_signing_key(signing_key))
    try:
        known = register(store, targets)
    finally:
        store.close()
    settings = {"NEARZERO_DATABASE_URL": url, "NEARZERO_SIGNING_KEY": str(signing_key)}
    with uvicorn("service.app:create_app", settings, directory / "product.log") as port:
        yield port, known


def register(store: Store, targets: list[Target]) -> list[Target]:
    administrator = principal_of(store, issue(store, Role.administrator))
    codes = sorted({target.credit_code for target in targets})
    keys = {code: issue(store, Role.enterprise, credit_code=code) for code in codes}
    for code in codes:
        body = workload.encode({"credit_code": code, "name": "benchmark", "synthetic": True})
        register_enterprise(store, administrator, body, code).result()
    sites = {target.permit_code: target.credit_code for target in targets}
    pending = [
        register_facility(store, load_library(), administrator, workload.encode(site(permit, code)), permit)
        for permit, code in sites.items()
    ]
    for written in pending:
        written.result()
    return [Target(keys[t.credit_code], t.credit_code, t.permit_code, t.period) for t in targets]


def site(permit_code: str, credit_code: str) -> dict[str, str]:
    return {
        "permit_code": permit_code,
        "enterprise": credit_code,
        "name": "benchmark",
        "sector": workload.SECTOR,
        "region": workload.REGION,
    }
