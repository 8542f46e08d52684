"""/roles"""

from fastapi import APIRouter, HTTPException

from ..deps import AdminOnly, StorageDep
from ..models import Member, Role, RoleUpdate
from ..storage import Storage

router = APIRouter(dependencies=[AdminOnly])


def known_role(storage: Storage, name: str) -> Role:
    if name not in storage.roles:
        raise HTTPException(404, f"no role {name}")
    return storage.roles[name]


@router.get("")
def list_roles(storage: StorageDep) -> list[Role]:
    return [storage.roles[name] for name in sorted(storage.roles)]


@router.put("/{name}")
def save_role(name: str, update: RoleUpdate, storage: StorageDep) -> Role:
    storage.roles[name] = Role(name=name, permissions=update.permissions)
    return storage.roles[name]


@router.delete("/{name}", status_code=204)
def delete_role(name: str, storage: StorageDep) -> None:
    known_role(storage, name)
    if name == "admin":
        raise HTTPException(409, "the role admin must stay")
    del storage.roles[name]
    storage.members.pop(name, None)


@router.get("/{name}/members")
def list_members(name: str, storage: StorageDep) -> list[Member]:
    known_role(storage, name)
    return [Member(user=user) for user in sorted(storage.members.get(name, ()))]


@router.post("/{name}/members", status_code=201)
def add_member(name: str, member: Member, storage: StorageDep) -> Member:
    known_role(storage, name)
    storage.members.setdefault(name, set()).add(member.user)
    return member


@router.get("/{name}/members")
def members_of_role(name: str, storage: StorageDep) -> list[Member]:
    known_role(storage, name)
    return [Member(user=user) for user in storage.members.get(name, ())]
