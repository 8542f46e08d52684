"""Asks the real framework which routes an application serves, and where the workspace registered each.

    python route-oracle.py < jobs.json > answers.json

A job is {"id", "folder", "root", "app": "module:attribute", "env": {…}, "startup": bool}: `folder` is the workspace, `root` the
folder in it that is put on sys.path, `attribute` an application or a function that returns one. An answer is {"id", "routes":
[{"method", "path", "handler", "at"}]} or {"id", "error"}; `at` holds the file:line of every frame of the workspace that was
running when the route was registered, innermost first, decorators of the handler before all others. All jobs run in this one process: modules, sys.path and the environment
are put back after each.
"""

import importlib
import inspect
import io
import json
import os
import re
import sys
import traceback
from contextlib import contextmanager, redirect_stdout

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
workspace = ""


def frames():
    found, frame = [], sys._getframe(2)
    while frame is not None:
        name = os.path.realpath(frame.f_code.co_filename)
        if workspace and not frame.f_code.co_filename.startswith("<") and name.startswith(workspace + os.sep):
            found.append(f"{os.path.relpath(name, workspace).replace(os.sep, '/')}:{frame.f_lineno}")
        frame = frame.f_back
    return list(dict.fromkeys(found))


def written(verbs, implied):
    """Verbs without those that the framework adds: HEAD to GET, Flask's OPTIONS to any other."""
    added = {"HEAD"} if "GET" in verbs and "HEAD" in implied else set()
    return sorted(verbs - added - ({"OPTIONS"} if "OPTIONS" in implied and len(verbs) > 1 else set()))


def handler_name(endpoint):
    while hasattr(endpoint, "func"):  # functools.partial
        endpoint = endpoint.func
    name = getattr(endpoint, "__qualname__", None) or type(endpoint).__qualname__
    return name.rsplit("<locals>.", 1)[-1]


def decorators(endpoint):
    """file:line of every line from the handler's first decorator to its def: helpers that wrap a decorator register elsewhere."""
    code = getattr(inspect.unwrap(endpoint), "__code__", None)
    name = os.path.realpath(code.co_filename) if code else ""
    if not name.startswith(workspace + os.sep):
        return []
    with open(name, encoding="utf-8") as source:
        lines = source.read().splitlines()
    first = last = code.co_firstlineno
    while not re.match(r"\s*(async\s+)?def\b", lines[last - 1]) and last < len(lines):
        last += 1
    return [f"{os.path.relpath(name, workspace).replace(os.sep, '/')}:{line}" for line in range(first, last)]


def ordered(endpoint, at):
    mine = decorators(endpoint)
    return sorted(at, key=lambda place: place not in mine)


def plain(path):
    """/tasks/{id:int} and /tasks/<int:id> are /tasks/{id}; only what spans segments keeps its converter."""
    path = re.sub(r"<(?:(\w+)(?:\([^<>]*\))?:)?(\w+)>", lambda m: "{%s:path}" % m[2] if m[1] == "path" else "{%s}" % m[2], path)
    return re.sub(r"\{(\w+):(\w+)\}", lambda m: m[0] if m[2] == "path" else "{%s}" % m[1], path)


# --- Starlette and FastAPI -------------------------------------------------------------------------------------------------


def watch_starlette():
    from fastapi.routing import APIRoute, APIWebSocketRoute
    from starlette.routing import Mount, Route, WebSocketRoute

    for kind in (APIRoute, APIWebSocketRoute, Mount, Route, WebSocketRoute):

        def watched(self, *args, __original=kind.__init__, **kwargs):
            if "registered_at" not in self.__dict__:
                self.__dict__["registered_at"] = frames()
            __original(self, *args, **kwargs)

        kind.__init__ = watched


def contexts(routes):
    """(route as served, route as written) of each, included routers opened by FastAPI itself."""
    from fastapi.routing import iter_route_contexts

    for context in iter_route_contexts(routes):
        yield context, context.original_route


def starlette_routes(routes, prefix=""):
    from fastapi.routing import APIRoute
    from starlette.endpoints import HTTPEndpoint
    from starlette.routing import Host, Mount, Route, WebSocketRoute

    for served, route in contexts(routes or []):
        at = route.__dict__.get("registered_at", [])
        if isinstance(route, Host):
            yield from app_routes(route.app, prefix)
        elif isinstance(route, Mount):
            yield from mounted(route.app, prefix + served.path, at)
        elif isinstance(route, WebSocketRoute):
            yield "WS", prefix + served.path, handler_name(route.endpoint), ordered(route.endpoint, at)
        elif isinstance(route, Route):
            endpoint = route.endpoint
            if getattr(endpoint, "__module__", "") == "fastapi.applications":  # /docs, /openapi.json …
                continue
            if inspect.isclass(endpoint) and issubclass(endpoint, HTTPEndpoint):
                for verb in VERBS:
                    if hasattr(endpoint, verb.lower()):
                        yield verb, prefix + served.path, handler_name(getattr(endpoint, verb.lower())), at
            else:
                implied = () if isinstance(route, APIRoute) else ("HEAD",)
                for verb in written(set(served.methods), implied) if served.methods else ["ANY"]:
                    yield verb, prefix + served.path, handler_name(endpoint), ordered(endpoint, at)


def mounted(app, prefix, at):
    from starlette.staticfiles import StaticFiles

    if isinstance(app, StaticFiles):
        return
    listed = list(app_routes(app, prefix))
    if listed or inner(app) is not None:
        yield from listed
    else:
        yield "ANY", prefix + "/{?}", handler_name(app), at


