"""/tasks"""

from typing import Annotated

from fastapi import APIRouter, Query

from ..deps import StorageDep
from ..models import (
    ImportResult,
    Task,
    TaskCreate,
    TaskEvent,
    TaskPage,
    TaskState,
    TaskUpdate,
)
from ..services import tasks as service
from ..settings import settings

router = APIRouter()


@router.get("")
def list_tasks(
    storage: StorageDep,
    status: TaskState | None = None,
    stream: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = settings.page_size,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> TaskPage:
    return service.page(storage, status, stream, limit, offset)


@router.post("", status_code=201)
def create_task(task: TaskCreate, storage: StorageDep) -> Task:
    return service.create(storage, task)


@router.post("/import", status_code=201)
def import_tasks(tasks: list[TaskCreate], storage: StorageDep) -> ImportResult:
    for task in tasks:
        service.create(storage, task)
    return ImportResult(created=len(tasks))


@router.get("/{task_id}")
def get_task(task_id: int, storage: StorageDep) -> Task:
    return service.find(storage, task_id)


@router.patch("/{task_id}")
def update_task(task_id: int, changes: TaskUpdate, storage: StorageDep) -> Task:
    return service.update(storage, task_id, changes)


@router.delete("/{task_id}", status_code=204)
def delete_task(task_id: int, storage: StorageDep) -> None:
    service.find(storage, task_id)
    storage.drop_task(task_id)


@router.post("/{task_id}/retry")
def retry_task(task_id: int, storage: StorageDep) -> Task:
    return service.retry(storage, task_id)


@router.get("/{task_id}/history")
def task_history(task_id: int, storage: StorageDep) -> list[TaskEvent]:
    service.find(storage, task_id)
    return storage.history[task_id]
