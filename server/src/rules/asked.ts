/**
 * Of all calls what rules look at: those that may be wrong, and which routes calls reach. Gathered file by file, so that a rule is asked
 * again only where something of it has changed.
 */
import { sameItems } from '../base/equal';
import { grouped } from '../base/grouped';
import type { Database, Query } from '../base/query';
import type { Call, CallTable } from '../model/calls/calls';
import { isTestIn } from '../model/routes/naming';
import { siteKey } from '../values/value';
import { isOtherBase } from './call-sites';
import type { RuleFinding } from './rule';

const KINDS = ['missing', 'wrong-method', 'slash'] as const;
/** No route answers; none of this verb; one does, with another slash at its end. */
export type Fault = (typeof KINDS)[number];
type Faulty = Readonly<Record<Fault, readonly Call[]>>;

/** `say` belongs to the rule. */
interface Told {
  file: string;
  kinds: readonly Fault[];
  say: (call: Call) => RuleFinding[];
}

const NONE: Faulty = { missing: [], 'wrong-method': [], slash: [] };
const equal = (a: Faulty, b: Faulty) => KINDS.every((kind) => sameItems(a[kind], b[kind]));

export class AskedCalls {
  private readonly inFile: Query<string, Faulty>;
  private readonly files: Query<null, readonly string[]>;
  private readonly told: Query<Told, RuleFinding[]>;

  constructor(
    db: Database,
    private readonly calls: Pick<CallTable, 'writtenIn' | 'inFile'>,
    private readonly roots: readonly string[],
  ) {
    this.inFile = db.query(
      'calls that may be wrong in file',
      (file) => this.faultyIn(file),
      () => NONE,
      { equal },
    );
    this.files = db.query(
      'files with calls that may be wrong',
      () => this.calls.writtenIn().filter((file) => this.inFile.get(file, file) !== NONE),
      (): readonly string[] => [],
      { equal: sameItems },
    );
    this.told = db.query<Told, RuleFinding[]>(
      'findings of rule about calls in file',
      ({ file, kinds, say }) => kinds.flatMap((kind) => this.inFile.get(file, file)[kind].flatMap(say)),
      () => [],
    );
  }

  /** What a rule says of each such call: each place once for the same question, nothing of tests. */
  said(rule: string, kinds: readonly Fault[], say: (call: Call) => RuleFinding[]): RuleFinding[] {
    return this.files.get('', null).flatMap((file) => this.told.at(file, rule, { file, kinds, say }));
  }

  private faultyIn(file: string): Faulty {
    if (isTestIn(file, this.roots)) return NONE;
    const all = this.calls.inFile(file);
    const beside = grouped(all, ({ site }) => siteKey(site));
    const of = (kind: Fault) => {
      const seen = new Set<string>();
      return all.filter((call) => {
        if (faultOf(call) !== kind) return false;
        const site = siteKey(call.site);
        const key = `${site} ${call.method} ${call.path}`;
        return !(kind !== 'slash' && isOtherBase(call, beside.get(site) ?? [])) && !seen.has(key) && Boolean(seen.add(key));
      });
    };
    const found = { missing: of('missing'), 'wrong-method': of('wrong-method'), slash: of('slash') };
    return KINDS.some((kind) => found[kind].length) ? found : NONE;
  }
}

function faultOf({ match, path }: Call): Fault | undefined {
  if (path === null) return undefined;
  if (match.status === 'matched') return match.slash === 'same' ? undefined : 'slash';
  return match.status === 'missing' || match.status === 'wrong-method' ? match.status : undefined;
}
