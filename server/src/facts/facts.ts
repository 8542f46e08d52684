/**
 * What one file says, as plain JSON: a pure function of (path, text).
 *
 * `FileFacts` holds meaning and no position; `Layout` holds every position and no meaning. An edit that moves code but changes no
 * fact gives equal facts and another layout, and nothing above is recomputed.
 */
import type { CrosswireConfig, OpenApiFacts, OpenApiPart } from './config';
import type { ChunkId, Expr, TypeForm, X } from './expression';

export interface Extracted {
  facts: FileFacts;
  layout: Layout;
}

export type FileFacts = CodeFacts | SettingsFacts;

/** The two sides of the wire, and what shapes the way between them. */
export type FileKind = CodeFacts['lang'] | SettingsFacts['kind'];

export interface CodeFacts {
  kind: 'code';
  lang: 'python' | 'web';
  chunks: Record<ChunkId, Chunk>;
  /** `from m import *`, `export * from "m"`; `level` as in import expressions, `as` for `export * as ns`. */
  stars?: { module: string; level?: number; as?: string }[];
  /** JavaScript exports: name ('default' included) to an expression of the module chunk. CommonJS too. */
  exports?: Record<string, X>;
  /** TypeScript interfaces, aliases, enums (as unions of literals), by name, with their type parameters. */
  types?: Record<string, { params?: string[]; form: TypeForm }>;
  /** Python's `__all__`, if literal. */
  all?: string[];
  /** For a page or template that includes classic scripts: the src of every <script>, and `extends`/`include` of templates. */
  scripts?: string[];
  /** Names in `{% extends %}`, `{% include %}`, `{% import %}` of a template, in order. */
  templates?: string[];
  /** Vue: the component's options object in the module chunk (`export default {…}`), or 'setup'. Svelte: 'svelte'. */
  component?: { options?: X; style: 'options' | 'setup' | 'svelte' };
  /** Why a part of the file was not understood: 'syntax error', 'too deep', 'too large'. */
  damaged?: string;
}

/** What a chunk's code does, flow left out: what is assigned, called, set on objects and returned. */
export interface Chunk {
  kind: 'module' | 'function' | 'class' | 'template';
  /** The chunk in which this one is written; absent on the module. */
  parent?: ChunkId;
  /** Name as written, for people: 'create_app', 'list_tasks', '' for an anonymous function. */
  name: string;
  arena: Expr[];
  /** Every binding of this chunk with all its assignments, imports, nested defs and parameters included. `+=` is a cat with the assignments so far. */
  vars: Record<string, Assign[]>;
  /** o.name = x, o[i] = x (name absent), self.x = x. */
  sets?: SetMember[];
  /** JavaScript's `delete o.name`. */
  deletes?: { object: X; name: string; block?: number }[];
  /** JavaScript's `"name" in o`: who asks first does not rely on it. */
  asks?: { object: X; name: string }[];
  /** Every call, new and elem of the arena that is not in block 0, with its block. What is absent is in block 0. */
  blockOf?: Record<X, number>;
  /** blocks[0] is the chunk's own body. */
  blocks: Block[];
  returns?: Returned[];
  /** Python's raise, JavaScript's throw. */
  raises?: X[];
  yields?: Returned[];

  /** Functions only. */
  params?: Param[];
  async?: true;
  /** Python return annotation, an expression of the parent's arena. */
  returnsX?: X;
  returnType?: TypeForm;
  /** `function send<T>()`; Python's `class Page[T]` and `type Many[T] = list[T]`, which is a function of its parameters. */
  typeParams?: string[];
  /** Python: decorators from the top down, expressions of the parent's arena. `@staticmethod`, `@property` and so on are here too. */
  decorators?: X[];
  /** JavaScript: a method written `get x()`, `static x()`. */
  getter?: true;
  static?: true;
  /** An arrow function: its `this` is that of the chunk around it. */
  arrow?: true;
  doc?: string;

  /** The template of a component that stands in its options: those, an expression of the parent's arena. */
  options?: X;

  /** Classes only: bases are expressions of the parent's arena. */
  bases?: X[];
  /** class C(Base, table=True) */
  keywords?: { name: string; x: X }[];
  /** Annotated class attributes and variables: annotation as expression of this arena (Python). */
  annotations?: Record<string, X>;
  /** TypeScript types of variables and fields. */
  varTypes?: Record<string, TypeForm>;
  /** `x as T`, `<T>x`: the type that an expression of this arena is said to have. */
  casts?: Record<X, TypeForm>;
}

export interface Assign {
  x: X;
  /** Assigned in another chunk (`global x`, `nonlocal x`, a closure that sets an outer variable): `x` is of that chunk's arena. */
  chunk?: ChunkId;
  /** Absent: block 0. */
  block?: number;
}
export interface SetMember {
  object: X;
  name?: string;
  index?: X;
  x: X;
  block?: number;
  /** object.name += x */
  augmented?: true;
}
export interface Returned {
  x: X;
  block?: number;
}
/** A branch or loop. `test` is the condition's source text, white space folded; an `else` carries the same test as its `if`. */
export interface Block {
  kind: 'body' | 'if' | 'else' | 'loop' | 'try' | 'except' | 'with';
  parent: number;
  test?: string;
  /** The condition, or what is looped over. */
  x?: X;
}
export interface Param {
  name: string;
  kind: 'plain' | 'rest' | 'keyword' | 'keywords';
  /** Default value, an expression of the function's own arena. */
  default?: X;
  /** Python annotation, an expression of the parent's arena. */
  annotation?: X;
  type?: TypeForm;
  optional?: true;
}

