/**
 * Effects: what running a chunk does to the outside, as far as some knowledge cares (a route registered, a request sent).
 *
 * Every function has a summary: its effects in the activation that nobody specified. What depends on parameters is open, and every
 * call of the function makes it anew with the arguments given. What is closed happens once, where it is written. So helpers,
 * factories, methods, decorators and wrappers are understood by what they do, not by their names.
 */
import { sameItems } from '../base/equal';
import type { Query } from '../base/query';
import type { Arg, ChunkId, X } from '../facts/expression';
import type { SetMember } from '../facts/facts';
import { activation } from './activations';
import { CARRIED, LOOKED } from './carried';
import { constructorOf } from './classes';
import { componentEnv, componentFile } from './components';
import { conditionTexts } from './conditions';
import { type Context, type Place, siteOf } from './context';
import {
  type CallSite,
  distinctEffects,
  type Effect,
  type Invoke,
  isAssignment,
  isOnlyAsked,
  type Knowledge,
  type Run,
} from './effect';
import { HandedOn } from './handed-on';
import { directly } from './indirect';
import { type ChunkCalls, Interest } from './interest/interest';
import { iteratedOver } from './iterated';
import { LateMethods } from './late-methods';
import { ownersOf, rootOf } from './openness';
import { isTooFar, passedOn } from './passed-on';
import { childrenOf, drawn, firstStep, genericOf, inCallersWords, returnedInObjects, turnsAround } from './running';
import {
  type Args,
  alternatives,
  type Env,
  genericChild,
  keyOf,
  mergeWhen,
  runKey,
  type Site,
  siteKey,
  type Value,
  type When,
} from './value';

export type { CallSite, Effect, Invoke, Knowledge } from './effect';

const NO_CONDITIONS: string[] = [];

export class Effects<T extends object> {
  /** The calls that may have effects. */
  readonly interest: Interest;
  private readonly runs: Query<Run, Effect<T>[]>;
  private readonly handedOn: HandedOn<T>;
  private readonly late: LateMethods;

  constructor(
    private readonly ctx: Context,
    private readonly knowledge: Knowledge<T>,
    /** Whether an open effect says all there is to say, whoever calls: it is closed then, and not followed to its callers. */
    private readonly isSettled: (effect: Effect<T>, data: T) => boolean = () => false,
  ) {
    this.interest = new Interest(ctx, knowledge);
    this.late = new LateMethods(ctx, knowledge.name, this.interest);
    const same = (a: Effect<T>[], b: Effect<T>[]) => sameItems(a, b, (x, y) => this.keyOf(x) === this.keyOf(y));
    this.runs = ctx.world.db.query(
      `effects of ${knowledge.name}`,
      (run) => this.compute(run),
      () => [],
      { equal: same },
    );
    this.handedOn = new HandedOn(ctx, knowledge, this, same);
  }

  of(file: string, chunk: ChunkId, env: Env): Effect<T>[] {
    return this.interest.inFile(file).has(chunk) ? this.run(file, chunk, env) : [];
  }

  all = (): Effect<T>[] => this.interest.files().flatMap((file) => this.ofFile(file));

  /** Every effect of a file's chunks, closed ones and open ones, each chunk in its generic activation. */
  ofFile(file: string): Effect<T>[] {
    const calls = this.interest.inFile(file);
    return [...calls.keys()].flatMap((chunk) => this.run(file, chunk, genericOf(this.ctx, calls, file, chunk)));
  }

  private run(file: string, chunk: ChunkId, env: Env): Effect<T>[] {
    return this.runs.get(runKey(file, chunk, env), { file, chunk, env });
  }

  keyOf(e: Effect<T>): string {
    const at = [...e.via, e.site].map(siteKey).join('>');
    return `${at}|${e.data ? this.knowledge.key(e.data) : ''}|${e.conditions.join('&')}|${e.open.join()}${e.latent ? '|latent' : ''}${e.root ? `|${keyOf(e.root)}` : ''}`;
  }

  private compute({ file, chunk: id, env }: Run): Effect<T>[] {
    const place = this.ctx.place(file, id, env);
    if (!place) return [];
    const calls = this.interest.inFile(file);
    const generic = genericOf(this.ctx, calls, file, id);
    const only =
      env === generic || env.id === generic.id
        ? undefined
        : new Set(
            this.run(file, id, generic)
              .filter((e) => e.open.length)
              .map((e) => firstStep(e, id)),
          );
    if (only?.size === 0) return [];
    const out: Effect<T>[] = [];
    for (const x of calls.get(id)?.calls ?? []) {
      if (only && !only.has(x)) continue;
      if (this.knowledge.lang === 'web' && !place.chunk.blockOf?.[x]) this.step(place, x, NO_CONDITIONS, out);
      else
        for (const turn of turnsAround(this.ctx, place, place.chunk.blockOf?.[x], this.knowledge.plainLoops)) {
          const conditions = conditionTexts(this.ctx, turn, x);
          if (conditions !== null) this.step(turn, x, conditions, out);
        }
    }
    for (const set of place.chunk.sets ?? [])
      if ((!only || only.has(set.x)) && isAssignment(this.knowledge, place.chunk, set))
        for (const turn of turnsAround(this.ctx, place, set.block, this.knowledge.plainLoops)) this.assignment(turn, set, out);
    if (calls.get(id)?.hasInner) this.nested(calls, place, only, out);
    return this.distinct(out);
  }

