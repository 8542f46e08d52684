"""Streams and the consumers that take tasks from them."""

from ..models import Consumer, Stream, StreamCreate, TaskState
from ..storage import Storage
from .tasks import Conflict, NotFound


def find(storage: Storage, name: str) -> Stream:
    stream = storage.streams.get(name)
    if stream is None:
        raise NotFound(f"no stream {name}")
    return stream.model_copy(update={"pending": len(waiting(storage, name))})


def waiting(storage: Storage, name: str) -> list[int]:
    return [
        task.id
        for task in storage.tasks.values()
        if task.stream == name and task.state == TaskState.queued
    ]


def everything(storage: Storage) -> list[Stream]:
    return [find(storage, name) for name in sorted(storage.streams)]


def create(storage: Storage, stream: StreamCreate) -> Stream:
    if stream.name in storage.streams:
        raise Conflict(f"there is a stream {stream.name}")
    storage.streams[stream.name] = Stream(**stream.model_dump())
    return storage.streams[stream.name]


def drain(storage: Storage, name: str) -> int:
    find(storage, name)
    ids = waiting(storage, name)
    for task_id in ids:
        storage.drop_task(task_id)
    return len(ids)


def consumers(storage: Storage, name: str) -> list[Consumer]:
    find(storage, name)
    return list(storage.consumers.get(name, {}).values())


def forget(storage: Storage, name: str, consumer_id: str) -> None:
    known = storage.consumers.get(name, {})
    if consumer_id not in known:
        raise NotFound(f"no consumer {consumer_id}")
    del known[consumer_id]
