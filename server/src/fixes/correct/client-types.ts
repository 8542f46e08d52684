/** The types of a route as TypeScript writes them: what is sent, what is answered, what its path takes. */
import type { Call } from '../../model/calls/calls';
import { fieldsOf, type PyType } from '../../model/details/python-types';
import { detailsOf } from '../../model/details/route-details';
import type { Route } from '../../model/routes/route';
import type { Project } from '../project';
import { segmentsOf } from '../segments';

/** A function of the UI that makes one request and nothing else. */
export interface Model {
  call: Call;
  file: string;
  /** The whole statement. */
  from: number;
  to: number;
  text: string;
  name: string;
  /** Where the path's literal stands in the text. */
  path: { from: number; to: number };
  /** What the wrapper or the client puts in front of what is written. */
  front: string;
  sends: boolean;
}

export interface Typed {
  isTyped: boolean;
  parameters: { name: string; type: string; inPath: string | undefined }[];
  body: string | undefined;
  response: string;
  /** Interfaces that the file does not have. */
  declarations: string[];
  assumed: string[];
}

export function typesFor(project: Project, route: Route, { file, text }: Model): Typed {
  const { parameters, body, response } = detailsOf(project.api.ctx, route);
  const types = new Types(project, file);
  const camel = (name: string) => name.replace(/_+(\w)/g, (_all, c: string) => c.toUpperCase());
  const inPath = segmentsOf(route.path ?? '').flatMap((s) => /^\{(\w+)/.exec(s)?.[1] ?? []);
  const own = inPath.map((name) => {
    const known = parameters.find((p) => p.in === 'path' && p.name === name);
    return { name: camel(name), type: known ? types.of(known.type) : 'string', inPath: name };
  });
  const asked = parameters.filter((p) => p.in === 'query' && p.required);
  const query = asked.map((p) => ({ name: camel(p.name), type: types.of(p.type), inPath: undefined }));
  const sent = body.length === 1 ? types.of(body[0]!.type) : body.length ? 'Record<string, unknown>' : undefined;
  const answer = response ? types.of(response) : 'unknown';
  const isTyped = /\.[cm]?tsx?$/.test(file);
  const assumed = isTyped && answer === 'unknown' ? [`What ${route.method} ${route.path} answers is not declared.`] : [];
  return {
    isTyped,
    parameters: [...own, ...query],
    body: sent,
    response: answer === 'null' ? 'void' : answer,
    declarations: isTyped ? types.declarations(text.startsWith('export')) : [],
    assumed,
  };
}

const PLAIN: Record<string, string> = { str: 'string', int: 'number', float: 'number', bool: 'boolean', None: 'null' };
const TEXTS = /^(datetime\.|uuid\.|decimal\.|pathlib\.|pydantic\.(EmailStr|\w*Url))/;

class Types {
  private readonly made = new Map<string, string>();
  private readonly text: string;

  constructor(
    private readonly project: Project,
    file: string,
  ) {
    this.text = project.text(file) ?? '';
  }

  of(type: PyType, depth = 0): string {
    switch (type.kind) {
      case 'plain':
        return PLAIN[type.name] ?? (TEXTS.test(type.name) ? 'string' : 'unknown');
      case 'enum':
        return type.values.map((v) => quoted(v)).join(' | ') || 'string';
      case 'literal':
        return type.values.map((v) => quoted(v)).join(' | ');
      case 'list': {
        const one = this.of(type.of, depth);
        return /[|&]/.test(one) ? `(${one})[]` : `${one}[]`;
      }
      case 'tuple':
        return `[${type.of.map((t) => this.of(t, depth)).join(', ')}]`;
      case 'dict':
        return `Record<string, ${this.of(type.of, depth)}>`;
      case 'union':
        return [...new Set(type.of.map((t) => this.of(t, depth)))].join(' | ');
      case 'model':
        return this.model(type, depth);
      default:
        return 'unknown';
    }
  }

  /** By its name where the file has one of it, else declared. */
  private model(type: PyType & { kind: 'model' }, depth: number): string {
    const { name } = type;
    if (depth > 4) return 'unknown';
    if (
      this.made.has(name) ||
      new RegExp(`\\b(?:interface|type|class|import[^;]*[{,]\\s*(?:type )?)\\s*${name}\\b`).test(this.text)
    )
      return name;
    const fields = fieldsOf(this.project.api.ctx, type);
    if (!fields.length) return 'unknown';
    this.made.set(name, '');
    const lines = fields.map((f) => `  ${f.alias ?? f.name}${f.required ? '' : '?'}: ${this.of(f.type, depth + 1)};`);
    this.made.set(name, `interface ${name} {\n${lines.join('\n')}\n}`);
    return name;
  }

  declarations(isExported: boolean): string[] {
    return [...this.made.values()].map((d) => (isExported ? `export ${d}` : d));
  }
}

const quoted = (v: string | number | boolean | null) => (typeof v === 'string' ? `'${v}'` : String(v));
