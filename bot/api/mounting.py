"""Joins the API into the web application: its routes, its refusals, its schemas in OpenAPI."""

from typing import Any

from fastapi import FastAPI

from bot.api.estimates import estimates_router, refused
from bot.api.pictures import PLAN, Pictures, pictures_router
from bot.api.schemas import request_schemas
from bot.clock import Clock
from bot.law import EstimateInputError, Law, ParameterMissingError
from bot.pictures import PictureAddresses


def mount_api(
    app: FastAPI, *, law: Law, clock: Clock, addresses: PictureAddresses, pictures: Pictures
) -> None:
    """Add `/api/estimate` and what belongs to it."""
    body, components = request_schemas(law, names=law.calculators)
    plan, _ = request_schemas(law, names=[PLAN])
    app.include_router(estimates_router(law, clock=clock, request_schema=body))
    app.include_router(pictures_router(pictures, clock=clock, addresses=addresses, request_schema=plan))
    for error in (EstimateInputError, ParameterMissingError):
        app.add_exception_handler(error, refused)
    _add_components(app, components)


def _add_components(app: FastAPI, components: dict[str, Any]) -> None:
    """Let the schemas stand in OpenAPI, where a discriminator can name them."""
    of_routes = app.openapi

    def openapi() -> dict[str, Any]:
        content = of_routes()
        content["components"]["schemas"] |= components
        return content

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend OpenAPI
