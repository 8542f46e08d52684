/** Who asks in a test: where the new route is guarded otherwise than those that tests ask for, the fixture that is for such a guard. */
import { dirname } from '../../base/uri';
import type { Project } from '../project';
import { snake } from './names';
import type { Example, Found } from './test-examples';

/** What guards and their fixtures are called, whoever they let in. */
const PLAIN = new Set(
  'annotated auth authenticated client current db depends get header headers http is me optional require required requires role security session str test token user users with'.split(
    ' ',
  ),
);

/** 'admin' of `user: AdminUser` and of `Depends(require_admin)`. */
const saidBy = (guards: readonly string[]): string[] => {
  const names = guards.flatMap((g) => g.match(/[A-Za-z_]\w*/g) ?? []);
  return [...new Set(names.flatMap((n) => snake(n).split('_')))].filter((w) => w.length > 2 && !PLAIN.has(w));
};

const FIXTURE = /^@pytest(?:_asyncio)?\.fixture(?:\([^)]*?(?:name=["'](\w+)["'])?[^)]*\))?\s*\n(?:async )?def (\w+)/gm;

/** Fixtures that a test module has: its own, and those of the conftest.py around it. */
function fixturesFor(project: Project, file: string): string[] {
  const root = project.root(file);
  const files = [file];
  for (let dir = dirname(file); dir.length >= root.length && dir !== dirname(dir); dir = dirname(dir)) {
    files.push(`${dir}/conftest.py`);
    if (dir === root) break;
  }
  return files.flatMap((f) => [...(project.text(f) ?? '').matchAll(FIXTURE)].map((m) => m[1] ?? m[2]!));
}

/** `headers=admin_headers` for a route of admins, where the example asks with `auth_headers`. */
export function asGuarded(project: Project, example: Example, guards: readonly string[], found: readonly Found[]): Example {
  const words = saidBy(guards);
  const given = example.head.match(/\(([^)]*)\)/)?.[1]?.match(/\w+(?=\s*(?:[,:]|$))/g) ?? [];
  const used = given.filter((name) => new RegExp(`(?<![\\w.])${name}\\b`).test([example.client, ...example.extra].join(' ')));
  const all = words.length ? fixturesFor(project, example.file) : [];
  let out = example;
  for (const name of used) {
    const isKnown = found.some(
      (f) =>
        f.ok && f.example.head.includes(name) && f.of.parameters.some((p) => p.kind === 'dependency' && guards.includes(p.text)),
    );
    const parts = snake(name).split('_');
    const other = isKnown
      ? undefined
      : all.find((one) => {
          const own = snake(one).split('_');
          return own.at(-1) === parts.at(-1) && words.some((w) => own.includes(w) && !parts.includes(w));
        });
    if (other !== undefined) out = renamed(out, name, other);
  }
  return out;
}

function renamed(example: Example, from: string, to: string): Example {
  const inCode = (text: string) => text.replace(new RegExp(`(?<![\\w.])${from}\\b`, 'g'), to);
  return {
    ...example,
    head: inCode(example.head),
    client: inCode(example.client),
    extra: example.extra.map(inCode),
    setup: example.setup.map(inCode),
    before: example.before.map(inCode),
    request: inCode(example.request),
  };
}
