"""The API as a whole: the slices' parts put together, their faults in one shape, and the description of it all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.api import router as enterprises_router
from opslagstavle_site.guide.api import router as rules_router
from opslagstavle_site.home import details
from opslagstavle_site.home.queries import everything_counted
from opslagstavle_site.home.shapes import Counts, KindShape, PlaceShape
from opslagstavle_site.matches.api import router as matches_router
from opslagstavle_site.notices.api import router as notices_router
from opslagstavle_site.web.programs import NOT_UNDERSTOOD, READ, Misunderstood, Refused, fault

DESCRIPTION = (
    "Public procurement notices lot by lot, social enterprises, and which of them fit together and why. "
    "Reading needs no key. Dates are ISO 8601, amounts are text, unknown is null."
)
api = NinjaAPI(
    title="Opslagstavlen",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
router = Router(tags=["board"])
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"


@router.get(
    "/kinds",
    response={200: list[KindShape], **READ},
    summary=_("Kinds of work, with their CPV codes"),
    operation_id="kinds",
)
def kinds(request: HttpRequest) -> list[KindShape]:
    return [
        KindShape(key=kind.key, name_da=kind.name("da"), name_en=kind.name("en"), cpv=list(kind.cpv))
        for kind in KINDS.values()
    ]


@router.get(
    "/places", response={200: list[PlaceShape], **READ}, summary=_("Places: regions, provinces and municipalities"),
    operation_id="places",
)  # fmt: skip
def places(request: HttpRequest) -> list[PlaceShape]:
    areas = [("country", nuts.DENMARK), *(("region", each) for each in nuts.REGIONS)]
    areas += [("province", each) for each in nuts.PROVINCES]
    wide = [
        PlaceShape.model_validate(
            {
                "code": area.code,
                "name_da": area.name_da,
                "name_en": area.name_en,
                "level": level,
                "municipality": None,
            }
        )
        for level, area in areas
    ]
    towns = (
        PlaceShape(
            code=each.place,
            name_da=each.name,
            name_en=each.name,
            level="municipality",
            municipality=each.code,
        )
        for each in MUNICIPALITIES.values()
    )
    return [*wide, *towns]


@router.get(
    "/counts", response={200: Counts, **READ}, summary=_("The board in figures"), operation_id="counts"
)
def counts(request: HttpRequest) -> Counts:
    return Counts.model_validate(everything_counted())


for part in (notices_router, matches_router, enterprises_router, rules_router, router):
    api.add_router("", part)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return fault(error.status, error.message, error.details, error.headers)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where and what; never the value itself, which may be somebody's name."""
    details = [
        Misunderstood(
            where=_where(each["loc"]),
            message=str(each["msg"]).removeprefix("Value error, ")[:300],
        )
        for each in error.errors
    ]
    return fault(422, NOT_UNDERSTOOD, details)


def _where(place: Sequence[str | int]) -> str:
    """ "body.kinds.0": what is sent is one thing, and its name of ours is left out."""
    told = list(map(str, place))
    return ".".join(told[:1] + told[2:] if told[:2] == ["body", "body"] else told)[:200]


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return fault(error.status_code, str(error))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return fault(404, "There is nothing at this address. All addresses are at /api/.")


@csrf_exempt  # there is no session here that somebody could ride on
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    return fault(404, "There is nothing at this address. All addresses are at /api/.")


def openapi(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return fault(405, "The description is read with GET.", headers={"Allow": "GET, HEAD"})
    server = request.build_absolute_uri("/api/v1")
    told = {**schema(), "servers": [{"url": server}]}
    return HttpResponse(
        json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
    )


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """OpenAPI 3.1, made from the types of the operations; made once, since they do not change while the board runs."""
    found: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix=""), cls=DjangoJSONEncoder)
    )
    found["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation.setdefault("description", operation["summary"])
            for parameter in operation.get("parameters", ()):
                _mend(parameter)
    _say_clock(found)
    return found


def _say_clock(told: Any) -> None:
    """A clock time of a notice has no offset, and what the standard calls a time has one."""
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        if isinstance(part, dict) and part.get("format") == "time":
            del part["format"]
            part["pattern"] = CLOCK
        _say_clock(part)


def _mend(parameter: dict[str, Any]) -> None:
    """An address has no null, and the standard wants a parameter's examples by name."""
    parameter.pop("examples", None)
    one = [each for each in parameter["schema"].get("anyOf", ()) if each != {"type": "null"}]
    if len(one) == 1:
        del parameter["schema"]["anyOf"]
        parameter["schema"].update(one[0])


@require_GET
def api_page(request: HttpRequest) -> HttpResponse:
    """How programs read and write, for those who make them."""
    base = request.build_absolute_uri("/api/v1")
    context = {
        "groups": details.operations(schema(), base),
        "shapes": details.shapes(schema()),
        "base": base,
        "openapi": f"{base}/openapi.json",
        "per_minute": settings.API_PER_MINUTE,
        "per_minute_with_token": settings.API_PER_MINUTE_WITH_TOKEN,
        "licence": settings.LICENCE,
    }
    return render(request, "home/api.html", context)
