/**
 * Makes workspaces of any size for the bench: several FastAPI applications with nested routers, and a TypeScript UI that calls them
 * through wrappers, an axios instance, hooks and plain fetch. The same sizes give the same files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Sizes {
  routes: number;
  calls: number;
  /** Files besides, that neither serve nor call: components, helpers, models. */
  fillers?: number;
}

/** A routes file serves so many routes; a module of the UI makes so many calls. */
const PER_ROUTER = 10;
const PER_MODULE = 10;
const ROUTERS_PER_APP = 40;
/** One call in so many asks for what no route serves. */
const WRONG = 50;

const nouns = 'task stream role user order invoice report device camera alert team label export secret token plan'.split(' ');
const verbs = ['get', 'post', 'get', 'put', 'get', 'delete', 'get', 'patch', 'get', 'post'] as const;
const tails = [
  '',
  '',
  '/active',
  '/{item_id}',
  '/{item_id}',
  '/{item_id}',
  '/{item_id}/history',
  '/{item_id}',
  '/stats/summary',
  '/{item_id}/archive',
];

export interface RouteSpec {
  method: (typeof verbs)[number];
  /** As the UI asks for it: holes are `${id}`. */
  path: string;
}

/** Paths of files from the workspace's top to their text. */
export function generate({ routes, calls, fillers = 0 }: Sizes): Map<string, string> {
  const files = new Map<string, string>();
  const served = backend(files, routes);
  wrappers(files);
  for (let module = 0; module * PER_MODULE < calls; module++)
    uiModule(files, module, served, Math.min(PER_MODULE, calls - module * PER_MODULE));
  for (let i = 0; i < fillers; i++) filler(files, i);
  return files;
}

