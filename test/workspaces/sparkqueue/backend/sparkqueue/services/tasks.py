"""Tasks: find, change, retry, purge."""

from datetime import timedelta

from ..models import PurgeRequest, Task, TaskCreate, TaskPage, TaskState, TaskUpdate
from ..storage import Storage, now


class NotFound(LookupError):
    pass


class Conflict(ValueError):
    pass


def find(storage: Storage, task_id: int) -> Task:
    task = storage.tasks.get(task_id)
    if task is None:
        raise NotFound(f"no task {task_id}")
    return task


def page(
    storage: Storage,
    status: TaskState | None,
    stream: str | None,
    limit: int,
    offset: int,
) -> TaskPage:
    found = [
        task
        for task in sorted(storage.tasks.values(), key=lambda task: -task.id)
        if (status is None or task.state == status)
        and (stream is None or task.stream == stream)
    ]
    return TaskPage(items=found[offset : offset + limit], total=len(found))


def create(storage: Storage, task: TaskCreate) -> Task:
    if task.stream not in storage.streams:
        raise NotFound(f"no stream {task.stream}")
    return storage.add_task(task)


def update(storage: Storage, task_id: int, changes: TaskUpdate) -> Task:
    changed = find(storage, task_id).model_copy(
        update=changes.model_dump(exclude_unset=True)
    )
    return storage.put_task(changed, note="edited")


def retry(storage: Storage, task_id: int) -> Task:
    task = find(storage, task_id)
    if task.state != TaskState.failed:
        raise Conflict(f"task {task_id} has not failed")
    attempts = task.attempts + 1
    again = task.model_copy(update={"state": TaskState.queued, "attempts": attempts})
    return storage.put_task(again, note="retried")


def purge(storage: Storage, request: PurgeRequest) -> int:
    limit = now() - timedelta(days=request.older_than_days)
    old = [
        task.id
        for task in storage.tasks.values()
        if task.state in request.states and task.created_at <= limit
    ]
    for task_id in old:
        storage.drop_task(task_id)
    return len(old)