  private step(place: Place, x: X, conditions: string[], out: Effect<T>[]): void {
    const e = place.chunk.arena[x]!;
    const site = siteOf(place, x);
    if (e.kind === 'elem') return this.follow(drawn(this.ctx, place, e, site), conditions, undefined, out);
    if (e.kind !== 'call' && e.kind !== 'new') return;
    let args: Args | undefined;
    for (const { value: callee, when } of alternatives(this.ctx.evaluate(place, e.callee))) {
      const late = this.knowledge.lang === 'python' ? this.late.askedOf(place, callee) : undefined;
      if (late) out.push({ data: null, ...late, site, via: [], conditions, ...(when ? { when } : {}) });
      if (!this.worthArguments(callee)) continue;
      const passed =
        callee.kind === 'fn' ? passedOn(this.ctx, place, e.args as readonly Arg[], callee, this.summary(callee)) : undefined;
      if (passed) {
        this.performed(passed, site, conditions, when, out);
        continue;
      }
      args ??= this.ctx.args(place, e.args as readonly Arg[]);
      this.follow(
        { ctx: this.ctx, place, callee, args, site, decorator: e.kind === 'call' && e.decorator === true },
        conditions,
        when,
        out,
      );
    }
  }

  /** `location.href = url`, `ROUTERS[name] = router`: seen as calls of members '=href' and '[]='. The site is the assigned expression. */
  private assignment(place: Place, set: SetMember, out: Effect<T>[]): void {
    const value = this.ctx.evaluate(place, set.x);
    const of = this.ctx.evaluate(place, set.object);
    const callee: Value = { kind: 'member', of, name: set.name === undefined ? '[]=' : `=${set.name}` };
    const pos = set.index === undefined ? [value] : [this.ctx.evaluate(place, set.index), value];
    const call = { ctx: this.ctx, place, callee, args: { pos, named: {} }, site: siteOf(place, set.x), decorator: false };
    this.follow(call, [], undefined, out);
  }

  /** Spares evaluating the arguments of calls that surely do nothing. */
  private worthArguments(callee: Value): boolean {
    return callee.kind === 'fn' ? this.summary(callee).some((e) => e.open.length) : !/^(unknown|lit|str)$/.test(callee.kind);
  }

  /** What a function does whoever calls it. */
  private summary = ({ file, chunk }: Pick<Run, 'file' | 'chunk'>): Effect<T>[] => {
    const calls = this.interest.inFile(file);
    return calls.has(chunk) ? this.run(file, chunk, genericOf(this.ctx, calls, file, chunk)) : [];
  };

  private follow(call: CallSite, conditions: string[], when: When | undefined, out: Effect<T>[]): void {
    const whole = directly(this.ctx, call.callee, call.args, call.site.file);
    if (whole) return this.follow({ ...call, ...whole }, conditions, when, out);
    const { callee } = call;
    const run = (fn: Value & { kind: 'fn' }) =>
      this.performed(inCallersWords(this.ctx, call, fn, this.done(fn, call)), call.site, conditions, when, out);
    if (callee.kind === 'fn') return run(callee);
    if (callee.kind === 'class') {
      const self = this.ctx.call(callee, call.args, call.site, call.place.env, true);
      const init = self.kind === 'inst' ? constructorOf(this.ctx, callee, self) : undefined;
      if (init) run(init);
    } else if (callee.kind === 'inst') {
      const method = this.ctx.member(callee, '__call__');
      if (method.kind === 'fn') return run(method);
    }
    const component =
      this.knowledge.lang === 'web' && call.place.chunk.arena[call.site.x]?.kind === 'elem'
        ? componentFile(this.ctx, callee)
        : undefined;
    if (component !== undefined) this.mounted(component, call, conditions, when, out);
    this.external(call, conditions, when, out);
  }

  /** A component with these properties. */
  private mounted(
    file: string,
    { args, site, place }: CallSite,
    conditions: string[],
    when: When | undefined,
    out: Effect<T>[],
  ): void {
    const generic = this.summary({ file, chunk: '' });
    const env = generic.some((e) => e.open.length) && args.pos[0] ? componentEnv(file, args.pos[0], place.env) : undefined;
    if (env) this.performed(this.of(file, '', env), site, conditions, when, out);
  }

