"""A store that was tampered with signs nothing anew."""

from __future__ import annotations

import pytest

from service.errors import Unavailable
from service.ledger import receipt_faults
from service.storage.receipts import report_receipt
from service.storage.session import Store
from tests.storage.builders import register, submit, write
from tests.storage.raw import disarm, run


def reported(store: Store) -> int:
    write(store, register())
    (receipt,) = write(store, submit())
    return int(receipt.seq)


def test_every_version_of_a_group_has_its_receipt(store: Store) -> None:
    seq = reported(store)
    found = report_receipt(store, seq)
    assert found is not None
    assert receipt_faults(found) == []
    assert report_receipt(store, seq - 1) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report_version SET reason = 'another' WHERE seq = {seq}",
        "UPDATE ledger_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = {seq}",
        "UPDATE ledger_head SET signature = '00' WHERE seq >= {seq}",
        "DELETE FROM ledger_head WHERE seq >= {seq}",
    ],
)
def test_a_changed_store_gives_no_receipt(store: Store, database_url: str, change: str) -> None:
    seq = reported(store)
    disarm(database_url)
    run(database_url, change.format(seq=seq))
    with pytest.raises(Unavailable, match=r"log\.faulty"):
        report_receipt(store, seq)
