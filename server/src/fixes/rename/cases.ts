/** Paths that tests are given as cases: `@pytest.mark.parametrize("path", ["/items", "/items/1"])` is no request, but asks for the same. */
import type { Route } from '../../model/routes/route';
import type { EditBuilder } from '../edit';
import type { Project, Span } from '../project';
import { segmentsOf } from '../segments';
import type { Missed } from './missed';
import type { Target } from './targets';

type Segment = Target & { kind: 'segment' };

export function renameInCases(project: Project, edit: EditBuilder, target: Segment, name: string, missed: Missed): void {
  for (const file of project.api.ctx.world.files('python')) {
    const text = project.api.isTestFile(file) ? project.text(file) : undefined;
    if (!text?.includes('parametrize')) continue;
    for (const cases of casesIn(text))
      for (const { from, to } of literalsIn(text, cases)) {
        const at = segmentAt(project, target, text.slice(from, to));
        if (at === 'unclear')
          missed.add(file, from, `${text.slice(from, to)} is a case of a test, and asks for what stays as well`);
        else if (at) edit.replace(file, from + at.from, from + at.to, name, 'the case of a test');
      }
  }
}

/** What stands in the parentheses of each decorator. */
function casesIn(text: string): Span[] {
  return [...text.matchAll(/@(?:\w+\.)*parametrize\(/g)].map((m) => {
    const from = m.index + m[0].length;
    let depth = 1;
    let to = from;
    for (; to < text.length && depth > 0; to++) depth += text[to] === '(' ? 1 : text[to] === ')' ? -1 : 0;
    return { from, to };
  });
}

/** Literals that begin with a slash, without their quotes. */
const literalsIn = (text: string, { from, to }: Span): Span[] =>
  [...text.slice(from, to).matchAll(/(["'])(\/[^"'\n]*)\1/g)].map((m) => ({
    from: from + m.index + 1,
    to: from + m.index + 1 + m[2]!.length,
  }));

/** Where the segment stands in a path that only these routes answer. */
function segmentAt(project: Project, target: Segment, path: string): Span | 'unclear' | undefined {
  const asked = segmentsOf(path.replace(/[?#].*$/, ''));
  const fits = (route: Route) => {
    const own = segmentsOf(route.path ?? '');
    return own.length === asked.length && own.every((s, i) => s === asked[i] || s.startsWith('{'));
  };
  const nodes = target.nodes.filter((n) => fits(n.route) && asked[n.index] === target.name);
  const [node] = nodes;
  if (!node) return undefined;
  const index = new Set(target.nodes.map((n) => n.route));
  const isExact = (route: Route) => !segmentsOf(route.path ?? '').some((s, i) => s.startsWith('{') && i <= node.index);
  if (project.api.served.some((r) => fits(r) && !index.has(r) && isExact(r))) return 'unclear';
  const before = `/${asked.slice(0, node.index).join('/')}${node.index > 0 ? '/' : ''}`;
  return path.startsWith(before + target.name) ? { from: before.length, to: before.length + target.name.length } : 'unclear';
}