  private external(call: CallSite, conditions: string[], when: When | undefined, out: Effect<T>[]): void {
    if (this.iterated(call, conditions, when, out)) return;
    const done = this.knowledge.read(call);
    for (const one of done) {
      if ('invoke' in one) {
        for (const fn of alternatives((one as Invoke).invoke)) {
          const both = mergeWhen(when, fn.when);
          const invoked = { ...call, callee: fn.value, args: (one as Invoke).args };
          if (both === null) continue;
          if (fn.value.kind === 'fn') this.performed(this.done(fn.value, invoked), call.site, conditions, both, out);
          else if (fn.value.kind === 'ext' || fn.value.kind === 'member') this.follow(invoked, conditions, both, out);
        }
      } else {
        const open = ownersOf(this.ctx, this.knowledge.values(one as T));
        out.push({ data: one as T, site: call.site, via: [], conditions, open, ...(when ? { when } : {}) });
      }
    }
    if (done.length) return;
    const root = rootOf(call.callee);
    if ((root.kind === 'sym' || (root.kind === 'inst' && !root.site)) && this.knowledge.mayMatter(call)) {
      const open = ownersOf(this.ctx, [root]);
      if (open.length) out.push({ data: null, root, site: call.site, via: [], conditions, open, ...(when ? { when } : {}) });
    }
  }

  /** `urls.forEach((url) => …)`, `map(app.register_blueprint, blueprints)`: called with each element. */
  private iterated(call: CallSite, conditions: string[], when: When | undefined, out: Effect<T>[]): boolean {
    const over = iteratedOver(this.ctx, call, this.knowledge.lang);
    for (const item of over?.items ?? []) {
      const both = mergeWhen(when, item.when);
      if (both !== null)
        this.follow({ ...call, callee: over!.fn, args: { pos: [item.value], named: {} } }, conditions, both, out);
    }
    return over !== undefined;
  }

  /** What a function does when it is called so. */
  private done(fn: Value & { kind: 'fn' }, { args, place }: Pick<CallSite, 'args' | 'place'>): Effect<T>[] {
    const summary = this.summary(fn);
    if (!summary.some((e) => e.open.length) || isOnlyAsked(fn, summary, place.env.depth)) return [];
    const handedOn = this.handedOn.by(fn, args, place.env);
    if (handedOn) return handedOn;
    const env = activation(this.ctx, fn, args, place.env);
    return env ? this.of(fn.file, fn.chunk, env) : [];
  }

  /** What is done by a call at this site. */
  private performed(effects: Effect<T>[], site: Site, conditions: string[], when: When | undefined, out: Effect<T>[]): void {
    for (const effect of effects) {
      const both = mergeWhen(when, effect.when);
      if (both === null || (!effect.data && isTooFar(effect, site, this.knowledge.reach))) continue;
      out.push({
        ...effect,
        via: [site, ...effect.via],
        conditions: conditions.length ? [...conditions, ...effect.conditions] : effect.conditions,
        ...(both ? { when: both } : {}),
      });
    }
  }

  /** Functions and classes written inside run with what this activation gives them; their own parameters stay theirs to know. */
  private nested(calls: ChunkCalls, place: Place, only: Set<X> | undefined, out: Effect<T>[]): void {
    const handedOut = only ? returnedInObjects(place.chunk) : undefined;
    for (const id of childrenOf(place, (chunk) => calls.get(chunk)?.parent === place.id)) {
      const usual = genericOf(this.ctx, calls, place.file, id);
      const generic = this.run(place.file, id, usual);
      const own = `${place.file}#${id}`;
      if (!generic.some((e) => e.open.length && !e.open.includes(own))) continue;
      const env = genericChild(place.env, place.file, id);
      const inner = env === usual || env.id === usual.id ? generic : this.run(place.file, id, env);
      // What is given for a stand-in tells whether this says all there is to say.
      for (const e of inner)
        if (e.open.includes(own) && e.open.includes(CARRIED)) throw LOOKED;
        else if ((only || e.open.length) && !e.open.includes(own)) out.push(handedOut?.has(id) ? { ...e, latent: true } : e);
    }
  }

  private distinct(effects: Effect<T>[]): Effect<T>[] {
    const distinct = effects.length > 1 ? distinctEffects(effects, (e) => this.keyOf(e)) : effects;
    return distinct.map((e) => (this.isClosed(e) ? { ...e, open: [] } : e));
  }

  /** Where stand-ins are in it, that is asked once they are gone. */
  private isClosed(e: Effect<T>): boolean {
    return e.data !== null && e.open.length > 0 && !e.open.includes(CARRIED) && this.isSettled(e, e.data);
  }
}
