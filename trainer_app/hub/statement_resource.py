"""/xapi/statements: bringing statements and reading them."""

from collections.abc import Callable, Mapping
from email.utils import formatdate
from typing import Any
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from trainer_app.hub import questions, shapes
from trainer_app.hub.bringing import brought, checked
from trainer_app.hub.credentials import READING
from trainer_app.hub.http import Call, Door, Refused
from trainer_app.hub.mentions import (
    Role,
    activity_term,
    agent_term,
    registration_term,
    verb_term,
)
from trainer_app.hub.multipart import written
from trainer_app.hub.questions import LONGEST_PAGE, Found, Page, Question, Sight, Sought
from trainer_app.hub.records import Records
from trainer_app.hub.strict_json import read_json
from trainer_app.hub.texts import timestamp
from trainer_app.training.times import EPOCH
from trainer_app.training.xapi import (
    Invalid,
    check_agent,
    check_group,
    check_iri,
    check_uuid,
    moment,
)

_ONE = ("statementId", "voidedStatementId")
_SHAPE = ("format", "attachments")
_MANY = (
    "agent", "verb", "activity", "registration", "related_activities", "related_agents",
    "since", "until", "limit", "ascending", "cursor",
)  # fmt: skip
_LARGEST = 2**63 - 1


class Statements:
    """The handlers of the resource."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def doors(self) -> dict[str, Door]:
        """By method."""
        return {
            "GET": Door(self._get, READING),
            "PUT": Door(self._put, ("write",)),
            "POST": Door(self._post, ("write",)),
        }

    def _put(self, call: Call) -> Response:
        call.only("statementId")
        wanted = call.query.get("statementId", "")
        check_uuid(wanted, "statementId")
        these = brought(call)
        if these.in_list:
            raise Invalid("a list must be posted")
        self._records.keep(checked(these, call.version, statement_id=wanted), call.by())
        return Response(status_code=204)

    def _post(self, call: Call) -> Response:
        call.only()
        incoming = checked(brought(call), call.version)
        self._records.keep(incoming, call.by())
        return JSONResponse([one.statement["id"] for one in incoming])

    def _get(self, call: Call) -> Response:
        """Whatever the answer is, it says through when it is complete."""
        consistent = timestamp(self._records.consistent_through())
        through = {"X-Experience-API-Consistent-Through": consistent}
        try:
            response = self._answer(call)
        except Refused as refused:
            raise Refused(refused.status, refused.reason, refused.headers | through) from refused
        except Invalid as invalid:
            raise Refused(400, str(invalid), through) from invalid
        response.headers.update(through)
        return response

    def _answer(self, call: Call) -> Response:
        if any(name in call.query for name in _ONE):
            page = self._one(call)
            body = page.found[0].text
        else:
            page = self._page(call)
            body = b'{"statements":[%b],"more":%b}' % (
                b",".join(one.text for one in page.found),
                _more(call, page),
            )
        content_type = "application/json"
        if truth(call, "attachments"):
            body, content_type = written(body, page.enclosed)
        headers = {}
        if page.found:
            headers["Last-Modified"] = http_date(max(one.stored for one in page.found))
        return Response(body, headers=headers, media_type=content_type)

    def _one(self, call: Call) -> Page:
        call.only(*_ONE, *_SHAPE)
        if all(name in call.query for name in _ONE):
            raise Invalid("either statementId or voidedStatementId")
        voided = "voidedStatementId" in call.query
        wanted = call.query["voidedStatementId" if voided else "statementId"]
        check_uuid(wanted, "statementId")
        page = questions.one_statement(
            self._records,
            wanted,
            Sight.of(call.by()),
            voided=voided,
            attachments=truth(call, "attachments"),
        )
        if not page.found:
            raise Refused(404, "no such statement")
        return self._shaped(call, page)

    def _page(self, call: Call) -> Page:
        call.only(*_MANY, *_SHAPE)
        page = questions.statements(self._records, _question(call), Sight.of(call.by()))
        return self._shaped(call, page)

    def _shaped(self, call: Call, page: Page) -> Page:
        show: Callable[[bytes], bytes]
        match call.query.get("format", "exact"):
            case "exact":
                return page
            case "ids":
                show = shapes.ids_only
            case "canonical":
                wanted = shapes.languages(call.headers.get("accept-language", ""))
                mentioned = set[str]().union(*(shapes.activities(one.text) for one in page.found))
                known = questions.definitions(self._records, mentioned)

                def show(text: bytes) -> bytes:
                    return shapes.canonical(text, known, wanted)

            case _:
                raise Invalid("format must be ids, exact or canonical")
        found = tuple(Found(one.stored, show(one.text)) for one in page.found)
        return Page(found, page.enclosed, page.after)


def truth(call: Call, name: str) -> bool:
    """A parameter that is true or false. Raises ``Invalid``."""
    told = call.query.get(name, "false").lower()
    if told not in {"true", "false"}:
        raise Invalid(f"{name} must be true or false")
    return told == "true"


def microseconds(call: Call, name: str) -> int | None:
    """A parameter that is a timestamp, counted from 1970. Raises ``Invalid``."""
    told = call.query.get(name)
    if told is None:
        return None
    since = moment(told, name, version=call.version) - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def agent_parameter(call: Call, name: str = "agent") -> Mapping[str, Any]:
    """A parameter that is JSON of an agent or identified group. Raises ``Invalid``."""
    agent = read_json(call.query.get(name, ""))
    is_group = isinstance(agent, dict) and agent.get("objectType") == "Group"
    (check_group if is_group else check_agent)(agent, name)
    if agent_term(agent) is None:
        raise Invalid(f"{name} must have an identifier")
    return dict(agent)


def http_date(stored: int) -> str:
    """Microseconds since 1970 as HTTP writes a moment."""
    return formatdate(stored // 1_000_000, usegmt=True)


def _question(call: Call) -> Question:
    return Question(
        sought=tuple(_sought(call)),
        since=microseconds(call, "since"),
        until=microseconds(call, "until"),
        after=_number(call, "cursor"),
        ascending=truth(call, "ascending"),
        limit=min(_number(call, "limit") or LONGEST_PAGE, LONGEST_PAGE),
        attachments=truth(call, "attachments"),
    )


def _sought(call: Call) -> list[Sought]:
    """What is asked for, the rarest first."""
    sought: list[Sought] = []
    query = call.query
    if "registration" in query:
        check_uuid(query["registration"], "registration")
        sought.append((registration_term(query["registration"]), Role.DIRECT))
    related = truth(call, "related_agents")
    if "agent" in query:
        term = agent_term(agent_parameter(call))
        assert term is not None
        sought.append((term, Role.RELATED if related else Role.DIRECT))
    related = truth(call, "related_activities")
    if "activity" in query:
        check_iri(query["activity"], "activity")
        role = Role.RELATED if related else Role.DIRECT
        sought.append((activity_term(query["activity"]), role))
    if "verb" in query:
        check_iri(query["verb"], "verb")
        sought.append((verb_term(query["verb"]), Role.DIRECT))
    return sought


def _number(call: Call, name: str) -> int | None:
    told = call.query.get(name)
    if told is None:
        return None
    if not told.isascii() or not told.isdigit():
        raise Invalid(f"{name} must be a number")
    return min(int(told[:20]), _LARGEST)


def _more(call: Call, page: Page) -> bytes:
    """Where the next page is, as JSON."""
    if page.after is None:
        return b'""'
    return f'"{call.path}?{urlencode({**call.query, "cursor": page.after})}"'.encode()
