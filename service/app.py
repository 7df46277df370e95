"""The composition root: settings in, a running application out."""

from __future__ import annotations

import gc
import hmac
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from uuid import UUID

from anyio import CapacityLimiter
from asgi_correlation_id import CorrelationIdMiddleware
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import compile_path

from service.api import (
    calculations,
    comparisons,
    cultivation,
    documentation,
    enterprises,
    exports,
    health,
    jobs,
    library,
    parks,
    pathways,
    plans,
    problems,
    progress,
    publications,
    rankings,
    receipts,
    recognitions,
    reference,
    reports,
    scores,
    sources,
    synergy,
    targets,
    trials,
    vocabulary,
    yardsticks,
)
from service.api.answers import json_answer
from service.api.headers import SecurityHeaders
from service.reference import load_library
from service.settings import Settings
from service.storage.session import migrate, open_store
from service.storage.signing import load_or_create_signing_key
from service.web import NeedsNoKey, Public, Requires, Services
from service.workflows.jobs import Runner
from service.workflows.library import CurrentLibrary

#: Tried in this order, so what is asked most comes first.
ROUTERS = (
    rankings.router,
    calculations.router,
    reports.router,
    receipts.router,
    enterprises.router,
    parks.router,
    scores.router,
    jobs.router,
    pathways.router,
    progress.router,
    synergy.router,
    cultivation.router,
    recognitions.router,
    publications.router,
    comparisons.router,
    exports.router,
    library.router,
    plans.router,
    trials.router,
    targets.router,
    sources.router,
    vocabulary.router,
    yardsticks.router,
    reference.router,
    health.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application; it opens its store when it starts, and closes it when it ends."""
    app = FastAPI(
        title=documentation.TITLE,
        summary=documentation.SUMMARY,
        description=documentation.DESCRIPTION,
        version=version("nearzero"),
        contact={"name": "NearZero"},
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "This server 本服务"}],
        openapi_tags=documentation.TAGS,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=documentation.operation_id,
        lifespan=lifespan,
    )
    app.state.settings = settings or Settings()
    for router in ROUTERS:
        app.include_router(router)
    install_documentation(app)
    require_declared_access(app)
    problems.install(app)
    app.state.methods_of = MethodsOf(app)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(CorrelationIdMiddleware, transformer=lambda given: str(UUID(given)))
    return app


#: Objects made before the youngest generation is walked; a report of 100 lines makes about this many.
YOUNG_OBJECTS = 50_000


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what the process needs, and close it in order."""
    services = await run_in_threadpool(open_services, app.state.settings)
    loop_reader = services.store.loop_reader
    if loop_reader is not None:
        await loop_reader.open()
    app.state.services = services
    await run_in_threadpool(services.jobs.resume)
    spare_the_collector()
    try:
        yield
    finally:
        if loop_reader is not None:
            await loop_reader.close()
        await run_in_threadpool(services.jobs.close)
        await run_in_threadpool(services.store.close)
        # Frozen objects would outlive the interpreter's own clearing up, and engines report them as leaks.
        gc.unfreeze()


def spare_the_collector() -> None:
    """Take what lives as long as the process out of garbage collection, and collect the rest less often.

    A report makes some ten thousand short-lived objects and no cycles: with the interpreter's own thresholds a third of
    its time went into walking the library over and over.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def open_services(settings: Settings) -> Services:
    """Read the library and open the store; the embedded database is brought up to date first."""
    if settings.embedded:
        migrate(settings.database_url)
    signing_key = load_or_create_signing_key(settings.signing_key.get_secret_value())
    store = open_store(settings.database_url, signing_key)
    reference = CurrentLibrary(store, load_library())
    return Services(
        settings=settings,
        store=store,
        reference=reference,
        cursor_key=cursor_key(signing_key),
        # One report computes while another waits for its look-ups; the embedded database has nothing to wait for.
        computing=CapacityLimiter(1 if settings.embedded else 2),
        jobs=Runner(store, reference),
    )


def cursor_key(signing_key: Ed25519PrivateKey) -> bytes:
    """A key for cursors, derived so that processes that share the signing key understand each other's cursors."""
    return hmac.digest(signing_key.private_bytes_raw(), b"nearzero cursor", "sha256")


def install_documentation(app: FastAPI) -> None:
    """Serve the document and its page."""
    documentation.install(app)
    app.include_router(documentation.router)

    @app.get("/openapi.json", include_in_schema=False)
    async def get_openapi_document(services: Public) -> Response:
        return json_answer(app.openapi(), headers={"Cache-Control": "public, max-age=300"})


def require_declared_access(app: FastAPI) -> None:
    """Refuse to start with a route that does not say who may call it."""
    for route in api_routes(app):
        if len(list(declared_access(route.dependant))) != 1:
            raise RuntimeError(f"{route.path} does not declare its access exactly once")


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route of the API."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            yield context.original_route


def declared_access(dependant: Dependant) -> Iterator[Requires | NeedsNoKey]:
    """What a route and everything that it depends on say about access."""
    if isinstance(dependant.call, Requires | NeedsNoKey):
        yield dependant.call
    for other in dependant.dependencies:
        yield from declared_access(other)


class MethodsOf:
    """Which methods a path knows; the `Allow` of a 405 names all of them (RFC 9110 §15.5.6)."""

    def __init__(self, app: FastAPI) -> None:
        self._known = [(compile_path(route.path)[0], route.methods or set()) for route in api_routes(app)]

    def __call__(self, path: str) -> Sequence[str]:
        """Return the methods, sorted; none for an unknown path."""
        methods = {method for pattern, methods in self._known if pattern.match(path) for method in methods}
        return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
