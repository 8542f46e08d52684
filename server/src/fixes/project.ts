/** What fixes read: the model, texts and positions. A text that is not the one the model was made from is no text here. */
import { lineStarts } from '../base/range';
import type { Chunk, Layout } from '../facts/facts';
import type { Call } from '../model/calls/calls';
import type { CallDetails } from '../model/details/call-details';
import type { Route } from '../model/routes/routes';
import type { Api } from '../rules/api';
import type { Site } from '../values/value';

export interface Span {
  from: number;
  to: number;
}

export interface FixOptions {
  /** Write `TODO(crosswire)` where a person must decide. */
  todos: boolean;
  /** What was served before fixes of this run wrote routes: 'GET /tasks'. */
  served?: ReadonlySet<string>;
}

export class Project {
  private readonly texts = new Map<string, string | undefined>();

  constructor(
    readonly api: Api,
    readonly roots: readonly string[],
    private readonly read: (file: string) => string | undefined,
    readonly layout: (file: string) => Layout | undefined,
    readonly options: FixOptions,
    /** What a call sends and reads. */
    readonly detailsOf: (call: Call) => CallDetails,
  ) {}

  /** The text of a file as the model knows it; of a file that the model has no positions of, what is there. */
  readonly text = (file: string): string | undefined => {
    if (!this.texts.has(file)) this.texts.set(file, this.fresh(file));
    return this.texts.get(file);
  };

  private fresh(file: string): string | undefined {
    const text = this.read(file);
    const lines = this.layout(file)?.lines;
    if (text === undefined || !lines || lines.length < 2) return text;
    const now = lineStarts(text);
    return now.length === lines.length && now.every((start, i) => start === lines[i]) ? text : undefined;
  }

  /** Written for another call in this run: whoever asked for its like before did not mean it. */
  isNew({ method, path }: Pick<Route, 'method' | 'path'>): boolean {
    return this.options.served !== undefined && !this.options.served.has(`${method} ${path}`);
  }

  chunk(file: string, id: string): Chunk | undefined {
    return this.api.ctx.world.chunk(file, id);
  }

  span(site: Site): Span | undefined {
    const spans = this.layout(site.file)?.spans[site.chunk];
    const from = spans?.[site.x * 2];
    const to = spans?.[site.x * 2 + 1];
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  /** The source of an expression. */
  source(site: Site): string | undefined {
    const span = this.span(site);
    return span && this.text(site.file)?.slice(span.from, span.to);
  }

  /** Where the text of a literal stands, without its quotes; undefined where it is not written as it is meant (escapes). */
  inside(site: Site, value: string): Span | undefined {
    const span = this.span(site);
    const source = this.source(site);
    if (!span || source === undefined) return undefined;
    if (source === value) return span;
    const quote = /^[rRbBuUfF]{0,2}("""|'''|["'`])/.exec(source);
    if (!quote || source.slice(quote[0].length, -quote[1]!.length) !== value) return undefined;
    return { from: span.from + quote[0].length, to: span.to - quote[1]!.length };
  }

  decl(file: string, chunk: string): Layout['decls'][string] | undefined {
    return this.layout(file)?.decls[chunk];
  }

  root(file: string): string {
    return this.roots.find((dir) => file.startsWith(`${dir}/`)) ?? '';
  }

  /** 'app/routers/tasks.py' */
  short(file: string): string {
    const root = this.root(file);
    return root ? file.slice(root.length + 1) : file;
  }
}

/** The start of the line that holds the offset, and the white space it begins with. */
export function lineOf(text: string, at: number): { start: number; end: number; indent: string } {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline + 1;
  return { start, end, indent: /^[ \t]*/.exec(text.slice(start, end))![0] };
}
