/** Which name means which binding: a chain of scopes, several of which may belong to one chunk. */
import type { ChunkBuilder } from './builder';

export interface Bound {
  chunk: ChunkBuilder;
  /** As in the chunk's `vars`: `name` or, shadowed, `name~2`. */
  name: string;
}

export class Scope {
  private readonly names = new Map<string, string>();

  readonly depth: number;

  /** `hoists`: `var` is declared here. */
  constructor(
    readonly chunk: ChunkBuilder,
    readonly parent: Scope | undefined,
    readonly hoists: boolean,
  ) {
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** The binding of a name in this very scope, made where there is none. */
  declare(name: string): Bound {
    let own = this.names.get(name);
    if (own === undefined) {
      own = this.chunk.fresh(name);
      this.names.set(name, own);
    }
    return { chunk: this.chunk, name: own };
  }

  declareVar(name: string): Bound {
    let scope: Scope = this;
    while (!scope.hoists && scope.parent) scope = scope.parent;
    return scope.declare(name);
  }

  lookup(name: string): Bound | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const own = scope.names.get(name);
      if (own !== undefined) return { chunk: scope.chunk, name: own };
    }
    return undefined;
  }
}