/** Positions of one file: UTF-16 offsets into its text. */
export interface Layout {
  /** Offset of every line's start. \n, \r\n and a lone \r end a line. */
  lines: number[];
  /** For each chunk, start and end of every expression of its arena, interleaved: [s0, e0, s1, e1, …]. Quotes are inside. */
  spans: Record<ChunkId, number[]>;
  /** For each chunk: the whole declaration (decorators included) and the name. Anonymous: the name is the first token. */
  decls: Record<ChunkId, { from: number; to: number; nameFrom: number; nameTo: number; bodyFrom: number }>;
  /** Positions of parameters: [start, end] each, in order. */
  params?: Record<ChunkId, number[]>;
  /** Keys of object literals: `${chunk}:${x}` to [start, end] of each entry's key, in order of entries. */
  keys?: Record<string, number[]>;
  /** How many places of the text could not be parsed; absent if none. */
  errors?: number;
  /** crosswire-ignore comments. */
  ignores?: { rules: string[]; reason: string; from: number; to: number; line: number }[];
}

/** What a settings file says that matters to the wire. One kind a file; see facts/settings. */
export type SettingsFacts =
  /** Public prefixes only. `${OTHER}` in a value stays as written. `example`: .env.example and the like, what a value probably is. */
  | { kind: 'settings'; of: 'env'; values: Record<string, string>; example?: true }
  | {
      kind: 'settings';
      of: 'package';
      name?: string;
      main?: string;
      module?: string;
      source?: string;
      types?: string;
      /** Globs of the monorepo's members, as written; pnpm-workspace.yaml and lerna.json give these alone. */
      workspaces?: string[];
      proxy?: string;
      scripts?: Record<string, string>;
      dependencies: string[];
      /** Of those packages whose major version matters to the wire. */
      majors?: Record<string, number>;
      /** '.' and './sub' (or './*') to one file each: of several conditions the one nearest to the source. */
      exports?: Record<string, string>;
      /** '#lib/*' to './src/lib/*' */
      imports?: Record<string, string>;
      /** Applications that a script starts. */
      apps?: StartedApp[];
    }
  /** `references`: the projects of a solution file; the paths of a Vite template stand in those. */
  | {
      kind: 'settings';
      of: 'tsconfig';
      extends?: string[];
      baseUrl?: string;
      paths?: Record<string, string[]>;
      references?: string[];
    }
  /** Applications that a start command names: uvicorn a.b:app, gunicorn, flask --app, fastapi run, [tool.fastapi] entrypoint. */
  | {
      kind: 'settings';
      of: 'start';
      apps: StartedApp[];
      sourceRoots?: string[];
      packageName?: string;
      services?: ComposeService[];
      /** Paths that labels of its services have changed on the way to them. */
      rules?: ProxyRule[];
    }
  /** `upstreams`: name of each upstream block to its servers. */
  | { kind: 'settings'; of: 'nginx'; locations: NginxLocation[]; upstreams?: Record<string, string[]> }
  /** JSON proxy files: Angular's proxy.conf.json, vercel.json and netlify-like rewrites. */
  | { kind: 'settings'; of: 'proxy'; rules: ProxyRule[] }
  /** `problems`: what is broken in it, in words. */
  | { kind: 'settings'; of: 'crosswire'; config: CrosswireConfig; problems: string[] }
  | OpenApiFacts
  | OpenApiPart
  /** Functions in the cloud that a file lists: serverless.yml, function.json. */
  | { kind: 'settings'; of: 'functions'; functions: CloudFunction[] }
  /** A server of a language that is not read: 'Gin (Go)'. */
  | { kind: 'settings'; of: 'backend'; framework: string }
  | { kind: 'settings'; of: 'none'; why: string };

/** A service of a compose file: one that is built here or starts an application, or one of an image that publishes ports. */
export interface ComposeService {
  name: string;
  /** The folder that it is built from, as written. */
  build?: string;
  /** What it runs, where nothing is built for it. */
  image?: string;
  /** Ports of this machine under which it answers. */
  ports: number[];
  /** Which of the file's applications it starts. */
  apps: number[];
}
export interface StartedApp {
  /** 'app.main:app', 'myproject.wsgi', 'main.py' */
  target: string;
  factory?: true;
  /** --root-path, --app-dir, WORKDIR or working_dir as far as they are written. */
  rootPath?: string;
  dir?: string;
  port?: number;
  /** The command as written, for the trace. */
  command: string;
  from: number;
}
export interface NginxLocation {
  path: string;
  /** '~', '~*', '=', '^~' */
  modifier?: string;
  proxyPass?: string;
  rewrite?: { pattern: string; to: string };
  /** alias, root, try_files: files are served. The server's own where the location names none and passes nothing on. */
  serves?: string;
  /** return 404 · return 301 /new: what it answers by itself. */
  returns?: string;
}
export interface CloudFunction {
  /** '/users/:id' */
  path: string;
  /** Absent: any. */
  verbs?: string[];
}
export interface ProxyRule {
  /** '/api', '^/api/.*', '/api/:path*' */
  from: string;
  to?: string;
  rewrite?: { pattern: string; to: string }[];
  /** What it names may answer by itself: a function in the cloud. */
  answers?: true;
}
