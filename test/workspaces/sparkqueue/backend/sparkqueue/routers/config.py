"""/config: how the queue behaves while it runs."""

from fastapi import APIRouter

from ..deps import AdminOnly, StorageDep
from ..models import ConfigUpdate, QueueConfig

PREFIX = "/config"

router = APIRouter(prefix=PREFIX, tags=["config"])


@router.get("")
def get_config(storage: StorageDep) -> QueueConfig:
    return storage.config


@router.patch("", dependencies=[AdminOnly])
def update_config(changes: ConfigUpdate, storage: StorageDep) -> QueueConfig:
    values = changes.model_dump(exclude_none=True)
    storage.config = storage.config.model_copy(update=values)
    return storage.config


@router.get("/defaults")
def default_config() -> QueueConfig:
    return QueueConfig()
