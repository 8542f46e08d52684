/**
 * Facts as compact text, so that tests are tables of source and what it says:
 *
 *     router.get("/x", tags=[1])   →   call get(ref router, "get")("/x", tags=[1])
 *
 * Names bound in the chunk itself stand alone after `ref`, others with their chunk: `ref create_app:prefix`, `ref :MODULE_LEVEL`.
 * Where not all of a name's values can hold, those that can stand in braces: `ref url{"/a"}`.
 */
import assert from 'node:assert/strict';
import type { Arg, ChunkId, Entry, X } from '../../server/src/facts/expression';
import type { Chunk, CodeFacts, FileFacts } from '../../server/src/facts/facts';

export function codeFacts(facts: FileFacts): CodeFacts {
  assert.equal(facts.kind, 'code');
  return facts as CodeFacts;
}

export function chunkOf(facts: FileFacts, id: ChunkId): Chunk {
  const { chunks } = codeFacts(facts);
  const chunk = chunks[id];
  assert.ok(chunk, `no chunk '${id}' among ${Object.keys(chunks).join(', ')}`);
  return chunk;
}

/** One expression of a chunk. */
export function printExpr(facts: FileFacts, id: ChunkId, x: X): string {
  return new Printer(chunkOf(facts, id), id).print(x);
}

/** All values of a name: `"a" | "b" in 1`, with the block of each that is not in block 0. */
export function printVar(facts: FileFacts, id: ChunkId, name: string): string {
  const chunk = chunkOf(facts, id);
  assert.ok(Object.hasOwn(chunk.vars, name), `'${name}' is not bound in '${id}'`);
  return chunk.vars[name]!.map((a) => {
    const value = printExpr(facts, a.chunk ?? id, a.x);
    const from = a.chunk === undefined ? '' : ` from ${a.chunk}`;
    return a.block === undefined ? `${value}${from}` : `${value}${from} in ${a.block}`;
  }).join(' | ');
}

/** Every call of a chunk in the order of its arena, decorators marked. */
export function printCalls(facts: FileFacts, id: ChunkId): string[] {
  const chunk = chunkOf(facts, id);
  return chunk.arena.flatMap((e, x) => (e.kind === 'call' || e.kind === 'new' ? [printExpr(facts, id, x)] : []));
}

/** `1 if debug < 0`: every block but the chunk's own, with the block that holds it. */
export function printBlocks(facts: FileFacts, id: ChunkId): string[] {
  const { blocks } = chunkOf(facts, id);
  return blocks.slice(1).map((b, i) => `${i + 1} ${b.kind}${b.test === undefined ? '' : ` ${b.test}`} < ${b.parent}`);
}

/** Parameters as written: `id: ref int, *rest, key=1`. */
export function printParams(facts: FileFacts, id: ChunkId): string {
  const chunk = chunkOf(facts, id);
  const stars = { plain: '', rest: '*', keyword: 'keyword ', keywords: '**' };
  return (chunk.params ?? [])
    .map((p) => {
      const type = p.annotation === undefined ? '' : `: ${printExpr(facts, chunk.parent ?? '', p.annotation)}`;
      const fallback = p.default === undefined ? '' : ` = ${printExpr(facts, id, p.default)}`;
      return `${stars[p.kind]}${p.name}${type}${fallback}`;
    })
    .join(', ');
}

export function printSets(facts: FileFacts, id: ChunkId): string[] {
  return (chunkOf(facts, id).sets ?? []).map((s) => {
    const print = (x: X) => printExpr(facts, id, x);
    const member = s.name === undefined ? `[${print(s.index!)}]` : `.${s.name}`;
    const where = s.block === undefined ? '' : ` in ${s.block}`;
    return `${print(s.object)}${member} ${s.augmented ? '+=' : '='} ${print(s.x)}${where}`;
  });
}

export function printReturns(facts: FileFacts, id: ChunkId): string[] {
  return (chunkOf(facts, id).returns ?? []).map((r) => {
    const value = printExpr(facts, id, r.x);
    return r.block === undefined ? value : `${value} in ${r.block}`;
  });
}

class Printer {
  constructor(
    private readonly chunk: Chunk,
    private readonly id: ChunkId,
  ) {}

  print(x: X): string {
    const e = this.chunk.arena[x];
    assert.ok(e, `no expression ${x} in '${this.id}'`);
    const p = (of: X) => this.print(of);
    switch (e.kind) {
      case 'str':
        return JSON.stringify(e.value);
      case 'lit':
        return String(e.value);
      case 'cat':
        return `cat(${e.parts.map(p).join(', ')})`;
      case 'ref':
        if (e.chunk !== this.id) return `ref ${e.chunk}:${e.name}`;
        return e.of ? `ref ${e.name}{${e.of.map(p).join(' | ')}}` : `ref ${e.name}`;
      case 'free':
        return `free ${e.name}`;
      case 'get':
        return `get(${p(e.object)}, ${JSON.stringify(e.name)})`;
      case 'at':
        return `at(${p(e.object)}, ${p(e.index)})`;
      case 'call':
      case 'new':
        return this.call(e);
      case 'obj':
        return `{${e.entries.map((entry) => this.entry(entry)).join(', ')}}`;
      case 'list': {
        const items = e.items.map((i) => (i.spread ? `*${p(i.x)}` : p(i.x))).join(', ');
        return e.fixed ? `(${items})` : `[${items}]`;
      }
      case 'either':
        return `${e.op}(${e.of.map(p).join(', ')}${e.test === undefined ? '' : ` ; ${e.test}`})`;
      case 'fn':
      case 'class':
        return `${e.kind} ${e.chunk}`;
      case 'each':
        return `each ${e.block} of ${p(e.of)}`;
      case 'map':
        return `map ${e.block}${e.dict ? ' dict' : ''} ${p(e.item)}`;
      case 'param':
        return `param ${e.index}`;
      case 'this':
      case 'super':
        return e.kind;
      case 'import':
        return `import ${'.'.repeat(e.level ?? 0)}${e.module}${e.name === undefined ? '' : `#${e.name}`}`;
      case 'await':
        return `await ${p(e.of)}`;
      case 'elem':
        return `<${e.tag} ${e.props.map((prop) => this.entry(prop)).join(' ')}>${e.children.map(p).join('')}`;
      case 'unknown':
        return `?${e.why}`;
    }
  }

  private call(e: { kind: string; callee: X; args: Arg[]; decorator?: true }): string {
    const args = e.args.map((a) => `${a.spread ?? ''}${a.name === undefined ? '' : `${a.name}=`}${this.print(a.x)}`);
    return `${e.decorator ? 'decorate' : e.kind} ${this.print(e.callee)}(${args.join(', ')})`;
  }

  private entry(entry: Entry): string {
    if (entry.spread) return `**${this.print(entry.x)}${entry.except ? ` except ${entry.except.join(', ')}` : ''}`;
    const key = entry.keyX === undefined ? entry.key : `[${this.print(entry.keyX)}]`;
    return `${key}: ${this.print(entry.x)}`;
  }
}
