"""The hub of a country: the same exchange and pairing on PostgreSQL, and two workers at once."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread

import pytest

from tests.hub import postgresql, test_exchange, test_pairing
from tests.hub.asking import as_json, statement, team
from tests.hub.devices import Device, bring
from tests.hub.opened import WAIT, HubCaller
from tests.hub.test_exchange import caller, everything, whole  # noqa: F401
from tests.hub.test_pairing import stranger  # noqa: F401
from tests.sync.computers import QUICK
from trainer_app.hub import device_records, device_tables, tables
from trainer_app.hub.pairing import open_pairing
from trainer_app.hub.records import Records
from trainer_app.sync import messages
from trainer_app.sync.lan import pair

pytestmark = pytest.mark.skipif(
    postgresql.programs() is None, reason="PostgreSQL is not installed and cannot be installed here"
)

NOT_HERE = (
    "test_stretches", "test_another_certificate", "test_codes", "test_a_changed_seal",
    "test_a_desk_opens", "test_a_relay", "test_nothing_new", "test_too_many",
)  # fmt: skip
for module in (test_exchange, test_pairing):
    for name, found in vars(module).items():
        if name.startswith("test_") and not name.startswith(NOT_HERE):
            globals()[name] = found


@pytest.fixture(scope="module")
def address():
    """A server with an empty database."""
    with postgresql.server() as started:
        yield started


@pytest.fixture(scope="module")
def opened(address):
    """The records of one worker, for all tests of this module."""
    records = Records.open(address)
    device_tables.make_tables(records.database)
    yield records
    records.close()


@pytest.fixture
def records(opened):
    """The same, empty."""
    kept = (tables.about, tables.dictionary)
    with opened.database.writing() as connection:
        for table in (*tables.metadata.tables.values(), *device_tables.metadata.tables.values()):
            if table not in kept:
                connection.execute(table.delete())
    return opened


@contextmanager
def served(address, folder):
    """A hub with two workers; what it said when it opened."""
    command = [sys.executable, "-m", "trainer_app", "--data-dir", str(folder), "hub", "run",
               "--host", "127.0.0.1", "--port", "0", "--workers", "2", "--no-announce",
               "--name", "Country", "--json"]  # fmt: skip
    environment = os.environ | {"WAYPOST_HUB_DATABASE": address}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            assert process.wait(WAIT) == 0


def test_two_workers_are_one_hub(address, records, tmp_path):
    device = Device().work(200)
    with served(address, tmp_path) as told:
        code = open_pairing(records, desk_recipient="age1office")
        made = pair(f"127.0.0.1:{told['port']}", code, device=device.uuid, name="x", around=QUICK)
        assert (made.pin.hex(), made.grant.desk_recipient) == (told["pin"], "age1office")
        answers = in_parallel(made.grant, told["port"], device.exchange(device.frame()))
        receipts = [messages.read_answer(body).receipts[0] for _status, body in answers]
        assert sorted(one.stored for one in receipts) == [0] * 7 + [200]
        assert all(one.stored + one.same == 200 and one.fits for one in receipts)
        (known,) = device_records.devices(records.database)
        assert (known.known_seq, known.name) == (200, "x")
        assert records.revoke(made.grant.key)
        answers = in_parallel(made.grant, told["port"], device.exchange())
        assert {status for status, _body in answers} <= {401, 429}


def in_parallel(grant, port, message):
    """Eight lines at once, so that both workers are met."""
    answers = []

    def ask():
        line = HubCaller(port, grant.key, grant.secret)
        status, _headers, body = line.ask(
            "POST", messages.PATH, message, Content_Type=messages.MEDIA_TYPE
        )
        answers.append((status, body))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_what_no_column_of_text_can_hold_is_no_error_of_the_hub(records, caller):  # noqa: F811
    texts = [
        as_json(statement(context={"team": team("a\0b")})),
        as_json(statement(result={"response": "a\0b"})),
    ]
    assert bring(caller(), Device().exchange(texts=texts)).status == 200
