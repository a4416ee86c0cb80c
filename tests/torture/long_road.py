"""A long road for the search of words: somebody signs up, learns, sits in a session and hands in by
hub, server and stick; things are taken out, the program fails, and in the end somebody is erased.

The real store and operations, in folders of their own; what is said on the lines is kept.
"""

from __future__ import annotations

import gzip
import logging
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.hub.opened import Relay
from tests.sync.real_hub import RealHub
from tests.sync.small_servers import RecordStore, Server
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Role
from trainer_app.operations import (
    attempts,
    bundles,
    collecting,
    learning,
    people,
    people_desk,
    records_export,
    roads,
    site,
    staff,
    staff_pins,
    syncing,
    training_sessions,
)
from trainer_app.operations.reports import completion, files, hand_out, terms, upkeep
from trainer_app.paths import bundled_packs
from trainer_app.store import Store
from trainer_app.store.clock import Reading, read_clock
from trainer_app.sync.people import device_recipient
from trainer_app.sync.road import Line, Patience, Surroundings
from trainer_app.training.certificate import public_key
from trainer_app.training.scoring import right_response

DAYS = 35
_DAY_MS = 24 * 3600 * 1000
_AROUND = Surroundings(patience=Patience(read_s=10, tries=2))
_PIN_DIGITS = 6
FORMATS: tuple[files.FileFormat, ...] = ("xlsx", "json", "csv")


