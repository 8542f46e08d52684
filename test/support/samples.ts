/** Small projects that more than one test speaks of. */

/** A route that is never reached, in a function's body: it cannot be moved before the one that takes its requests. */
export const UNMOVABLE = `from fastapi import FastAPI


def create_app() -> FastAPI:
    app = FastAPI()

    @app.get("/streams/{name}")
    def stream(name: str):
        return name

    @app.get("/streams/active")
    def active():
        return []

    return app


app = create_app()
`;
