/**
 * The one expression form into which both sides of the wire are lowered: Python, JavaScript, TypeScript, templates.
 *
 * Every chunk (a module body, a function, a class body, a template) owns a flat arena of expressions; a child is named by its
 * index in the same arena, so facts never nest deeply, hold no tree nodes and survive JSON. An index is also the expression's
 * identity: the pair (chunk, index) does not move when code above the chunk moves. Where it stands in the text is in `Layout`.
 *
 * Every call expression of the source is in the arena, also one inside something that is lowered to `unknown`.
 */

/** Index of an expression in its chunk's arena. */
export type X = number;

/**
 * Names a chunk within its file: '' is the module body, 'create_app' a function, 'Tasks' a class body, 'Tasks.list' a method,
 * 'create_app/login' a nested function, 'load/then$0' an anonymous one (named by the call, property or variable it is given to,
 * numbered among its like), '#template' a Vue or HTML template, '#script', '#script2'… the scripts of a page.
 */
export type ChunkId = string;

export type Expr =
  /** "…" without its quotes, escapes decoded. One for each literal part of a template literal or f-string. */
  | { kind: 'str'; value: string }
  /** 5, true, None. JavaScript's null and undefined are both null. */
  | { kind: 'lit'; value: number | boolean | null }
  /** "a" + b · `a${b}` · f"a{b}" · "a%s" % b · "a{}".format(b) */
  | { kind: 'cat'; parts: X[] }
  /** A binding of this chunk or of an enclosing one: `chunk` is where it is bound. Function parameters are bindings too. */
  /** `of`: where this very chunk assigns the name more than once, those assignments that can hold here; absent if all can. */
  | { kind: 'ref'; chunk: ChunkId; name: string; of?: X[] }
  /** A name that nothing in this file binds: a global, a builtin, another page script's variable. */
  | { kind: 'free'; name: string }
  /** object.name, also object["name"] */
  | { kind: 'get'; object: X; name: string }
  /** object[index] where the index is not a literal string; a literal number stays here. */
  | { kind: 'at'; object: X; index: X }
  /** A decorator is a call with `decorator: true`: its callee the decorator's expression, its one argument what it decorates. */
  | { kind: 'call'; callee: X; args: Arg[]; decorator?: true; tagged?: true; types?: TypeForm[] }
  | { kind: 'new'; callee: X; args: Arg[]; types?: TypeForm[] }
  /** {a: 1, ...b} · dict literals · dict(a=1) */
  | { kind: 'obj'; entries: Entry[] }
  /** [a, *b] · lists, tuples, sets. `fixed` on tuples. */
  | { kind: 'list'; items: Item[]; fixed?: true }
  /** One of several. `if`: c ? a : b (always two). `or`: a || b, a ?? b, a or b. `and`: a && b (one item: b, the value where a holds). */
  | { kind: 'either'; op: 'if' | 'or' | 'and'; of: X[]; test?: string }
  /** A function, lambda or method written here. */
  | { kind: 'fn'; chunk: ChunkId }
  /** A class written here; its body is the chunk of the same id. */
  | { kind: 'class'; chunk: ChunkId }
  /** One element of what is looped over or comprehended; `block` is the loop (see Block), so that variables of one loop vary together. */
  | { kind: 'each'; of: X; block: number }
  /**
   * [f(x) for x in xs], {k: v for …} (as a list of pairs with `dict`), generator expressions. `item` uses `each` of `block`; `within`: where
   * there are tests, the innermost one's block, in that one.
   */
  | { kind: 'map'; item: X; block: number; within?: number; dict?: true }
  /** The i-th parameter of this chunk's function. */
  | { kind: 'param'; index: number }
  /** this, and a Vue options component's implicit this. Python's self is a plain parameter. */
  | { kind: 'this' }
  /** super, super() */
  | { kind: 'super' }
  /** A module, or one name of it: `import a.b` (no name), `from .a import b` (level 1), `import x from "./x"` (name 'default'), require("x"), import("x"). */
  | { kind: 'import'; module: string; name?: string; level?: number; of?: X }
  /** await x. Transparent in evaluation. */
  | { kind: 'await'; of: X }
  /** <Tag a={b} @click="…">: JSX, Vue, Svelte, HTML alike. Event handlers are entries with keys such as 'on:click'. */
  | { kind: 'elem'; tag: string; component?: X; props: Entry[]; children: X[]; text?: string }
  /** Something not lowered: an operator, a number computed, a pattern. Calls inside it are in the arena all the same. */
  | { kind: 'unknown'; why: string };

/** An argument. `name`: keyword. `spread`: '*' for *x and ...x, '**' for **x. */
export interface Arg {
  x: X;
  name?: string;
  spread?: '*' | '**';
}
/** An entry of an object: a literal `key`, or a computed one (`keyX`), or a `spread`. `method`: written as a method or getter. */
export interface Entry {
  x: X;
  key?: string;
  keyX?: X;
  spread?: true;
  /** Of what is spread these are left out: `rest` of `const { id, ...rest } = task`. */
  except?: string[];
  getter?: true;
  /** `bind:value={title}`: what is given is written back. */
  bound?: true;
}
export interface Item {
  x: X;
  spread?: true;
}

/** A TypeScript type, small: what the shapes of bodies and answers need. */
export type TypeForm =
  | {
      kind: 'prim';
      name: 'string' | 'number' | 'boolean' | 'null' | 'undefined' | 'any' | 'unknown' | 'void' | 'never' | 'object';
    }
  | { kind: 'lit'; value: string | number | boolean }
  /** A named type with its arguments: Task, Promise<Task[]>, Pick<Task, 'id'>, api.Task (dotted). */
  | { kind: 'name'; name: string; args?: TypeForm[] }
  | { kind: 'obj'; fields: TypeField[]; index?: TypeForm; extends?: TypeForm[] }
  | { kind: 'list'; of: TypeForm }
  | { kind: 'tuple'; of: TypeForm[] }
  | { kind: 'union'; of: TypeForm[] }
  | { kind: 'inter'; of: TypeForm[] }
  /** typeof x, keyof T, T[K], conditional and mapped types. */
  | { kind: 'opaque'; text: string };
export interface TypeField {
  name: string;
  type: TypeForm;
  optional?: true;
}
