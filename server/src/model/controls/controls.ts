/**
 * The controls of the user interface and what each reaches: a request, something else, nothing, or what cannot be known. Computed only
 * when asked for, file by file.
 */
import type { Query } from '../../base/query';
import type { Chunk } from '../../facts/facts';
import type { Context } from '../../values/context';
import type { Site } from '../../values/value';
import type { CallTable } from '../calls/calls';
import { isTestPath } from '../routes/naming';
import { type Control, controlsIn, hasProp, readTexts } from './elements';
import { CallsByFunction } from './functions';
import { type Verdict, Verdicts } from './verdict';

export interface ControlFact extends Verdict {
  site: Site;
  tag: string;
  kind: Control['kind'];
  label: string;
}

export class ControlTable {
  private readonly inFile: Query<string, ControlFact[]>;
  private readonly hasElements: Query<string, boolean>;
  private readonly files: Query<null, readonly string[]>;
  private readonly whole: Query<null, readonly ControlFact[]>;
  private readonly verdicts: Verdicts;

  constructor(
    private readonly ctx: Context,
    calls: CallTable,
    roots: readonly string[],
  ) {
    const { world } = ctx;
    this.verdicts = new Verdicts(ctx, new CallsByFunction(ctx, calls));
    const isTest = (file: string) => roots.some((root) => file.startsWith(`${root}/`) && isTestPath(file, root));
    this.hasElements = world.db.query(
      'elements at a glance',
      (file) => Object.values(world.code(file)?.chunks ?? {}).some(({ arena }) => arena.some((e) => e.kind === 'elem')),
      () => true,
      { early: 1 },
    );
    this.files = world.db.query(
      'files with controls',
      () => world.files('web').filter((file) => this.hasElements.get(file, file) && !isTest(file)),
      (): readonly string[] => [],
    );
    this.inFile = world.db.query(
      'controls in file',
      (file) => this.controlsOf(file),
      () => [],
    );
    this.whole = world.db.query(
      'controls',
      () => this.files.get('', null).flatMap((file) => this.inFile.get(file, file)),
      () => [],
    );
  }

  all(): readonly ControlFact[] {
    return this.whole.get('', null);
  }

  private controlsOf(file: string): ControlFact[] {
    const { ctx } = this;
    return ctx.world.chunkIds(file).flatMap((id) => {
      const chunk = ctx.world.chunk(file, id);
      if (chunk) readTexts(chunk);
      const controls = chunk ? controlsIn(id, chunk) : [];
      const place = controls.length ? ctx.place(file, id, ctx.genericEnv(file, id)) : undefined;
      if (!chunk || !place) return [];
      const facts = controls.map((control): ControlFact => {
        const { e, kind, label } = control;
        return { site: { file, chunk: id, x: control.x }, tag: e.tag, kind, label, ...this.verdicts.of(place, control) };
      });
      return facts.filter((fact) => !isPlaceholder(chunk, fact));
    });
  }
}

/** `<a>` without an address and without anything else to do is text. */
function isPlaceholder(chunk: Chunk, { kind, reaches, event, site }: ControlFact): boolean {
  const e = chunk.arena[site.x];
  return kind === 'link' && reaches === 'nothing' && event === null && e?.kind === 'elem' && !hasProp(e, (key) => key === 'href');
}
