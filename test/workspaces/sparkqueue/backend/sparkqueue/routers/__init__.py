"""The API, one module a resource."""

from fastapi import APIRouter

from . import admin, config, roles, streams, tasks

api_router = APIRouter()
api_router.include_router(tasks.router, prefix="/tasks", tags=["tasks"])
api_router.include_router(streams.router)
api_router.include_router(roles.router, prefix="/roles", tags=["roles"])

for module in (admin, config):
    api_router.include_router(module.router)
