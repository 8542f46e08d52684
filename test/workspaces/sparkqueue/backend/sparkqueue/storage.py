"""Everything the queue remembers. One process, one lock, no database."""

import itertools
import json
from datetime import datetime, timezone
from pathlib import Path
from threading import RLock

from .models import Consumer, QueueConfig, Role, Stream, Task, TaskCreate, TaskEvent


def now() -> datetime:
    return datetime.now(timezone.utc)


class Storage:
    def __init__(self, seed_file: Path | None = None) -> None:
        self.lock = RLock()
        self.seed_file = seed_file
        self.reset()

    def reset(self) -> None:
        with self.lock:
            self._ids = itertools.count(1)
            self.tasks: dict[int, Task] = {}
            self.history: dict[int, list[TaskEvent]] = {}
            self.streams: dict[str, Stream] = {}
            self.consumers: dict[str, dict[str, Consumer]] = {}
            self.roles: dict[str, Role] = {
                "admin": Role(name="admin", permissions=["*"]),
                "viewer": Role(name="viewer", permissions=["tasks:read"]),
            }
            self.members: dict[str, set[str]] = {}
            self.config = QueueConfig()
            self._seed()

    def _seed(self) -> None:
        seed = {"streams": [{"name": "default", "description": "Anything else"}]}
        if self.seed_file and self.seed_file.exists():
            seed = json.loads(self.seed_file.read_text(encoding="utf-8"))
        for stream in seed.get("streams", []):
            self.streams[stream["name"]] = Stream(**stream)
        for task in seed.get("tasks", []):
            self.add_task(TaskCreate(**task))

    def add_task(self, task: TaskCreate) -> Task:
        with self.lock:
            stored = Task(**task.model_dump(), id=next(self._ids), created_at=now())
            self.tasks[stored.id] = stored
            self.history[stored.id] = [TaskEvent(at=now(), state=stored.state)]
            return stored

    def put_task(self, task: Task, note: str = "") -> Task:
        with self.lock:
            self.tasks[task.id] = task
            event = TaskEvent(at=now(), state=task.state, note=note)
            self.history[task.id].append(event)
            return task

    def drop_task(self, task_id: int) -> None:
        with self.lock:
            del self.tasks[task_id]
            del self.history[task_id]
