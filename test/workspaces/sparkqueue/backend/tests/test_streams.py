"""Streams over HTTP."""

from fastapi.testclient import TestClient


def test_there_is_a_default_stream(client: TestClient) -> None:
    streams = client.get("/api/streams").json()
    assert [stream["name"] for stream in streams] == ["default"]


def test_a_stream_is_created_once(client: TestClient) -> None:
    stream = {"name": "mail", "concurrency": 2}
    assert client.post("/api/streams", json=stream).status_code == 201
    assert client.get("/api/streams/mail").json()["concurrency"] == 2
    assert client.post("/api/streams", json=stream).status_code == 409


def test_a_drained_stream_has_nothing_pending(root: TestClient) -> None:
    root.post("/api/tasks", json={"title": "x", "stream": "default"})
    assert root.get("/api/streams/default").json()["pending"] == 1
    assert root.post("/api/streams/default/drain").json() == {"removed": 1}
    assert root.get("/api/streams/default").json()["pending"] == 0


def test_draining_is_for_admins(client: TestClient) -> None:
    assert client.post("/api/streams/default/drain").status_code == 403


def test_a_stream_can_be_watched(client: TestClient) -> None:
    with client.websocket_connect("/api/streams/default/tail") as socket:
        assert socket.receive_json() == {"pending": 0}


def test_no_consumers_at_first(client: TestClient) -> None:
    assert client.get("/api/streams/default/consumers").json() == []
