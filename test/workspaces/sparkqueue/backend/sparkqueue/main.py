"""The application. Start it with `uvicorn sparkqueue.main:app --port 8700`."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from . import __version__
from .routers import api_router
from .services.tasks import Conflict, NotFound
from .settings import settings
from .storage import Storage


def create_app() -> FastAPI:
    app = FastAPI(title=settings.title, version=__version__)
    app.state.storage = Storage(settings.seed_file)
    app.include_router(api_router, prefix=settings.api_prefix)
    app.add_api_route(f"{settings.api_prefix}/health", health, methods=["GET"])
    app.add_exception_handler(NotFound, not_found)
    app.add_exception_handler(Conflict, conflict)
    return app


def health() -> dict[str, str]:
    return {"status": "ok", "version": __version__}


def not_found(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=404)


def conflict(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=409)


app = create_app()
