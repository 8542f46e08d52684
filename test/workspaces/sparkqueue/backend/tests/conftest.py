"""A fresh application for every test."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from sparkqueue.main import create_app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


@pytest.fixture
def root(client: TestClient) -> TestClient:
    client.headers["X-Spark-User"] = "root"
    return client
