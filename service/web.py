"""What the routes share: the services of the process, who is calling and what for, raw bodies, retry keys, queries.

Access is denied by default, and so is a query that a route does not name. A route says what it needs by the type of a
parameter: `Public`, or a `Caller` for one action (`Reader`, `Submitter` ...); `service.app` refuses to start with a
route that names neither.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from service.access import Action, require
from service.accounting import Methods
from service.calculators.calculation import methods_of
from service.errors import InvalidInput, NearZeroError, Unauthenticated
from service.records import Principal
from service.reference import Library
from service.settings import Settings
from service.storage.changes import Receipt
from service.storage.lookups import Reading
from service.storage.ranks import Overtaken
from service.storage.session import Store
from service.workflows.jobs import Runner
from service.workflows.keys import principal_of, unconfirmed_principal_of
from service.workflows.library import CurrentLibrary

MAX_IDEMPOTENCY_KEY: Final = 128
_VISIBLE: Final = re.compile(rf"[\x21-\x7e]{{1,{MAX_IDEMPOTENCY_KEY}}}", re.ASCII)
_JSON: Final = re.compile(r"application/json(?:\s*;\s*charset=\"?utf-8\"?)?", re.ASCII | re.IGNORECASE)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Services:
    """What the process opened at its start; `cursor_key` signs cursors, `computing` admits one report, `jobs` does what
    outlasts its request.
    """

    settings: Settings
    store: Store
    reference: CurrentLibrary
    cursor_key: bytes
    computing: CapacityLimiter
    jobs: Runner

    @property
    def library(self) -> Library:
        """Return the library that holds now; a request asks once."""
        return self.reference()

    @property
    def methods(self) -> Methods:
        """Return the methods of that library."""
        return methods_of(self.library)


def services(request: Request) -> Services:
    """The services of the running application."""
    opened: Services = request.app.state.services
    return opened


@dataclass(frozen=True, slots=True)
class Caller:
    """A presented key and the action it is wanted for; nothing is granted before `run`."""

    services: Services
    presented: str
    action: Action

    async def run(self, work: Callable[[Services, Principal], Answer]) -> Answer:
        """Check the key, then do the work, both on one worker thread.

        Raises `Unauthenticated` or `Forbidden`, or what the work raises.
        """
        return await run_in_threadpool(self._checked, work)

    async def run_in_turn(self, work: Callable[[Services, Principal], Answer]) -> Answer:
        """As `run`, one at a time: computing threads that fight for the interpreter wait for it more than they work."""
        return await to_thread.run_sync(self._checked, work, limiter=self.services.computing)

    async def record(self, work: Callable[[Services, Principal], Future[Receipt]]) -> Receipt:
        """As `run`, for work that hands a change to the writer: answer once it is committed, holding no thread.

        A caller who hangs up cancels nothing: what the writer has taken is written.
        """
        return await asyncio.shield(asyncio.wrap_future(await self.run_in_turn(work)))

    async def record_aside(self, work: Callable[[Services, Principal], Future[Receipt]]) -> Receipt:
        """As `record`, for work that goes over many stored reports: those lodged meanwhile do not wait for it."""
        return await asyncio.shield(asyncio.wrap_future(await self.run(work)))

    async def read_at_once(self, reading_of: Callable[[Services, Principal, str | None], Reading[Answer]]) -> Answer:
        """As `run`, for a single reading: on the event loop, and without a look-up of a key that the process knows.

        The reading is told the id of such a key and confirms it, or raises `Overtaken`. Only an answer counts: whatever
        else comes out of it is made again on a thread, with the key checked.
        """
        loop_reader = self.services.store.loop_reader
        if loop_reader is not None and self.services.reference.fresh:
            with suppress(Overtaken, NearZeroError):
                if principal := unconfirmed_principal_of(self.services.store, self.presented):
                    require(principal, self.action)
                    return await loop_reader.read(reading_of(self.services, principal, principal.key_id))
        return await self.run(lambda services, principal: services.store.look(reading_of(services, principal, None)))

    def _checked(self, work: Callable[[Services, Principal], Answer]) -> Answer:
        principal = principal_of(self.services.store, self.presented)
        require(principal, self.action)
        return work(self.services, principal)


def refuse_open_query(request: Request) -> None:
    """Refuse a query that names a parameter twice, or any query where the route takes none."""
    if not request.scope["query_string"]:
        return
    names = [name for name, _ in request.query_params.multi_items()]
    if len(set(names)) != len(names):
        raise InvalidInput(code="query.repeated", pointer="/query")
    route = request.scope["route"]
    if names and not (route.dependant.query_params or "parameters" in (route.openapi_extra or {})):
        raise InvalidInput(code="field.unknown", pointer="/query")


class Requires(HTTPBearer):
    """The dependency that makes a route's caller show a key that is good for an action."""

    def __init__(self, action: Action) -> None:
        super().__init__(
            scheme_name="ApiKey",
            bearerFormat="nz_<key id>_<secret>",
            description="An API key, issued by `nearzero keys issue`. 由 `nearzero keys issue` 签发的密钥。",
            auto_error=False,
        )
        self.action = action

    async def __call__(self, request: Request) -> Caller:  # type: ignore[override]  # what the route gets of it
        """Raise `Unauthenticated` where no key is shown."""
        refuse_open_query(request)
        shown = await super().__call__(request)
        if shown is None:
            raise Unauthenticated
        return Caller(services(request), shown.credentials, self.action)


@dataclass(frozen=True)
class NeedsNoKey:
    """The dependency of a route that anyone may call."""

    async def __call__(self, request: Request) -> Services:
        refuse_open_query(request)
        return services(request)


Public = Annotated[Services, Depends(NeedsNoKey())]
Registrar = Annotated[Caller, Depends(Requires(Action.register))]
Submitter = Annotated[Caller, Depends(Requires(Action.submit))]
Reader = Annotated[Caller, Depends(Requires(Action.read))]
Decider = Annotated[Caller, Depends(Requires(Action.decide))]
Ranker = Annotated[Caller, Depends(Requires(Action.rank))]
Evaluator = Annotated[Caller, Depends(Requires(Action.evaluate))]
Proposer = Annotated[Caller, Depends(Requires(Action.propose))]
Approver = Annotated[Caller, Depends(Requires(Action.approve))]
Assigner = Annotated[Caller, Depends(Requires(Action.assign))]


async def raw_body(request: Request) -> bytes:
    """The body of a JSON request, unread by any framework; 415 for anything else, 413 above the limit."""
    if not _JSON.fullmatch(request.headers.get("content-type", "")) or "content-encoding" in request.headers:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    limit = services(request).settings.max_body_size
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared[:20]) > limit:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            chunks.append(chunk)
    except ClientDisconnect:  # a sender who hangs up is no failure of ours, and reads no answer
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return b"".join(chunks)


RawBody = Annotated[bytes, Depends(raw_body)]


async def idempotency_key(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Names this request: the same key with the same body gets the stored answer. 重试时用同一值。",
        ),
    ] = None,
) -> str:
    """The caller's name for this request; raises `InvalidInput` where it is missing or of another form."""
    pointer = "/header/Idempotency-Key"
    if key is None:
        raise InvalidInput(code="idempotency.required", pointer=pointer)
    if not _VISIBLE.fullmatch(key):
        raise InvalidInput(code="idempotency.invalid", pointer=pointer, limit=str(MAX_IDEMPOTENCY_KEY))
    return key


IdempotencyKey = Annotated[str, Depends(idempotency_key)]
