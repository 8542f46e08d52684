/** Functions and methods that nothing in the workspace names: what they register is there only if somebody outside calls them. */
import type { Query } from '../../base/query';
import type { Expr } from '../../facts/expression';
import type { Chunk } from '../../facts/facts';
import type { Outline, World } from '../../values/world';

interface At {
  file: string;
  chunk: string;
}

export class Uncalled {
  private readonly conditions: Query<At, string>;

  constructor(private readonly world: World) {
    this.conditions = world.db.query<At, string>(
      'functions that nobody names',
      (at) => this.of(at),
      () => '',
    );
  }

  /** 'setup() is called', nothing where something names it; of a function inside of another one what that one's are. */
  conditionsOf(file: string, chunk: string): readonly string[] {
    const text = this.conditions.at(file, chunk, { file, chunk });
    return text === '' ? [] : [text];
  }

  private of({ file, chunk }: At): string {
    const outline = this.world.outline(file, chunk);
    if (outline?.kind !== 'function' || outline.parent === undefined) return '';
    const parent = this.world.outline(file, outline.parent);
    if (parent?.kind === 'function') return this.of({ file, chunk: outline.parent });
    if (parent?.kind === 'class') return this.ofMethod(file, outline, parent);
    if (outline.decorators?.length || outline.name === '' || this.isNamed(file, outline.name)) return '';
    return `${outline.name}() is called`;
  }

  /** Of a class that nothing names, or by a name that nothing has; a class with bases or decorators may be known through those. */
  private ofMethod(file: string, method: Outline, cls: Outline): string {
    if (cls.parent !== '' || cls.bases?.length || cls.keywords?.length || cls.decorators?.length) return '';
    const { arena } = this.world.chunk(file, method.parent!) ?? {};
    const isPlain = (e: Expr | undefined) => e?.kind === 'free' && /^(?:class|static)method$/.test(e.name);
    if (method.decorators?.some((x) => !isPlain(arena?.[x]))) return '';
    const isCalledByPython = /^__\w+__$/.test(method.name);
    return this.isNamed(file, cls.name) && (isCalledByPython || this.isNamed(file, method.name))
      ? ''
      : `${cls.name}.${method.name}() is called`;
  }

  private isNamed(file: string, name: string): boolean {
    const files = new Set([file, ...this.world.words.filesWith('python', name)]);
    return [...files].some((other) =>
      this.world.chunkIds(other).some((id) => {
        const one = this.world.chunk(other, id);
        return one !== undefined && names(one, name);
      }),
    );
  }
}

/** `setup()`, `main.setup`, `from main import setup`, "main:setup" */
const names = ({ arena }: Chunk, name: string): boolean =>
  arena.some((e) =>
    e.kind === 'str' ? e.value.split(/[^\w]/).at(-1) === name && !e.value.includes('/') : 'name' in e && e.name === name,
  );