# --- Flask and Quart -------------------------------------------------------------------------------------------------------

registered = []


def watch_flask():
    import flask.sansio.app
    import flask.sansio.blueprints
    import flask_restful
    import flask_restx
    import quart

    blueprint = flask.sansio.blueprints.Blueprint
    for owner, method in (
        (flask.sansio.app.App, "add_url_rule"),
        (quart.Quart, "add_url_rule"),
        (quart.Quart, "add_websocket"),
        (blueprint, "add_url_rule"),
        (quart.Blueprint, "add_websocket"),
    ):

        def watched(self, rule, endpoint=None, view_func=None, *args, __original=getattr(owner, method), **kwargs):
            if isinstance(rule, str):  # Flask-RESTX defers with a function; its add_resource is recorded below
                what = endpoint if view_func is None else view_key(view_func)
                methods = {m.upper() for m in kwargs.get("methods") or ()}
                registered.append((what, rule, frames(), isinstance(self, blueprint), methods))
            return __original(self, rule, endpoint, view_func, *args, **kwargs)

        setattr(owner, method, watched)
    for owner in (flask_restx.Namespace, flask_restx.Api, flask_restful.Api):
        if "add_resource" not in vars(owner):
            continue

        def watched_resource(self, resource, *urls, __original=owner.add_resource, **kwargs):
            for url in urls:
                registered.append((resource, url, frames(), True, set()))
            return __original(self, resource, *urls, **kwargs)

        owner.add_resource = watched_resource


def view_key(view):
    return getattr(view, "view_class", view)


def flask_at(view, rule, verb):
    """Where the view was given a rule that this one ends with: the most specific first, a blueprint's before its application's."""
    known = (view_key(view), rule.endpoint)
    of_view = [r for r in registered if r[0] in known and rule.rule.endswith(r[1]) and (not r[4] or verb in r[4])]
    best = sorted(of_view, key=lambda r: (not r[3], -len(r[1])))
    return list(dict.fromkeys(place for r in best for place in r[2]))


def flask_routes(app, prefix=""):
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        key = view_key(view)
        home = getattr(key, "__module__", "") or ""
        if rule.endpoint.split(".")[-1] == "static" or home.startswith(("flask_restx.", "flask_restful.")):
            continue
        if getattr(rule, "websocket", False):
            yield "WS", prefix + rule.rule, handler_name(view), ordered(view, flask_at(view, rule, "GET"))
            continue
        for verb in written(rule.methods, ("HEAD", "OPTIONS")):
            method = getattr(key, verb.lower(), None) or getattr(key, "dispatch_request", None) if inspect.isclass(key) else view
            yield verb, prefix + rule.rule, handler_name(method), ordered(view, flask_at(view, rule, verb))
    for below, child in getattr(getattr(app, "wsgi_app", None), "mounts", {}).items():
        yield from app_routes(child, prefix + below)


# --- Any application -------------------------------------------------------------------------------------------------------


def inner(app):
    """The application itself, under what wraps it; None for one that cannot be asked."""
    seen = 0
    while app is not None and seen < 20:
        if hasattr(app, "url_map") or hasattr(app, "routes"):
            return app
        app, seen = getattr(app, "app", None) or getattr(app, "other_asgi_app", None), seen + 1
    return None


def app_routes(app, prefix=""):
    app = inner(app)
    if app is None:
        return
    if hasattr(app, "url_map"):
        yield from flask_routes(app, prefix)
    else:
        yield from starlette_routes(app.routes, prefix)


def load(job):
    module, _, attribute = job["app"].partition(":")
    app = importlib.import_module(module)
    for name in attribute.split("."):
        app = getattr(app, name)
    return app() if inner(app) is None or inspect.isclass(app) or inspect.isfunction(app) else app


def start(app):
    from starlette.testclient import TestClient

    with TestClient(app):
        return


def ask(job):
    app = load(job)
    if job.get("startup"):
        start(app)
    listed = app_routes(app)
    return {
        (method, plain(path), handler): {"method": method, "path": plain(path), "handler": handler, "at": at}
        for method, path, handler, at in listed
    }


@contextmanager
def isolated(job):
    global workspace
    workspace = os.path.realpath(job["folder"])
    modules, paths, env, here = set(sys.modules), list(sys.path), dict(os.environ), os.getcwd()
    root = os.path.join(workspace, job.get("root") or "")
    sys.path.insert(0, root)
    os.chdir(root)
    os.environ.update(job.get("env") or {})
    importlib.invalidate_caches()
    registered.clear()
    try:
        yield
    finally:
        # Deepest first: a package without a file of its own asks its parent where it is.
        for name in sorted(set(sys.modules) - modules, reverse=True):
            file = getattr(sys.modules[name], "__file__", None) or next(iter(getattr(sys.modules[name], "__path__", [])), "")
            if os.path.realpath(file).startswith(workspace):
                del sys.modules[name]
        sys.path[:] = paths
        os.chdir(here)
        os.environ.clear()
        os.environ.update(env)


def main():
    sys.dont_write_bytecode = True
    watch_starlette()
    watch_flask()
    answers = []
    for job in json.load(sys.stdin):
        with isolated(job), redirect_stdout(io.StringIO()):
            try:
                answers.append({"id": job["id"], "routes": list(ask(job).values())})
            except BaseException:  # sys.exit in a fixture must not end the others
                answers.append({"id": job["id"], "error": traceback.format_exc()})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
