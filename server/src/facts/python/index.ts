/** Python source to facts: parse, copy the tree, lower the module and then every function and class found in it. */
import { lineStarts } from '../../base/range';
import { TooMuch } from '../../syntax/parser';
import type { Chunk, CodeFacts, Extracted, Layout } from '../facts';
import { ignoresIn } from '../ignores';
import { publicNames } from './all';
import { Body, type File } from './body';
import { docstring } from './definitions';
import { globalNames, namesUnder, type Scope } from './scopes';
import { Source } from './source';
import { lowerBlock } from './statements';

export function extractPython(text: string): Extracted {
  const layout: Layout = { lines: lineStarts(text), spans: {}, decls: {} };
  if (text.includes('\0')) return unread(text, layout, 'binary');
  try {
    return extractFrom(Source.parse(text), layout);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return unread(text, layout, error.reason);
  }
}

function extractFrom(source: Source, layout: Layout): Extracted {
  const file: File = { source, bodies: new Map(), layout, decls: new Map(), stars: [], queue: [], depth: 0 };
  lowerModule(file);
  // The queue grows while it is worked through.
  for (const next of file.queue) next();
  const ignores = ignoresIn(source.text, layout.lines, source.comments);
  if (ignores.length > 0) layout.ignores = ignores;
  if (source.errors > 0) layout.errors = source.errors;
  return { facts: factsOf(file), layout: finishLayout(file) };
}

/** A file that nothing is known of but that it is there. */
function unread(text: string, layout: Layout, damaged: string): Extracted {
  const chunk: Chunk = { kind: 'module', name: '', arena: [], vars: {}, blocks: [{ kind: 'body', parent: -1 }] };
  layout.spans[''] = [];
  layout.decls[''] = { from: 0, to: text.length, nameFrom: 0, nameTo: 0, bodyFrom: 0 };
  return { facts: { kind: 'code', lang: 'python', chunks: { '': chunk }, damaged }, layout };
}

function lowerModule(file: File): void {
  const { source } = file;
  const { names } = namesUnder(source, 0);
  for (const name of globalNames(source)) names.add(name);
  const scope: Scope = { kind: 'module', chunk: '', names };
  const body = new Body(file, '', 'module', '', scope);
  const doc = docstring(source, 0);
  if (doc !== undefined) body.chunk.doc = doc;
  file.decls.set('', { from: 0, to: source.text.length, nameFrom: 0, nameTo: 0, bodyFrom: 0 });
  lowerBlock(body, 0);
}

function factsOf(file: File): CodeFacts {
  const chunks = Object.fromEntries([...file.bodies].map(([id, body]) => [id, body.finished()]));
  const all = publicNames(chunks['']!);
  const damaged = file.damaged ?? (file.source.errors > 0 ? 'syntax error' : undefined);
  return {
    kind: 'code',
    lang: 'python',
    chunks,
    ...(file.stars.length > 0 && { stars: file.stars }),
    ...(all && { all }),
    ...(damaged !== undefined && { damaged }),
  };
}

function finishLayout(file: File): Layout {
  const { layout, bodies, decls } = file;
  layout.decls = Object.fromEntries(decls);
  layout.spans = Object.fromEntries([...bodies].map(([id, body]) => [id, body.spans]));
  const params = [...bodies].filter(([, body]) => body.params.length > 0).map(([id, body]) => [id, body.params]);
  if (params.length > 0) layout.params = Object.fromEntries(params);
  return layout;
}
