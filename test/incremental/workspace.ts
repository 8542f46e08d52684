/** Small workspaces made at random, and random edits of them: what the tests of increments are run on. */

/** A generator of numbers that gives the same series for the same seed. */
export class Random {
  constructor(private state: number) {}
  below(n: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 4294967296) * n);
  }
  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

interface RouterFile {
  prefix: string;
  routes: { verb: string; path: string; handler: string; status: number; takes: string }[];
  tag: string;
  /** Numbers of other router files. */
  includes: number[];
  style: 'plain' | 'factory' | 'class' | 'subclass' | 'registered';
  blank: number;
  body: number;
}

const VERBS = ['get', 'post', 'put', 'delete'];
const WORDS = ['tasks', 'users', 'items', 'jobs', 'teams', 'notes'];

/** A FastAPI application with routers in files of their own, and a page's script that calls it. */
export class Workspace {
  private readonly routers: RouterFile[] = [];
  private readonly deleted = new Set<number>();
  private main: {
    includes: { router: number; prefix: string; condition: boolean; loop: boolean; tag: string }[];
    blank: number;
    factory: boolean;
  };
  private base = '/api';
  private star = false;
  private readonly calls: { verb: string; path: string }[] = [];

  constructor(private readonly random: Random) {
    const count = 3 + random.below(4);
    for (let i = 0; i < count; i++) this.routers.push(this.newRouter(count));
    this.main = { includes: [], blank: 0, factory: random.chance(30) };
    for (let i = 0; i < count; i++) if (random.chance(80)) this.main.includes.push(this.newInclude(i));
    for (let i = 0; i < 5; i++) this.calls.push(this.newCall());
  }

  /** All files by path; those that are deleted are absent. */
  files(): Record<string, string> {
    const out: Record<string, string> = {
      'app/__init__.py': '',
      'app/settings.py': `BASE = "${this.base}"\nVERSION = 1\n`,
      'app/helpers.py': HELPERS,
      'app/main.py': this.mainText(),
      'app/api/__init__.py': this.star ? 'from app.helpers import *\n' : '',
      'web/app.js': this.webText(),
      'web/client.js': `export const request = (path, method = "GET") => fetch("${this.base}" + path, { method });\n`,
    };
    this.routers.forEach((router, i) => {
      if (!this.deleted.has(i)) out[`app/api/r${i}.py`] = this.routerText(router, i);
    });
    return out;
  }

  /** One edit; says in words what it was. */
  edit(): string {
    const { random } = this;
    const at = random.below(this.routers.length);
    const router = this.routers[at]!;
    const include = this.main.includes.length ? random.pick(this.main.includes) : undefined;
    switch (random.below(19)) {
      case 0:
        router.prefix = `/${random.pick(WORDS)}${random.below(3)}`;
        return `prefix of r${at}`;
      case 1:
        random.pick(router.routes).path = `/${random.pick(WORDS)}/{${random.pick(['id', 'key'])}}`;
        return `path in r${at}`;
      case 2:
        random.pick(router.routes).verb = random.pick(VERBS);
        return `verb in r${at}`;
      case 3:
        random.pick(router.routes).handler = `h${random.below(1000)}`;
        return `handler of r${at} renamed`;
      case 4:
        router.routes.push(this.newRoute());
        return `route added to r${at}`;
      case 5:
        if (router.routes.length > 1) router.routes.pop();
        return `route taken from r${at}`;
      case 6:
        router.includes = router.includes.length ? [] : [random.below(this.routers.length)];
        return `includes of r${at}`;
      case 7:
        router.style = random.pick(['plain', 'factory', 'class', 'subclass', 'registered']);
        return `r${at} is ${router.style}`;
      case 8:
        if (this.deleted.has(at)) this.deleted.delete(at);
        else this.deleted.add(at);
        return `r${at} deleted or restored`;
      case 9:
        router.blank++;
        return `blank line in r${at}`;
      case 10:
        router.body++;
        return `body in r${at}`;
      case 11:
        if (include) include.prefix = random.pick(['', '/v1', '/v2', 'BASE']);
        return 'prefix of an include';
      case 12:
        if (include && random.chance(50)) this.main.includes.splice(this.main.includes.indexOf(include), 1);
        else this.main.includes.push(this.newInclude(at));
        return 'include added or removed';
      case 13:
        if (include) include[random.pick(['condition', 'loop'] as const)] = random.chance(50);
        this.main.factory = random.chance(30);
        this.main.blank = random.below(3);
        return 'shape of main';
      case 14:
        this.base = random.pick(['/api', '/rest', '/v1']);
        this.star = random.chance(50);
        return 'settings';
      case 15:
        random.pick(router.routes).status++;
        return `status in r${at}`;
      case 16:
        random.pick(router.routes).takes = random.pick(['', 'q: int = 1', 'item: Item', 'user=Depends(current)']);
        return `parameters in r${at}`;
      case 17:
        if (include && random.chance(50)) include.tag = random.pick(WORDS);
        else router.tag = random.pick(WORDS);
        return 'tags';
      default:
        this.calls[random.below(this.calls.length)] = this.newCall();
        return 'a call';
    }
  }

