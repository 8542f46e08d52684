"""Tasks over HTTP."""

import pytest
from fastapi.testclient import TestClient


def make(client: TestClient, **values: object) -> dict:
    task = {"title": "Resize images", "stream": "default", **values}
    answer = client.post("/api/tasks", json=task)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_task_is_created_with_defaults(client: TestClient) -> None:
    task = make(client)
    assert task["state"] == "queued"
    assert task["priority"] == "normal"
    assert task["max_retries"] == 3
    assert client.get(f"/api/tasks/{task['id']}").json() == task


def test_tasks_are_listed_newest_first(client: TestClient) -> None:
    first, second = make(client, title="a"), make(client, title="b")
    page = client.get("/api/tasks", params={"stream": "default"}).json()
    assert page["total"] == 2
    assert [task["id"] for task in page["items"]] == [second["id"], first["id"]]


def test_the_list_is_filtered_by_status(client: TestClient) -> None:
    make(client)
    assert client.get("/api/tasks", params={"status": "done"}).json()["total"] == 0


@pytest.mark.parametrize("missing", ["title", "stream"])
def test_title_and_stream_are_needed(client: TestClient, missing: str) -> None:
    task = {"title": "Resize images", "stream": "default"}
    del task[missing]
    assert client.post("/api/tasks", json=task).status_code == 422


def test_a_task_needs_a_known_stream(client: TestClient) -> None:
    answer = client.post("/api/tasks", json={"title": "x", "stream": "nowhere"})
    assert answer.status_code == 404


def test_a_task_is_changed_in_part(client: TestClient) -> None:
    task = make(client)
    url = f"/api/tasks/{task['id']}"
    changed = client.patch(url, json={"owner": "ada", "max_retries": 5}).json()
    assert changed == {**task, "owner": "ada", "max_retries": 5}
    assert [event["note"] for event in client.get(f"{url}/history").json()] == [
        "",
        "edited",
    ]


def test_unknown_fields_are_refused(client: TestClient) -> None:
    url = f"/api/tasks/{make(client)['id']}"
    assert client.patch(url, json={"retries": 5}).status_code == 422


def test_only_failed_tasks_are_retried(client: TestClient) -> None:
    task = make(client)
    assert client.post(f"/api/tasks/{task['id']}/retry").status_code == 409


def test_a_task_is_deleted(client: TestClient) -> None:
    url = f"/api/tasks/{make(client)['id']}"
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404


def test_tasks_are_imported(client: TestClient) -> None:
    tasks = [{"title": name, "stream": "default"} for name in "abc"]
    assert client.post("/api/tasks/import", json=tasks).json() == {"created": 3}
