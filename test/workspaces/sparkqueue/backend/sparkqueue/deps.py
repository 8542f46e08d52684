"""What routes depend on: the storage, the caller, and what the caller may do."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request

from .settings import settings
from .storage import Storage


def get_storage(request: Request) -> Storage:
    return request.app.state.storage


StorageDep = Annotated[Storage, Depends(get_storage)]


def current_user(x_spark_user: Annotated[str, Header()] = "guest") -> str:
    return x_spark_user


def require_role(name: str) -> Callable[[str, Storage], str]:
    def check(user: Annotated[str, Depends(current_user)], storage: StorageDep) -> str:
        if user not in settings.admins and user not in storage.members.get(name, ()):
            raise HTTPException(403, f"{user} does not have the role {name}")
        return user

    return check


AdminOnly = Depends(require_role("admin"))
