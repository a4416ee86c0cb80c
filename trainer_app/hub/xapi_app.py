"""The addresses of xAPI under /xapi."""

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trainer_app.hub import questions
from trainer_app.hub.credentials import READING
from trainer_app.hub.document_resource import Documents
from trainer_app.hub.http import Call, Door, route
from trainer_app.hub.questions import Sight
from trainer_app.hub.records import Records
from trainer_app.hub.statement_resource import Statements, agent_parameter
from trainer_app.sync.lrs import GZIP_TOLD
from trainer_app.training.xapi import Version, check_agent, check_iri

VERSIONS = ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0")
_IDENTIFIERS = ("name", "mbox", "mbox_sha1sum", "openid", "account")


def xapi_routes(
    records: Records, *, prefix: str = "/xapi", unnamed: Version = "1.0.3"
) -> list[Route]:
    """All of them, for a Starlette application; ``unnamed`` answers those who name no version."""

    def activity(call: Call) -> Response:
        call.only("activityId")
        iri = call.query.get("activityId", "")
        check_iri(iri, "activityId")
        told: dict[str, object] = {"objectType": "Activity", "id": iri}
        known = questions.definitions(records, [iri]).get(iri)
        if known and questions.may_know(records, iri, Sight.of(call.by())):
            told["definition"] = known
        return JSONResponse(told)

    def at(path: str, doors: dict[str, Door]) -> Route:
        return route(prefix + path, records, doors, xapi=unnamed)

    return [
        at("/about", {"GET": Door(_about, None)}),
        at("/statements", Statements(records).doors()),
        at("/activities/state", Documents(records, "state").doors()),
        at("/activities/profile", Documents(records, "activity").doors()),
        at("/agents/profile", Documents(records, "agent").doors()),
        at("/agents", {"GET": Door(_person, READING)}),
        at("/activities", {"GET": Door(activity, READING)}),
    ]


def _about(call: Call) -> Response:
    return JSONResponse({"version": list(VERSIONS), "extensions": {GZIP_TOLD: True}})


def _person(call: Call) -> Response:
    """The agent that was asked for, as a person: nothing is joined to it."""
    call.only("agent")
    agent = agent_parameter(call)
    check_agent(agent)
    told = {name: [agent[name]] for name in _IDENTIFIERS if name in agent}
    return JSONResponse({"objectType": "Person", **told})
