"""/streams"""

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from ..deps import AdminOnly, StorageDep
from ..models import Consumer, Drained, Stream, StreamCreate
from ..services import streams as service

router = APIRouter(prefix="/streams", tags=["streams"])


@router.get("")
def list_streams(storage: StorageDep) -> list[Stream]:
    return service.everything(storage)


@router.post("", status_code=201)
def create_stream(stream: StreamCreate, storage: StorageDep) -> Stream:
    return service.create(storage, stream)


@router.get("/{name}")
def get_stream(name: str, storage: StorageDep) -> Stream:
    return service.find(storage, name)


@router.get("/active")
def active_streams(storage: StorageDep) -> list[Stream]:
    return [stream for stream in service.everything(storage) if stream.pending]


@router.post("/{name}/drain", dependencies=[AdminOnly])
def drain_stream(name: str, storage: StorageDep) -> Drained:
    return Drained(removed=service.drain(storage, name))


@router.get("/{name}/consumers")
def list_consumers(name: str, storage: StorageDep) -> list[Consumer]:
    return service.consumers(storage, name)


@router.delete("/{name}/consumers/{consumer_id}", status_code=204)
def forget_consumer(name: str, consumer: str, storage: StorageDep) -> None:
    service.forget(storage, name, consumer)


@router.websocket("/{name}/tail")
async def tail_stream(socket: WebSocket, name: str) -> None:
    storage = socket.app.state.storage
    await socket.accept()
    try:
        while True:
            await socket.send_json({"pending": len(service.waiting(storage, name))})
            await asyncio.sleep(storage.config.poll_seconds)
    except WebSocketDisconnect:
        return
