"""Roles, configuration and maintenance over HTTP."""

from fastapi.testclient import TestClient


def test_health(client: TestClient) -> None:
    assert client.get("/api/health").json()["status"] == "ok"


def test_roles_are_for_admins(client: TestClient) -> None:
    assert client.get("/api/roles").status_code == 403


def test_a_member_of_admin_may_do_what_root_may(root: TestClient) -> None:
    root.post("/api/roles/admin/members", json={"user": "ada"})
    assert root.get("/api/roles/admin/members").json() == [{"user": "ada"}]
    ada = {"X-Spark-User": "ada"}
    assert root.get("/api/roles", headers=ada).status_code == 200


def test_a_role_is_saved_and_deleted(root: TestClient) -> None:
    saved = root.put("/api/roles/ops", json={"permissions": ["tasks:write"]})
    assert saved.json() == {"name": "ops", "permissions": ["tasks:write"]}
    assert root.delete("/api/roles/ops").status_code == 204
    assert root.delete("/api/roles/admin").status_code == 409


def test_config_is_changed_in_part(root: TestClient) -> None:
    before = root.get("/api/config").json()
    after = root.patch("/api/config", json={"retention_days": 3}).json()
    assert after == {**before, "retention_days": 3}
    assert root.get("/api/config/defaults").json() == before


def test_purge_takes_only_the_states_named(root: TestClient) -> None:
    root.post("/api/tasks", json={"title": "x", "stream": "default"})
    none = root.post("/api/admin/purge", json={"states": ["done"]})
    assert none.json() == {"purged": 0}
    one = root.post("/api/admin/purge", json={"states": ["queued"]})
    assert one.json() == {"purged": 1}


def test_reload_starts_over(root: TestClient) -> None:
    root.post("/api/streams", json={"name": "mail"})
    assert root.post("/api/admin/reload").json() == {"streams": 1, "tasks": 0}
