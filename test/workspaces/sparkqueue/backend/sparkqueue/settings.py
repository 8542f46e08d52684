"""Settings of the server process, from the environment."""

import os
from pathlib import Path

from pydantic import BaseModel


class Settings(BaseModel):
    title: str = "Sparkqueue"
    api_prefix: str = "/api"
    seed_file: Path | None = None
    page_size: int = 50
    admins: tuple[str, ...] = ("root",)


def load_settings() -> Settings:
    seed = os.environ.get("SPARKQUEUE_SEED")
    admins = os.environ.get("SPARKQUEUE_ADMINS", "root")
    return Settings(
        seed_file=Path(seed) if seed else None,
        admins=tuple(name.strip() for name in admins.split(",")),
    )


settings = load_settings()
