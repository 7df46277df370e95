"""The whole error tree: what went wrong, where, and what was expected.

    NearZeroError
    ├── Rejected                 the request as a whole cannot be taken
    │   ├── InvalidInput         one or many faults in the input, each with a pointer
    │   ├── MethodNotInForce     the accounting method asked for does not govern this sector and year
    │   └── FactorMissing        no usable value in force for a factor that the method needs
    ├── Unauthenticated          no key, or a key that is unknown, expired or revoked
    ├── Forbidden                the key is good, the action is not for this role
    ├── NotFound                 nothing there, or nothing that this caller may see
    ├── Conflict                 the state of the resource does not allow it
    │   └── IdempotencyMismatch  the same Idempotency-Key came with another body
    ├── Unavailable              a store did not answer; try again
    ├── Misconfigured            a variable of the environment holds what cannot be used
    └── ReferenceDataError       reference data that may not be used (file, line and code inside)

Pure rooms raise these; only `service.api.problems` knows which HTTP status belongs to which class.
Messages are built from our own vocabulary: what the caller sent is never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a stable `code`, a JSON `pointer`, and the parameters of its message."""

    code: str
    pointer: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


class NearZeroError(Exception):
    """Root of the tree; `code` is stable, texts live in `service.messages`."""

    code: ClassVar[str] = "error"

    def __init__(self, *faults: Fault, code: str | None = None, pointer: str = "", **params: str) -> None:
        self.faults: Sequence[Fault] = faults or (Fault(code or self.code, pointer, params),)
        super().__init__("; ".join(f"{f.code} at {f.pointer or '/'} {dict(f.params)}" for f in self.faults))


class Rejected(NearZeroError):
    """The request cannot be taken as it is."""

    code = "rejected"


class InvalidInput(Rejected):
    """One or many faults in what was sent."""

    code = "input.invalid"


class MethodNotInForce(Rejected):
    """The method does not govern this sector, year or list status."""

    code = "method.not_in_force"


class FactorMissing(Rejected):
    """The method needs a value, and none that may be used is in force."""

    code = "factor.missing"


class Unauthenticated(NearZeroError):
    """No key, or one that is not good."""

    code = "auth.required"


class Forbidden(NearZeroError):
    """This role may not do this."""

    code = "auth.forbidden"


class NotFound(NearZeroError):
    """Nothing there for this caller."""

    code = "resource.not_found"


class Conflict(NearZeroError):
    """The resource's state does not allow it."""

    code = "state.conflict"


class IdempotencyMismatch(Conflict):
    """Another body came with the same key."""

    code = "idempotency.mismatch"


class Unavailable(NearZeroError):
    """A store did not answer."""

    code = "store.unavailable"


class Misconfigured(NearZeroError):
    """The operator has to change a variable of the environment; the pointer is `/environment/NAME`."""

    code = "settings.invalid"


class ReferenceDataError(NearZeroError):
    """A file of reference data breaks a rule; says file, line and rule."""

    code = "reference.invalid"

    def __init__(self, code: str, file: str, line: int, detail: str = "") -> None:
        super().__init__(code=code, file=file, line=str(line), detail=detail)
        self.reason, self.file, self.line, self.detail = code, file, line, detail

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}: {self.detail}"


@contextmanager
def below(prefix: str, instead_of: str = "") -> Iterator[None]:
    """Say where in the body that was sent, where a body inside of it is refused: `prefix` goes before each pointer,
    in the place of `instead_of` where that stands at its beginning.
    """
    try:
        yield
    except (Rejected, NotFound) as error:
        moved = (Fault(f.code, prefix + f.pointer.removeprefix(instead_of), f.params) for f in error.faults)
        raise type(error)(*moved) from error
