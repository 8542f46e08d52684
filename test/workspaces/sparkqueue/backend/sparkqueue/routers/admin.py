"""/admin: what only operators do."""

from fastapi import APIRouter

from ..deps import AdminOnly, StorageDep
from ..models import PurgeRequest, PurgeResult, ReloadResult
from ..services import tasks as service

router = APIRouter(prefix="/admin", tags=["admin"], dependencies=[AdminOnly])


@router.post("/purge")
def purge_tasks(request: PurgeRequest, storage: StorageDep) -> PurgeResult:
    return PurgeResult(purged=service.purge(storage, request))


@router.post("/reload")
def reload_storage(storage: StorageDep) -> ReloadResult:
    storage.reset()
    return ReloadResult(streams=len(storage.streams), tasks=len(storage.tasks))
