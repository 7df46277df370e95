"""The reference library as the routes see it: searchable, with its uses, prepared once for each state of it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fastapi import Request

from service.accounting import Methods
from service.calculators.calculation import methods_of
from service.reference import Library
from service.reference.search import SearchIndex
from service.web import Services
from service.workflows.usage import Usage


@dataclass(frozen=True)
class Catalogue:
    """A state of the library and what was prepared from it."""

    library: Library
    methods: Methods
    index: SearchIndex

    @cached_property
    def usage(self) -> Usage:
        """Who uses what, worked out when it is first asked."""
        return Usage(self.library, self.methods)


def catalogue_of(services: Services) -> Catalogue:
    """The state that this request sees: the one place at which the routes of the library take it."""
    return prepared(services.library)


@lru_cache(maxsize=4)
def prepared(library: Library) -> Catalogue:
    """Prepare a state; libraries of one digest share it."""
    return Catalogue(library, methods_of(library), SearchIndex(library))


def state_tag(request: Request, services: Services, catalogue: Catalogue) -> str:
    """A strong ETag without the answer: it can change only with the library, the query, the release or our cursors."""
    parts = (catalogue.library.digest, request.app.version, request.url.path, request.url.query)
    tag = hmac.digest(services.cursor_key, "\0".join(parts).encode(), "sha256").hex()
    return f'"{tag[:32]}"'
