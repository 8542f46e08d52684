/** Functions that nothing in the workspace names: what they register is there only if somebody outside calls them. */
import type { Query } from '../../base/query';
import type { Chunk } from '../../facts/facts';
import type { World } from '../../values/world';

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

  /** 'setup() is called', nothing where something names the function or it is none of its own. */
  conditionsOf(file: string, chunk: string): readonly string[] {
    const text = this.conditions.at(file, chunk, { file, chunk });
    return text === '' ? [] : [text];
  }

  private of({ file, chunk }: At): string {
    const outline = this.world.outline(file, chunk);
    if (outline?.kind !== 'function' || outline.parent !== '' || outline.decorators?.length || outline.name === '') return '';
    const { name } = outline;
    const isNamed = new Set([file, ...this.world.words.filesWith('python', name)]);
    for (const other of isNamed)
      for (const id of this.world.chunkIds(other)) {
        const one = this.world.chunk(other, id);
        if (one && names(one, name)) return '';
      }
    return `${name}() is called`;
  }
}

/** `setup()`, `main.setup`, `from main import setup`, "main:setup" */
const names = ({ arena }: Chunk, name: string): boolean =>
  arena.some((e) =>
    e.kind === 'str' ? e.value.split(/[^\w]/).at(-1) === name && !e.value.includes('/') : 'name' in e && e.name === name,
  );
