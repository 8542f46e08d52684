/**
 * Where applications answer: 'localhost:8001' by a start command, by `uvicorn.run(app, port=8001)` in the code or by a compose file that publishes
 * the port; 'billing' and 'billing:8000' as the service of a compose file.
 */
import { equalData } from '../../base/equal';
import type { Query } from '../../base/query';
import { dirname, join } from '../../base/uri';
import type { Arg, X } from '../../facts/expression';
import type { ComposeService } from '../../facts/facts';
import type { Context, Place } from '../../values/context';
import { alternatives, siteKey, textOf, type Value } from '../../values/value';
import type { AppNames, StartedAt } from './apps';
import { roleOf } from './roles';

/** 'localhost:8001', 'billing:8000' of a compose file, by the place where the application is made (`Route.appSite`). */
export type Hosts = Record<string, string[]>;

export class Listeners {
  private readonly answers: Query<null, Hosts>;
  private readonly runs: Query<string, { site: string; host: string }[]>;

  constructor(
    private readonly ctx: Context,
    private readonly names: AppNames,
  ) {
    const { db } = ctx.world;
    this.runs = db.query(
      'servers run in file',
      (file) => this.runIn(file),
      () => [],
      { equal: equalData },
    );
    this.answers = db.query<null, Hosts>(
      'where applications answer',
      () => this.all(),
      () => ({}),
      { equal: equalData },
    );
  }

  hosts(): Hosts {
    return this.answers.get('', null);
  }

  private all(): Hosts {
    const { world } = this.ctx;
    const out: Hosts = {};
    const add = (site: string, hosts: readonly string[]) => {
      out[site] = [...new Set([...(out[site] ?? []), ...hosts])];
    };
    const starts = this.names.commands();
    for (const start of starts) add(start.site, [`localhost:${portOf(start)}`]);
    for (const file of world.files('settings')) {
      const facts = world.settings(file);
      for (const service of (facts?.of === 'start' && facts.services) || [])
        for (const start of startsOf(service, file, starts)) add(start.site, hostsOf(service, portOf(start)));
    }
    for (const file of world.files('python')) for (const { site, host } of this.runs.get(file, file)) add(site, [host]);
    return out;
  }

  /** uvicorn.run(app, port=8001), uvicorn.run("app.main:app"), app.run(port=5001) */
  private runIn(file: string): { site: string; host: string }[] {
    const chunks = Object.entries(this.ctx.world.code(file)?.chunks ?? {});
    return chunks.flatMap(([id, { arena }]) => {
      const calls = arena.flatMap((e) => {
        const callee = e.kind === 'call' ? arena[e.callee] : undefined;
        const isRun = callee?.kind === 'get' && callee.name === 'run' && arena[callee.object]?.kind === 'ref';
        return e.kind === 'call' && isRun ? [{ args: e.args, object: callee.object }] : [];
      });
      const place = calls.length ? this.ctx.place(file, id, this.ctx.genericEnv(file, id)) : undefined;
      return calls.flatMap(({ args, object }) => (place ? this.run(place, object, args) : []));
    });
  }

  private run(place: Place, object: X, args: readonly Arg[]): { site: string; host: string }[] {
    const on = this.ctx.evaluate(place, object);
    const isServer = on.kind === 'ext' && /^(?:uvicorn|hypercorn)$/.test(on.path);
    if (!isServer && !alternatives(on).some((a) => roleOf(this.ctx, a.value)?.kind === 'app')) return [];
    const given = (test: (arg: Arg) => boolean) => {
      const arg = args.find(test);
      return arg && this.ctx.evaluate(place, arg.x);
    };
    const target = isServer ? given((arg) => arg.name === undefined || arg.name === 'app') : on;
    const sites = target ? this.names.sitesOf(place.file, target) : [];
    const port = given((arg) => arg.name === 'port');
    const ports = port ? portsIn(port) : [isServer ? 8000 : 5000];
    return sites.flatMap((site) => ports.map((port) => ({ site: siteKey(site), host: `localhost:${port}` })));
  }
}

const USUAL: [RegExp, number][] = [
  [/\b(?:flask|quart)\b.*\brun\b/, 5000],
  [/\bwaitress-serve\b/, 8080],
];

/** The port that is written, else the server's usual one. */
const portOf = ({ port, command }: StartedAt): number => port ?? USUAL.find(([test]) => test.test(command))?.[1] ?? 8000;

/** Numbers among what a port may be: `int(os.environ.get("PORT", 8001))` is 8001 where nobody sets it. */
function portsIn(value: Value): number[] {
  return alternatives(value).flatMap(({ value: one }) => {
    if (one.kind === 'made') return one.args.pos.flatMap(portsIn);
    const text = one.kind === 'lit' ? String(one.value) : (textOf(one) ?? '');
    return /^\d{2,5}$/.test(text) ? [Number(text)] : [];
  });
}

/** Its own command counts; without one, those of files in the folder that it is built from. */
function startsOf({ apps, build }: ComposeService, file: string, starts: readonly StartedAt[]): StartedAt[] {
  const own = starts.filter((s) => s.file === file && apps.includes(s.index));
  if (own.length || build === undefined) return own;
  const folder = join(dirname(file), build);
  return starts.filter((s) => dirname(s.file) === folder);
}

const hostsOf = ({ name, ports }: ComposeService, inside: number): string[] => [
  ...ports.map((port) => `localhost:${port}`),
  name,
  `${name}:${inside}`,
];
