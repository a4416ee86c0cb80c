"""/xapi/activities/state, /xapi/activities/profile, /xapi/agents/profile: documents."""

from dataclasses import dataclass
from uuid import UUID

from starlette.responses import JSONResponse, Response

from trainer_app.hub import documents
from trainer_app.hub.documents import Address, Conditions, Document, Folder, Kind
from trainer_app.hub.http import Call, Door, Refused
from trainer_app.hub.multipart import checked_content_type
from trainer_app.hub.records import Records
from trainer_app.hub.statement_resource import agent_parameter, http_date, microseconds
from trainer_app.training.xapi import Invalid, agent_key, check_iri, check_uuid


@dataclass(frozen=True, slots=True)
class Documents:
    """The handlers of one kind of document. Only a credential with ``all`` may see any."""

    records: Records
    kind: Kind

    def doors(self) -> dict[str, Door]:
        """By method."""
        return {
            "GET": Door(self._get, ("all",)),
            "PUT": Door(self._put, ("all",)),
            "POST": Door(self._post, ("all",)),
            "DELETE": Door(self._delete, ("all",)),
        }

    @property
    def _name(self) -> str:
        return "stateId" if self.kind == "state" else "profileId"

    def _get(self, call: Call) -> Response:
        if self._name not in call.query:
            return self._list(call)
        document = documents.read(self.records, self._address(call))
        if document is None:
            raise Refused(404, "no such document")
        headers = {
            "Content-Type": document.content_type,
            "ETag": document.etag,
            "Last-Modified": http_date(document.updated),
        }
        return Response(document.body, headers=headers)

    def _list(self, call: Call) -> Response:
        names, newest = documents.names(
            self.records,
            self._folder(call, "since"),
            registration=self._registration(call),
            since=microseconds(call, "since"),
        )
        headers = {} if newest is None else {"Last-Modified": http_date(newest)}
        return JSONResponse(names, headers=headers)

    def _put(self, call: Call) -> Response:
        documents.put(self.records, self._address(call), _document(call), self._conditions(call))
        return Response(status_code=204)

    def _post(self, call: Call) -> Response:
        documents.merge(self.records, self._address(call), _document(call), self._conditions(call))
        return Response(status_code=204)

    def _delete(self, call: Call) -> Response:
        if self.kind == "state" and self._name not in call.query:
            folder, registration = self._folder(call), self._registration(call)
            documents.empty(self.records, folder, registration=registration)
        else:
            documents.remove(self.records, self._address(call), self._conditions(call))
        return Response(status_code=204)

    def _folder(self, call: Call, *more: str) -> Folder:
        """Raises ``Invalid`` where a parameter is missing or wrong, ``Refused`` for another one."""
        wanted = {
            "state": ("activityId", "agent", "registration"),
            "activity": ("activityId",),
            "agent": ("agent",),
        }[self.kind]
        call.only(*wanted, *more)
        activity = agent = ""
        if "activityId" in wanted:
            activity = call.query.get("activityId", "")
            check_iri(activity, "activityId")
        if "agent" in wanted:
            agent = agent_key(agent_parameter(call)) or ""
        return Folder(self.kind, activity, agent)

    def _address(self, call: Call) -> Address:
        folder = self._folder(call, self._name)
        if self._name not in call.query:
            raise Invalid(f"{self._name} is needed")
        return Address(folder, call.query[self._name], self._registration(call))

    def _registration(self, call: Call) -> UUID | None:
        told = call.query.get("registration")
        if told is None:
            return None
        check_uuid(told, "registration")
        return UUID(told)

    def _conditions(self, call: Call) -> Conditions:
        state = self.kind == "state"
        return Conditions(
            if_match=call.headers.get("if-match"),
            if_none_match=call.headers.get("if-none-match"),
            overwrites_blindly=state and call.version == "1.0.3",
            creates_blindly=state,
        )


def _document(call: Call) -> Document:
    content_type = call.headers.get("content-type", "application/octet-stream")
    return Document(checked_content_type(content_type), call.body)