  private newRoute() {
    const { random } = this;
    const path = random.chance(30) ? '/' : `/${random.pick(WORDS)}`;
    return { verb: random.pick(VERBS), path, handler: `f${random.below(1000)}`, status: 200, takes: '' };
  }
  private newRouter(count: number): RouterFile {
    const { random } = this;
    return {
      prefix: random.chance(70) ? `/${random.pick(WORDS)}` : '',
      routes: Array.from({ length: 1 + random.below(3) }, () => this.newRoute()),
      includes: random.chance(25) ? [random.below(count)] : [],
      style: random.pick(['plain', 'plain', 'factory', 'class', 'subclass', 'registered']),
      tag: random.pick(WORDS),
      blank: 0,
      body: 0,
    };
  }
  private newInclude(router: number) {
    const { random } = this;
    return { router, prefix: random.pick(['', '/v1', 'BASE']), condition: random.chance(15), loop: random.chance(20), tag: 'x' };
  }
  private newCall() {
    const { random } = this;
    return { verb: random.pick(VERBS).toUpperCase(), path: `/${random.pick(WORDS)}/${random.pick(WORDS)}` };
  }

  private routerText(router: RouterFile, i: number): string {
    const routes = (on: string, indent: string) =>
      router.routes
        .map(
          (r) =>
            `${indent}@${on}.${r.verb}("${r.path}", status_code=${r.status})\n${indent}def ${r.handler}(${r.takes}):\n${indent}    return ${router.body}\n`,
        )
        .join('\n');
    const lines = [
      'from fastapi import APIRouter, Depends',
      'from app.helpers import Item, current',
      'from app.settings import BASE, VERSION',
      'from app.helpers import ROUTERS, OwnRouter, make_router, register',
      ...router.includes.map((n) => `from app.api import r${n}`),
      '\n'.repeat(router.blank),
    ];
    const made = {
      plain: `router = APIRouter(prefix="${router.prefix}", tags=["${router.tag}"])\n\n${routes('router', '')}`,
      factory: `router = make_router("${router.prefix}")\n\n${routes('router', '')}`,
      class: `class Api:\n    def __init__(self, prefix):\n        self.router = APIRouter(prefix=prefix)\n\n${routes('self.router', '        ')}\napi = Api("${router.prefix}")\nrouter = api.router\n`,
      subclass: `router = OwnRouter("${router.prefix}")\n\n${routes('router', '')}`,
      registered: `router = APIRouter(prefix="${router.prefix}")\n\n${routes('router', '')}\nregister(router)\nROUTERS.append(router)\n`,
    }[router.style];
    return `${lines.join('\n')}\n${made}\n${router.includes.map((n) => `router.include_router(r${n}.router)`).join('\n')}\n# r${i}\n`;
  }

  private mainText(): string {
    const { includes, factory, blank } = this.main;
    const indent = factory ? '    ' : '';
    const prefix = (p: string) => (p === '' ? '' : `, prefix=${p === 'BASE' ? 'BASE' : `"${p}"`}`);
    const single = includes.map((n) => {
      const call = `app.include_router(r${n.router}.router${prefix(n.prefix)}, tags=["${n.tag}"])`;
      if (n.condition) return `${indent}if VERSION > 1:\n${indent}    ${call}`;
      return n.loop
        ? `${indent}for module in (r${n.router},):\n${indent}    app.include_router(module.router)`
        : `${indent}${call}`;
    });
    const body = [
      `${indent}app = FastAPI()`,
      ...single,
      `${indent}for one in ROUTERS:\n${indent}    app.include_router(one, prefix="/registered")`,
    ];
    return [
      'from fastapi import FastAPI',
      'from app.settings import BASE, VERSION',
      'from app.helpers import ROUTERS',
      ...[...new Set(includes.map((n) => n.router))].map((n) => `from app.api import r${n}`),
      '\n'.repeat(blank),
      ...(factory ? ['def create_app():', ...body, '    return app', '', 'app = create_app()'] : body),
      '',
    ].join('\n');
  }

  private webText(): string {
    const calls = this.calls.map((c, i) =>
      i % 2 ? `request("${c.path}", "${c.verb}");` : `fetch("${this.base}${c.path}", { method: "${c.verb}" });`,
    );
    return `import { request } from "./client";\n${calls.join('\n')}\n`;
  }
}

const HELPERS = `from fastapi import APIRouter, Header
from pydantic import BaseModel

ROUTERS = []


class Item(BaseModel):
    name: str


def current(authorization: str = Header()):
    return authorization


class OwnRouter(APIRouter):
    def __init__(self, prefix):
        super().__init__(prefix="/own" + prefix)


def make_router(prefix):
    router = APIRouter(prefix=prefix)

    @router.get("/made")
    def made():
        return 1

    return router


def register(router):
    @router.get("/health")
    def health():
        return {}
`;