class Calendar:
    """A clock on which a day goes by when it is told to."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> Reading:
        now = read_clock()
        ahead = self.days * _DAY_MS
        return Reading(now.utc_ms + ahead, now.offset_minutes, now.steady_ms + ahead)


class Tap(Relay):
    """Hands bytes on and keeps them."""

    def __init__(self, port: int) -> None:
        self.kept: list[bytes] = []
        super().__init__(port)

    def __enter__(self) -> Tap:
        return self

    def _hand_on(self, source: Any, target: Any, way: str) -> None:
        kept = self.kept

        class Kept:
            """The target, overheard."""

            def sendall(self, data: bytes) -> None:
                kept.append(data)
                target.sendall(data)

            def __getattr__(self, name: str) -> Any:
                return getattr(target, name)

        super()._hand_on(source, Kept(), way)  # type: ignore[arg-type]


class Road:
    """One program, who is in it, and what became of it. ``words`` are by whose they are."""

    def __init__(self, scratch: Path, role: Role) -> None:
        self.scratch, self.role = scratch, role
        draw = secrets.token_hex
        self.words = {
            "name": f"Zzq{draw(5)} Canario",
            "team": f"Equipo Zzt{draw(5)}",
            "way": f"zzw{draw(6)}",
            "walk-in": f"Zzv{draw(5)} Visita",
            "staff": f"Zzs{draw(5)} Guardia",
            "typed": f"Zzy{draw(6)}",
        }
        self.secret = {"pin": _pin()}
        self.calendar = Calendar()
        self.data, self.out, self.stick = (scratch / one for one in ("data", "out", "stick"))
        for folder in (self.out, self.stick):
            folder.mkdir()
        self.wire: list[tuple[str, bytes]] = []
        self.module = Catalog([bundled_packs()]).pack("grooming").module("es")
        self.desk = Store.open(scratch / "desk", use_keystore=False, clock=self.calendar)
        self.store: Store

    def close(self) -> None:
        """End the program at the desk; that of the learner is opened and ended on the way."""
        self.desk.close()

    # ------------------------------------------------------------ the way

    def open(self) -> None:
        """Start the program."""
        self.store = Store.open(self.data, use_keystore=False, clock=self.calendar)
        self.key = self.store._key
        if self.store.new_recovery_code:
            self.secret["code"] = self.store.new_recovery_code

    def sign_up(self) -> None:
        """Staff and learners are registered and sign in; the site is written down."""
        store, words = self.store, self.words
        pin, code = self.secret["pin"], self.secret["code"]
        self.by = staff.add_first_staff(
            store, name=words["staff"], roles=("facilitator",), pin=pin, recovery_code=code
        )
        staff.sign_in_staff(store, staff_id=self.by.staff.staff_id, pin="483920")
        staff.sign_in_staff(store, staff_id=self.by.staff.staff_id, pin=pin)
        made = people.enrol_learner(
            store, name=words["name"], role=self.role, team=words["team"], language="es"
        )
        other = people.enrol_learner(store, name="Ana Q", role="driver", team="T", language="es")
        self.who, self.other = made.learner.learner_id, other.learner.learner_id
        self.secret["pictures"] = " ".join(made.pictures)
        signed_in = people.sign_in(store, learner_id=self.who, pictures=made.pictures)
        assert signed_in
        self.signed_in = signed_in
        site.name_site(store, name="Terminal Norte")
        contact = site.Contact(
            name=words["typed"], number="", verified_by=words["typed"], verified_on=None
        )
        site.fill_slot(store, slot_id="manager", contact=contact)

    def learn(self) -> None:
        """A whole module: lessons, scenes, the quiz."""
        store, module, who = self.store, self.module, self.signed_in
        learning.begin_module(store, signed_in=who, module=module)
        place = f"scenario/{module.id}/night-bus"
        state = self.words["way"].encode()
        learning.keep_place(store, learner_id=self.who, place=place, state=state)
        for lesson in module.lessons:
            learning.finish_lesson(
                store, signed_in=who, module=module, lesson_id=lesson.id, duration_ms=9_000
            )
        for scene in module.scenarios:
            learning.finish_scenario(
                store, signed_in=who, module=module, scenario_id=scene.id, duration_ms=9_000
            )
        attempt = attempts.start_attempt(store, signed_in=who, module=module, kind="quiz").attempt
        for item_id in attempt.item_ids:
            attempts.answer_item(
                store, signed_in=who, module=module, attempt=attempt, item_id=item_id,
                response=right_response(module.item(item_id)), duration_ms=5_000,
            )  # fmt: skip
        attempts.finish_attempt(
            store, signed_in=who, module=module, attempt=attempt, duration_ms=90_000
        )
        learning.keep_place(store, learner_id=self.who, place=place, state=state)

    def hold_session(self) -> None:
        """A session, with somebody who walks in."""
        store, by = self.store, self.by
        meeting = training_sessions.plan_session(
            store, by=by, module=self.module, day=date(2026, 12, 1), day_from_clock=False,
            facilitators=(by.staff.staff_id,), instructor=by.staff.actor,
            teams=(self.words["team"],),
        ).meeting  # fmt: skip
        training_sessions.begin_session(store, by=by, meeting=meeting)
        training_sessions.mark_here(store, meeting=meeting, learner_id=self.who, here=True)
        came = training_sessions.welcome_walk_in(
            store, by=by, meeting=meeting, name=self.words["walk-in"], role="vendor"
        )
        self.walk_in = came.learner.learner_id
        training_sessions.close_session(store, by=by, meeting=meeting)

    def _ask(self, operation: Callable[[Store], Any], /) -> Any:
        return operation(self.store)

    def hand_in(self, hub: RealHub, *, again: bool = False) -> None:
        """By hub, server and stick; everything on the lines is kept, as it is before it is
        encrypted and as it really goes."""
        send = Line.send

        def overheard(line: Line, method: str, target: str, **words: Any) -> Any:
            said = repr((method, target, words.get("query"), words.get("headers"))).encode()
            self.wire.append((target, said + b"\n" + (words.get("content") or b"")))
            return send(line, method, target, **words)

        records = RecordStore()
        with (
            patch.object(Line, "send", overheard),
            Server(records) as server,
            Tap(hub.opened.port) as tls,
            Tap(server.port) as plain,
        ):
            if not again:
                desk = {
                    "recipient": device_recipient(self.desk),
                    "key": public_key(self.desk.signing_seed()).hex(),
                }
                code = hub.desk("POST", "/waypost/desk/pairing", desk)["code"]
                roads.pair_with(self._ask, f"127.0.0.1:{tls.port}", code, around=_AROUND)
            address = server.address.replace(f":{server.port}", f":{plain.port}")
            self._point(hub, tls.port)
            roads.set_server(self.store, address, records.key, records.secret)
            self.results = syncing.sync_all(self._ask, around=_AROUND).roads
        self.wire += [("the line to the hub", data) for data in tls.kept]
        self.wire += [("the line to the server", b"".join(plain.kept))]
        self.wire += [(one.path, _unpacked(one.body)) for one in server.requests]
        bundles.hand_over(self.store, self.stick)
        found = collecting.collect(self.desk, self.stick)
        fingerprints = {one.fingerprint for one in found.bundles}
        collecting.collect(self.desk, self.stick, accept=fingerprints)
        bundles.read_receipts(self.store, self.stick)

    def _point(self, hub: RealHub, port: int) -> None:
        for row in self.store.endpoints.all():
            if row.kind == "hub":
                settings = row.settings | {"address": f"https://127.0.0.1:{port}/"}
                self.store.endpoints.put(replace(row, settings=settings))

    def take_out(self) -> None:
        """What may leave without names, and one report with them, as somebody asked for it."""
        store = self.store
        records_export.export_statements(store, self.out / "statements.jsonl")
        upkeep.bring_up_to_date(store)
        told = terms.terms(
            store, catalog=Catalog([bundled_packs()]), language="es", on=learning.today()
        )
        for with_names in (False, True):
            report = hand_out.narrowed(
                completion.completion_report(store, told=told), with_names=with_names
            )
            folder = self.scratch / "named" if with_names else self.out
            folder.mkdir(exist_ok=True)
            for kind in FORMATS:
                path = folder / f"report.{kind}"
                files.write_report(report, path, format=kind, language="es")
        store.second_copy.back_up()

    def fail(self) -> None:
        """The program fails in ways that have somebody's name in what went wrong."""
        logger = logging.getLogger("trainer_app.ui.program")
        name = self.words["name"]
        question = text("INSERT INTO learner (learner_id, name) VALUES (:one, :name)")
        try:
            with self.store._writing() as connection:
                connection.execute(question, {"one": "x", "name": name})
        except IntegrityError as error:
            logger.error("an operation failed", exc_info=error)
        team = self.words["team"]
        for made in (KeyError(name), ValueError(f"no team {team}"), OSError(2, "no", f"/{name}")):
            try:
                raise made
            except (KeyError, ValueError, OSError) as raised:
                sys.excepthook(type(raised), raised, raised.__traceback__)

    # ------------------------------------------------------------ erasing

    def erase(self) -> None:
        """The learner, and who walked in."""
        for one in (self.who, self.walk_in):
            people_desk.erase_person(
                self.store, by=self.by, learner_id=one, reason=people_desk.Reason.ASKED
            )

    def days(self) -> None:
        """Thirty-five days of use, in which somebody else learns a little."""
        for _day in range(DAYS):
            self.calendar.days += 1
            self.store = Store.open(self.data, use_keystore=False, clock=self.calendar)
            learning.keep_place(
                self.store, learner_id=self.other, place="lesson/grooming/first", state=b"1"
            )
            self.store.second_copy.back_up_if_due()
            self.store.close()


def _unpacked(body: bytes) -> bytes:
    with suppress(OSError, EOFError):
        return gzip.decompress(body)
    return body


def _pin() -> str:
    """Six digits that are good enough for a PIN."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _digit in range(_PIN_DIGITS))
        with suppress(Exception):
            staff_pins.require_good(pin)
            return pin
