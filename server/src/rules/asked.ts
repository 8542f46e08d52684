/**
 * Of all calls what rules look at: those that may be wrong, and which routes calls reach. Gathered file by file, so that a rule is asked
 * again only where something of it has changed.
 */
import { sameItems } from '../base/equal';
import type { Database, Query } from '../base/query';
import type { Call, CallTable } from '../model/calls/calls';
import { isTestIn } from '../model/routes/naming';
import { siteKey } from '../values/value';
import { isOtherBase } from './call-sites';

const KINDS = ['missing', 'wrong-method', 'slash'] as const;
/** No route answers; none of this verb; one does, with another slash at its end. */
export type Fault = (typeof KINDS)[number];
type Faulty = Readonly<Record<Fault, readonly Call[]>>;

const NONE: Faulty = { missing: [], 'wrong-method': [], slash: [] };
const equal = (a: Faulty, b: Faulty) => KINDS.every((kind) => sameItems(a[kind], b[kind]));

export class AskedCalls {
  private readonly inFile: Query<string, Faulty>;
  private readonly faulty: Query<null, Faulty>;

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
    this.faulty = db.query(
      'calls that may be wrong',
      () => {
        const all = this.calls.writtenIn().map((file) => this.inFile.get(file, file));
        const of = (kind: Fault) => all.flatMap((one) => one[kind]);
        return { missing: of('missing'), 'wrong-method': of('wrong-method'), slash: of('slash') };
      },
      () => NONE,
      { equal },
    );
  }

  /** Each place once for the same question. Nothing of tests. */
  of(kind: Fault): readonly Call[] {
    return this.faulty.get('', null)[kind];
  }

  private faultyIn(file: string): Faulty {
    if (isTestIn(file, this.roots)) return NONE;
    const all = this.calls.inFile(file);
    const of = (kind: Fault) => {
      const seen = new Set<string>();
      return all.filter((call) => {
        if (faultOf(call) !== kind) return false;
        const key = `${siteKey(call.site)} ${call.method} ${call.path}`;
        return !(kind !== 'slash' && isOtherBase(call, all)) && !seen.has(key) && Boolean(seen.add(key));
      });
    };
    return { missing: of('missing'), 'wrong-method': of('wrong-method'), slash: of('slash') };
  }
}

function faultOf({ match, path }: Call): Fault | undefined {
  if (path === null) return undefined;
  if (match.status === 'matched') return match.slash === 'same' ? undefined : 'slash';
  return match.status === 'missing' || match.status === 'wrong-method' ? match.status : undefined;
}
