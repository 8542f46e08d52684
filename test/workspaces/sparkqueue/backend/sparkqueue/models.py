"""What travels over the API."""

from datetime import datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class TaskState(str, Enum):
    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"


class Priority(str, Enum):
    low = "low"
    normal = "normal"
    high = "high"


class TaskCreate(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    stream: str
    priority: Priority = Priority.normal
    max_retries: int = Field(default=3, ge=0, le=20)
    payload: dict[str, Any] = Field(default_factory=dict)


class TaskUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    priority: Priority | None = None
    max_retries: int | None = Field(default=None, ge=0, le=20)
    owner: str | None = None


class Task(TaskCreate):
    id: int
    state: TaskState = TaskState.queued
    attempts: int = 0
    owner: str | None = None
    created_at: datetime


class TaskPage(BaseModel):
    items: list[Task]
    total: int


class TaskEvent(BaseModel):
    at: datetime
    state: TaskState
    note: str = ""


class ImportResult(BaseModel):
    created: int


class StreamCreate(BaseModel):
    name: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9-]*$")
    description: str = ""
    concurrency: int = Field(default=4, ge=1, le=64)


class Stream(StreamCreate):
    pending: int = 0


class Consumer(BaseModel):
    id: str
    host: str
    last_seen: datetime


class Drained(BaseModel):
    removed: int


class Role(BaseModel):
    name: str
    permissions: list[str] = Field(default_factory=list)


class RoleUpdate(BaseModel):
    permissions: list[str]


class Member(BaseModel):
    user: str


class QueueConfig(BaseModel):
    retention_days: int = 14
    default_priority: Priority = Priority.normal
    poll_seconds: int = 5


class ConfigUpdate(BaseModel):
    retention_days: int | None = Field(default=None, ge=1)
    default_priority: Priority | None = None
    poll_seconds: int | None = Field(default=None, ge=1)


class PurgeRequest(BaseModel):
    states: list[TaskState]
    older_than_days: int = Field(default=0, ge=0)


class PurgeResult(BaseModel):
    purged: int


class ReloadResult(BaseModel):
    streams: int
    tasks: int


class Throughput(BaseModel):
    stream: str
    finished_per_hour: float