export function write(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The file that every module of the UI imports, and one that nobody imports. */
export const HUB = 'web/src/lib/http.ts';
export const LEAF = 'web/src/pages/page0.tsx';

function backend(files: Map<string, string>, count: number): RouteSpec[] {
  const served: RouteSpec[] = [];
  const routers = Math.ceil(count / PER_ROUTER);
  for (let app = 0; app * ROUTERS_PER_APP < routers; app++) {
    const names: string[] = [];
    for (let r = app * ROUTERS_PER_APP; r < Math.min(routers, (app + 1) * ROUTERS_PER_APP); r++) {
      const name = `${nouns[r % nouns.length]!}s_${r}`;
      names.push(name);
      served.push(...router(files, app, name, Math.min(PER_ROUTER, count - r * PER_ROUTER)));
    }
    application(files, app, names);
  }
  return served;
}

function application(files: Map<string, string>, app: number, names: string[]): void {
  const folder = `services/app${app}`;
  files.set(`${folder}/app/__init__.py`, '');
  files.set(`${folder}/app/routers/__init__.py`, '');
  files.set(
    `${folder}/app/config.py`,
    `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    api_prefix: str = "/api/v${app}"\n    debug: bool = False\n\n\nsettings = Settings()\n`,
  );
  files.set(
    `${folder}/app/main.py`,
    `from fastapi import APIRouter, FastAPI\n\nfrom app.config import settings\nfrom app.routers import ${names.join(', ')}\n\n\ndef create_app() -> FastAPI:\n    app = FastAPI(title="app${app}")\n    api = APIRouter(prefix=settings.api_prefix)\n    for module in (${names.join(', ')}):\n        api.include_router(module.router)\n    app.include_router(api)\n    return app\n\n\napp = create_app()\n`,
  );
}

function router(files: Map<string, string>, app: number, name: string, count: number): RouteSpec[] {
  const specs: RouteSpec[] = [];
  const lines = [
    'from fastapi import APIRouter, Depends, HTTPException, status',
    'from pydantic import BaseModel, Field\n',
    `router = APIRouter(prefix="/${name}", tags=["${name}"])\n\n`,
    'class Item(BaseModel):\n    id: int\n    name: str = Field(..., max_length=80)\n    labels: list[str] = []\n\n',
    'def current_user(token: str = "") -> str:\n    if not token:\n        raise HTTPException(status.HTTP_401_UNAUTHORIZED)\n    return token\n\n',
  ];
  for (let i = 0; i < count; i++) {
    const method = verbs[i % verbs.length]!;
    const tail = tails[i % tails.length]!;
    const body = method === 'post' || method === 'put' || method === 'patch' ? 'item: Item, ' : '';
    const id = tail.includes('{') ? 'item_id: int, ' : '';
    lines.push(
      `@router.${method}("${tail}", response_model=list[Item])\nasync def ${method}_${i}(${id}${body}user: str = Depends(current_user)):\n    """Operation ${i} on ${name}."""\n    rows = await store.fetch("${name}", user=user, limit=${10 + i})\n    if not rows:\n        raise HTTPException(status_code=404, detail="nothing of ${name} was found")\n    return [Item(id=row["id"], name=row["name"], labels=row.get("labels", [])) for row in rows]\n\n`,
    );
    specs.push({ method, path: `/api/v${app}/${name}${tail.replace('{item_id}', `\${id}`)}` });
  }
  files.set(`services/app${app}/app/routers/${name}.py`, lines.join('\n'));
  return specs;
}

function wrappers(files: Map<string, string>): void {
  const base = `\${BASE}\${path}`;
  files.set('web/package.json', '{"name": "web", "dependencies": {"axios": "^1.7.0", "react": "^19.0.0"}}\n');
  files.set('web/tsconfig.json', '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}}}\n');
  files.set(
    HUB,
    `import axios from 'axios';\n\nexport const BASE = import.meta.env.VITE_API_URL || '';\n\nexport interface Options {\n  method?: string;\n  body?: unknown;\n  signal?: AbortSignal;\n}\n\nexport async function request<T>(path: string, options: Options = {}): Promise<T> {\n  const response = await fetch(\`${base}\`, {\n    method: options.method ?? 'GET',\n    headers: { 'Content-Type': 'application/json' },\n    body: options.body === undefined ? undefined : JSON.stringify(options.body),\n    signal: options.signal,\n  });\n  if (!response.ok) throw new Error(response.statusText);\n  return response.json();\n}\n\nexport const api = {\n  get: <T>(path: string) => request<T>(path),\n  post: <T>(path: string, body?: unknown) => request<T>(path, { method: 'POST', body }),\n  put: <T>(path: string, body?: unknown) => request<T>(path, { method: 'PUT', body }),\n  patch: <T>(path: string, body?: unknown) => request<T>(path, { method: 'PATCH', body }),\n  delete: <T>(path: string) => request<T>(path, { method: 'DELETE' }),\n};\n\nexport const client = axios.create({ baseURL: BASE });\n`,
  );
}

/** A module of functions that call, and every second time a page that uses them. */
function uiModule(files: Map<string, string>, module: number, served: readonly RouteSpec[], count: number): void {
  const lines = [
    "import { api, client, request } from '@/lib/http';\n",
    'export interface Item {\n  id: number;\n  name: string;\n}\n',
  ];
  for (let i = 0; i < count; i++) {
    const n = module * PER_MODULE + i;
    lines.push(call(n, i, served[n % served.length]!));
  }
  files.set(`web/src/api/module${module}.ts`, lines.join('\n'));
  if (module % 2 === 0) files.set(`web/src/pages/page${module / 2}.tsx`, page(module, count));
}

function call(n: number, i: number, { method, path }: RouteSpec): string {
  const asked = n % WRONG === WRONG - 1 ? path.replace(/\/([a-z]+)(_\d+)/, '/$1x$2') : path;
  const url = asked.includes('${') ? `\`${asked}\`` : `'${asked}'`;
  const takes = asked.includes('${') ? 'id: number' : '';
  const sends = method === 'post' || method === 'put' || method === 'patch';
  const both = [takes, sends ? 'item: Partial<Item>' : ''].filter(Boolean).join(', ');
  const name = `${method}${n}`;
  if (i % 5 === 3)
    return `export async function ${name}(${both}) {\n  const { data } = await client.${method}<Item[]>(${url}${sends ? ', item' : ''});\n  return data.filter((one) => one.name !== '');\n}\n`;
  if (i % 5 === 4)
    return `export const ${name} = (${both}) =>\n  request<Item[]>(${url}, { method: '${method.toUpperCase()}'${sends ? ', body: item' : ''} }).catch(() => []);\n`;
  return `export const ${name} = (${both}) => api.${method}<Item[]>(${url}${sends ? ', item' : ''});\n`;
}

function page(module: number, count: number): string {
  const names = Array.from({ length: Math.min(3, count) }, (_, i) => `${verbs[i]!}${module * PER_MODULE + i}`);
  const rows = names.map(
    (name) => `      <button onClick={() => void ${name}(${name.startsWith('get') ? '7' : "7, { name: 'x' }"})}>${name}</button>`,
  );
  return `import { useEffect, useState } from 'react';\nimport { type Item, ${names.join(', ')} } from '@/api/module${module}';\n\nexport function Page${module}() {\n  const [items, setItems] = useState<Item[]>([]);\n  const [busy, setBusy] = useState(false);\n  useEffect(() => {\n    setBusy(true);\n    ${names[0]}(1).then((found) => {\n      setItems(found);\n      setBusy(false);\n    });\n  }, []);\n  return (\n    <section className="page" aria-busy={busy}>\n      <ul>{items.map((item) => <li key={item.id}>{item.name}</li>)}</ul>\n${rows.join('\n')}\n    </section>\n  );\n}\n`;
}

function filler(files: Map<string, string>, i: number): void {
  if (i % 3 === 0)
    files.set(
      `services/app0/app/lib/helper${i}.py`,
      `from dataclasses import dataclass\n\n\n@dataclass\nclass Row${i}:\n    id: int\n    name: str = ""\n\n\ndef total(rows: list[Row${i}]) -> int:\n    result = 0\n    for row in rows:\n        if row.name.startswith("x"):\n            result += row.id\n    return result\n`,
    );
  else
    files.set(
      `web/src/components/Part${i}.tsx`,
      `import { useMemo } from 'react';\n\ninterface Props {\n  rows: { id: number; name: string }[];\n  label?: string;\n}\n\nexport function Part${i}({ rows, label = 'part' }: Props) {\n  const sorted = useMemo(() => [...rows].sort((a, b) => a.name.localeCompare(b.name)), [rows]);\n  if (sorted.length === 0) return <p>{label}: nothing</p>;\n  return (\n    <ol>\n      {sorted.map((row) => (\n        <li key={row.id} title={\`\${label} \${row.id}\`}>{row.name}</li>\n      ))}\n    </ol>\n  );\n}\n`,
    );
}
