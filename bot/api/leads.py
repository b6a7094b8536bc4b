"""`GET /api/leads`, `GET /api/leads/{id}` and the change of a lead's state, for other systems of the office."""

import hashlib
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Response, status
from fastapi.responses import JSONResponse

from bot.api.bearing import bearer_of
from bot.api.lead_schemas import (
    MAX_ID,
    LeadDetail,
    LeadPageReply,
    LeadQuery,
    LeadStep,
    LeadSummary,
    Refusal,
    detail,
    summary,
)
from bot.clock import Clock
from bot.errors import AnTamError
from bot.registration import Casework, LeadMissingError, Notices, Role
from bot.registration.tokens import Bearer, Tokens, same_request
from bot.storage import (
    ApiTokenRepository,
    AuditRepository,
    ConflictError,
    Database,
    DeclarationRepository,
    LeadFilters,
    LeadRepository,
    LeadScope,
    ListedLead,
    Session,
)

_NOT_KEPT = {"Cache-Control": "no-store"}
_REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"model": Refusal, "description": "Không có mã truy cập còn hiệu lực."},
    403: {"model": Refusal, "description": "Mã này chỉ được đọc."},
    404: {"model": Refusal, "description": "Không có đăng ký này, hoặc tài khoản của mã không thấy."},
    409: {"model": Refusal, "description": "Người khác vừa sửa, hoặc khóa chống lặp đã dùng cho việc khác."},
}
_MISSING = LeadMissingError()


def leads_router(
    database: Database, *, clock: Clock, notices: Notices | None = None, hooks: bool = False
) -> APIRouter:
    """The router of the leads.

    :param notices: tells the person what was changed.
    :param hooks: whether the office's own system is told of changes.
    """
    router = APIRouter(prefix="/api/leads", tags=["Đăng ký"])
    who = Annotated[Bearer, Depends(bearer_of(database, clock=clock))]
    api = _Leads(database, clock=clock, notices=notices, hooks=hooks)

    @router.get("", responses={401: _REFUSED[401]})
    async def list_leads(
        bearer: who, response: Response, query: Annotated[LeadQuery, Query()]
    ) -> LeadPageReply:
        """The leads that the token's account sees, paged."""
        response.headers.update(_NOT_KEPT)
        return await api.page(bearer, query)

    @router.get("/{lead_id}", responses={401: _REFUSED[401], 404: _REFUSED[404]})
    async def read_lead(
        bearer: who, response: Response, lead_id: Annotated[int, Path(ge=1, le=MAX_ID)]
    ) -> LeadDetail:
        """One lead with its estimate and history; that it was read is in the audit."""
        response.headers.update(_NOT_KEPT)
        return await api.one(bearer, lead_id)

    @router.post("/{lead_id}/state", response_model=LeadSummary, responses=_REFUSED)
    async def change_state(
        bearer: who,
        lead_id: Annotated[int, Path(ge=1, le=MAX_ID)],
        step: LeadStep,
        idempotency_key: Annotated[
            str,
            Header(
                min_length=8,
                max_length=128,
                description="Khóa chống lặp: gửi lại cùng khóa thì nhận lại câu trả lời cũ.",
            ),
        ],
    ) -> JSONResponse:
        """Set a lead's state; the same key never changes it twice."""
        return await api.change(bearer, lead_id, step, key=idempotency_key)

    return router


class _Leads:
    def __init__(self, database: Database, *, clock: Clock, notices: Notices | None, hooks: bool) -> None:
        self._database = database
        self._clock = clock
        self._notices = notices
        self._hooks = hooks

    async def page(self, bearer: Bearer, query: LeadQuery) -> LeadPageReply:
        filters: LeadFilters = {
            "scope": _scope(bearer),
            "states": query.state,
            "communes": query.commune,
            "officer_id": query.officer,
            "unassigned": query.unassigned,
        }
        async with self._database.transaction() as session:
            found = await LeadRepository(session).search(
                sort=query.sort, limit=query.limit, offset=query.offset, **filters
            )
            await self._note(session, bearer, leads=len(found.leads))
        return LeadPageReply(
            leads=[LeadSummary(**summary(lead)) for lead in found.leads],
            total=found.total,
            limit=query.limit,
            offset=query.offset,
        )

    async def one(self, bearer: Bearer, lead_id: int) -> LeadDetail:
        async with self._database.transaction() as session:
            found = await self._find(session, bearer, lead_id)
            history = await LeadRepository(session).history(lead_id)
            declared = await DeclarationRepository(session).get(lead_id)
            await self._note(session, bearer, leads=1, lead_id=lead_id)
        return detail(found, history=history, has_declaration=declared is not None)

    async def change(self, bearer: Bearer, lead_id: int, step: LeadStep, *, key: str) -> JSONResponse:
        if not bearer.may_write:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Mã truy cập này chỉ được đọc.")
        request = hashlib.sha256(orjson.dumps([lead_id, step.model_dump(mode="json")])).digest()
        async with self._database.transaction() as session:
            tokens = ApiTokenRepository(session)
            before = await tokens.written(bearer.token.id, key)
            if before is not None:
                if not same_request(before.request_hash, request):
                    raise HTTPException(
                        status.HTTP_409_CONFLICT, "Khóa chống lặp này đã dùng cho một việc khác."
                    )
                return JSONResponse(before.answer, status_code=before.status, headers=_NOT_KEPT)
            answer = await self._move(session, bearer, lead_id, step)
            await tokens.keep_write(
                bearer.token.id,
                key,
                request_hash=request,
                status=status.HTTP_200_OK,
                answer=answer,
                at=self._clock.now(),
            )
        return JSONResponse(answer, headers=_NOT_KEPT)

    async def _move(self, session: Session, bearer: Bearer, lead_id: int, step: LeadStep) -> dict[str, Any]:
        casework = Casework(
            session, staff=bearer.member, now=self._clock.now(), notices=self._notices, hooks=self._hooks
        )
        try:
            await casework.move(lead_id, version=step.version, state=step.state, reason=step.reason)
        except LeadMissingError:
            raise _not_found() from None
        except ConflictError as error:
            raise HTTPException(status.HTTP_409_CONFLICT, f"{error.reason}.") from None
        except AnTamError as error:
            words = f"{error.reason}. Xin {error.remedy}."
            raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, words) from None
        found = await self._find(session, bearer, lead_id)
        await Tokens(session, now=self._clock.now()).touch(bearer)
        return LeadSummary(**summary(found)).model_dump(mode="json")

    async def _find(self, session: Session, bearer: Bearer, lead_id: int) -> ListedLead:
        page = await LeadRepository(session).search(limit=1, ids=[lead_id], scope=_scope(bearer))
        if not page.leads:
            raise _not_found()
        return page.leads[0]

    async def _note(
        self, session: Session, bearer: Bearer, *, leads: int, lead_id: int | None = None
    ) -> None:
        now: datetime = self._clock.now()
        await Tokens(session, now=now).touch(bearer)
        await AuditRepository(session).add(
            staff_id=bearer.member.id,
            kind="api_read",
            at=now,
            lead_id=lead_id,
            data={"leads": leads, "token": bearer.token.name},
        )


def _scope(bearer: Bearer) -> LeadScope | None:
    """What the token's account sees; None is all of it."""
    member = bearer.member
    if member.sees_all:
        return None
    return LeadScope(member.id, member.communes if member.role is Role.OFFICER else ())


def _not_found() -> HTTPException:
    return HTTPException(status.HTTP_404_NOT_FOUND, f"{_MISSING.reason}.")
