"""/stats: figures for the dashboard."""

from collections import Counter
from datetime import timedelta

from fastapi import APIRouter

from ..deps import StorageDep
from ..models import TaskState, Throughput
from ..storage import now

router = APIRouter(prefix="/stats", tags=["stats"])


@router.get("/throughput")
def throughput(storage: StorageDep, hours: int = 24) -> list[Throughput]:
    since = now() - timedelta(hours=hours)
    finished = Counter(
        storage.tasks[task_id].stream
        for task_id, events in storage.history.items()
        if events[-1].state == TaskState.done and events[-1].at >= since
    )
    return [
        Throughput(stream=stream, finished_per_hour=count / hours)
        for stream, count in sorted(finished.items())
    ]
