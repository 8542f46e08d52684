/** What is asked for only where it is shown, on the page, in Markdown and JSON: guards, what tests ask for, contracts, and which pages of the UI hold a file. */
import type { Snapshot } from '../analysis/analysis';
import { own } from '../base/own';
import type { Sides } from '../features/contract';
import type { Guard } from '../model/details/route-details';

/** By the place of the route in the snapshot's list, and by file. */
export interface Evidence {
  guards: readonly (string[] | null)[];
  tested: readonly (boolean | null)[];
  pages(file: string): readonly string[];
  /** Where a router of the UI shows a page: '/tasks/:id'. */
  addresses(page: string): readonly string[];
  /** Both sides of a call, by its place in the snapshot's list. */
  contract(call: number): Sides | undefined;
}

export const noEvidence: Evidence = { guards: [], tested: [], pages: () => [], addresses: () => [], contract: () => undefined };

/** The same as plain data, as far as these files and so many calls are asked about. */
export interface PlainEvidence extends Pick<Evidence, 'guards' | 'tested'> {
  pages: Record<string, readonly string[]>;
  addresses: Record<string, readonly string[]>;
  contracts: readonly (Sides | null)[];
}

export function plain({ guards, tested, ...evidence }: Evidence, files: readonly string[], calls: number): PlainEvidence {
  const pages = Object.fromEntries(files.map((file) => [file, evidence.pages(file)]));
  const addresses = Object.fromEntries(
    Object.values(pages).flatMap((all) => all.map((page) => [page, evidence.addresses(page)])),
  );
  const contracts = Array.from({ length: calls }, (_, i) => evidence.contract(i) ?? null);
  return { guards, tested, pages, addresses, contracts };
}

export const fromPlain = ({ guards, tested, pages, addresses, contracts }: PlainEvidence): Evidence => ({
  guards,
  tested,
  pages: (file) => own(pages, file) ?? [],
  addresses: (page) => own(addresses, page) ?? [],
  contract: (call) => contracts[call] ?? undefined,
});

const FROM: Record<Guard['from'], string> = { signature: '', route: '', router: 'router', include: 'include', app: 'app' };

export function evidenceOf(snapshot: Snapshot): Evidence {
  const routes = snapshot.routes();
  const guards = routes.map((row) => {
    const details = snapshot.details(row);
    return details ? [...new Set(details.guards.map(nameOf))] : null;
  });
  const tested = snapshot.tested();
  const calls = snapshot.calls();
  return {
    guards,
    tested: routes.map((row) => (tested ? tested.has(row) : null)),
    pages: (file) => snapshot.pages(file),
    addresses: (page) => snapshot.addresses(page),
    contract: (i) => (calls[i] ? snapshot.contract(calls[i]) : undefined),
  };
}

/** 'require_role("admin") (router)', 'current_user [admin]' */
function nameOf({ shown, from, scopes }: Guard): string {
  const where = FROM[from];
  return `${shown}${scopes.length > 0 ? ` [${scopes.join(', ')}]` : ''}${where ? ` (${where})` : ''}`;
}
