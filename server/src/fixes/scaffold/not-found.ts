/** How the project says that there is no such thing, or that what was sent will not do: as its other handlers say it, in the words of this one. */
import { dirname } from '../../base/uri';
import { findModule } from '../../values/modules/python-modules';
import type { Project } from '../project';
import { carried } from '../python/carry';
import { importsOf, type NewImport } from '../python/imports';
import { splitItems } from '../python/items';
import { blanked } from '../python/rename';
import { styleOf } from '../style';
import type { Home } from './home';
import { bracketed, columns, indented, quoted } from './printer';

export interface Said {
  /** `raise HTTPException(status_code=404, detail="Task not found")`, under an `if`. */
  lines: string[];
  imports: NewImport[];
}

/** `raise NotFound("task", task_id)`, `abort(404, description="…")`, `return not_found("Task")`, `return jsonify(error="…"), 404` */
const CALLED =
  /^[ \t]+((?:raise |return )?(?:\w+\.)*(\w+)\()((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)((?:, *\d{3})?)[ \t]*(?:from \w+)?$/gm;
/** `return {"error": "…"}, 404` */
const RETURNED = /^[ \t]+(return )(\{[^{}]*\})(, *\d{3})[ \t]*$/gm;
const NOT_FOUND = /not_?found|does_?not_?exist|no_?such/i;

/** What ends a handler though nothing says so. */
const ENDS = /abort|fail|not_?found/i;

/** Rewrites what a statement is given; undefined where it is made of what is not known here. */
type Reword = (item: string) => string | undefined;

export function notFound(project: Project, home: Home, thing: string, key = `${thing}_id`): Said {
  const { quote } = styleOf(project, home.siblings[0]!.file);
  const message = `${thing.charAt(0).toUpperCase()}${thing.slice(1).replaceAll('_', ' ')} not found`;
  const found = saidLike(
    project,
    home,
    key,
    (all, name) => (NOT_FOUND.test(name) && !/\b[1235]\d\d\b/.test(all)) || /\b404\b|NOT_FOUND/.test(all),
    (item) => reworded(item, { thing, key, message, quote }),
  );
  if (found) return found;
  const items = ['status_code=404', `detail=${quoted(message, quote)}`];
  if (home.framework !== 'fastapi') return { lines: laid(project, home, 'abort(', ['404'], ')'), imports: [] };
  return {
    lines: laid(project, home, 'raise HTTPException(', items, ')'),
    imports: [{ module: 'fastapi', name: 'HTTPException' }],
  };
}

/** As the module of a layer says it, or one beside it; undefined where none of them does. */
export function notFoundAt(
  project: Project,
  home: Home,
  at: string,
  { thing, key = `${thing}_id` }: { thing: string; key?: string | undefined },
): Said | undefined {
  const { quote } = styleOf(project, at);
  const message = `${thing.charAt(0).toUpperCase()}${thing.slice(1).replaceAll('_', ' ')} not found`;
  const folder = dirname(at);
  const beside = (project.api.ctx.world.listing(folder) ?? []).filter((n) => n.endsWith('.py')).map((n) => `${folder}/${n}`);
  return saidLike(
    project,
    home,
    key,
    (all, name) => (NOT_FOUND.test(name) && !/\b[1235]\d\d\b/.test(all)) || /\b404\b|NOT_FOUND/.test(all),
    (item) => reworded(item, { thing, key, message, quote }),
    { at, files: [at, ...beside.filter((f) => f !== at)] },
  );
}

/** As handlers refuse what is sent, with this message; undefined where none does. */
export function refused(project: Project, home: Home, message: string): Said | undefined {
  const { quote } = styleOf(project, home.siblings[0]!.file);
  return saidLike(
    project,
    home,
    '',
    (all, name, from) => /\b400\b|BAD_REQUEST/.test(all) || (!/\b[1-5]\d\d\b/.test(all) && isRefusal(project, from, name)),
    (item) => withMessage(item, quoted(message, quote)),
  );
}

/** `raise ApiError("name is missing")` of a class whose status is 400 where nothing else is said. */
function isRefusal(project: Project, from: string, name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const imported = importsOf(project.text(from) ?? '').find((s) => s.names?.some((n) => (n.as ?? n.name) === name));
  const dots = /^\.*/.exec(imported?.module ?? '')![0].length;
  const file = imported ? findModule(project.api.ctx.world, from, imported.module.slice(dots), dots) : from;
  const [code = ''] =
    new RegExp(`^class ${name}\\b[^\\n]*\\n(?:[ \\t][^\\n]*\\n|\\s*\\n)*`, 'm').exec(project.text(file ?? '') ?? '') ?? [];
  return /\b(?:status|status_code|code)\b[^\n,)]*=\s*(?:400|[\w.]*BAD_REQUEST)\b/.test(code);
}

function laid(project: Project, { siblings }: Home, head: string, items: readonly string[], tail: string): string[] {
  const { indent, width } = styleOf(project, siblings[0]!.file);
  return indented(bracketed('', head, items, tail, width - 3 * columns(indent), indent).split('\n'), indent);
}

function saidLike(
  project: Project,
  home: Home,
  key: string,
  means: (all: string, name: string, from: string) => boolean,
  reword: Reword,
  among?: { at: string; files: readonly string[] },
): Said | undefined {
  const like = among?.at ?? home.siblings[0]!.file;
  for (const from of among?.files ?? filesOf(project, home.framework, like)) {
    const text = (project.text(from) ?? '').replace(/\r\n/g, '\n');
    const called = [...text.matchAll(CALLED)].map(([all, head = '', name = '', args = '', tail = '']) => ({
      all,
      head,
      name,
      args,
      tail: `)${tail}`,
    }));
    const returned = [...text.matchAll(RETURNED)].map(([all, head = '', dict = '', tail = '']) => ({
      all,
      head: `${head}{`,
      name: '',
      args: dict.slice(1, -1),
      tail: `}${tail}`,
    }));
    for (const { all, head, name, args, tail } of [...called, ...returned]) {
      if (!means(all, name, from) || !(/^(?:raise|return) /.test(head) || ENDS.test(name))) continue;
      const items = splitItems(args).map(reword);
      const imports = items.includes(undefined) ? undefined : carried(project, from, like, nameable(head + items.join(), key));
      if (imports)
        return {
          lines: laid(
            project,
            home,
            head,
            items.flatMap((i) => i ?? []),
            tail,
          ),
          imports: among || home.file === like ? imports : [],
        };
    }
  }
  return undefined;
}

/** The names of a statement that have to be known: not those of its arguments, nor the parameter. */
const nameable = (code: string, key: string) =>
  blanked(code).replace(new RegExp(`\\b(?:raise|return|str${key && `|${key}`})\\b|\\b\\w+\\s*=(?!=)`, 'g'), ' ');

interface Words {
  thing: string;
  /** The parameter that names it. */
  key: string;
  message: string;
  quote: '"' | "'";
}

/** `detail="Project not found"` as it is said of a task. */
function reworded(item: string, words: Words): string | undefined {
  const [, before = '', value = item] = /^((?:\w+\s*=(?!=)\s*|["']\w+["']:\s*)?)([\s\S]+)$/.exec(item) ?? [];
  if (/^(?:404|(?:\w+\.)*\w*NOT_FOUND\w*)$/.test(value)) return item;
  if (/^(?:str\()?\w*_?(?:id|uuid|key|slug|name)\)?$/.test(value)) return before + value.replace(/\w+(?=\)?$)/, words.key);
  if (/^\{[\s\S]*\}$/.test(value)) {
    const items = splitItems(value.slice(1, -1)).map((i) => reworded(i, words));
    return items.includes(undefined) ? undefined : `${before}{${items.join(', ')}}`;
  }
  const [, f = '', , said] = /^([fF]?)(["'])((?:(?!\2)[^\\\n])*)\2$/.exec(value) ?? [];
  // The name of a file is no message.
  return said === undefined || /\.\w+$|\//.test(said) ? undefined : before + text(said, f !== '', words);
}

/** 'No such project', 'project_not_found', 'Project {project_id} does not exist', in the words of another thing. */
function text(said: string, isFormat: boolean, { thing, key, message, quote }: Words): string {
  const word = thing.replaceAll('_', ' ');
  const cased = (noun: string, as: string) =>
    noun === noun.toUpperCase() && noun.length > 1
      ? as.toUpperCase()
      : /^[A-Z]/.test(noun)
        ? as.charAt(0).toUpperCase() + as.slice(1)
        : as;
  const code = /^([a-z]+|[A-Z]+)((?:[_.-])not[_-]?found)$/i.exec(said);
  if (code) return quoted(cased(code[1]!, thing) + code[2]!, quote);
  if (/^(?:[A-Z_]+|[a-z_]+)$/.test(said) && NOT_FOUND.test(said)) return quoted(said, quote);
  if (/^\w+$/.test(said) && !NOT_FOUND.test(said)) return quoted(cased(said, /^[A-Z]/.test(said) ? thing : word), quote);
  const [, start, noun, end] =
    /^((?:the |no such |unknown |no |invalid )?)(\w+)((?: \{[\w.]+\})?(?: (?:not found|does not exist|doesn't exist|with id \{\w+\}))?[.!]?)$/i.exec(
      said,
    ) ?? [];
  if (noun === undefined || (!start && !end)) return quoted(/^not found[.!]?$/i.test(said) ? said : message, quote);
  const own = `${start}${cased(noun, word)}${end!.replace(/\{[\w.]+\}/, `{${key}}`)}`;
  return (isFormat && own.includes('{') ? 'f' : '') + quoted(own, quote);
}

/** The text among the arguments is the message; what else is said must be a number or a name of the status. */
function withMessage(item: string, message: string): string | undefined {
  const [, before = '', value = item] = /^((?:\w+\s*=(?!=)\s*|["']\w+["']:\s*)?)([\s\S]+)$/.exec(item) ?? [];
  if (/^(?:400|(?:\w+\.)*\w*BAD_REQUEST\w*)$/.test(value)) return item;
  if (/^\{[\s\S]*\}$/.test(value)) {
    const items = splitItems(value.slice(1, -1)).map((i) => withMessage(i, message));
    return items.includes(undefined) ? undefined : `${before}{${items.join(', ')}}`;
  }
  const said = /^[fF]?(["'])((?:(?!\1)[^\\\n])*)\1$/.exec(value)?.[2];
  if (said === undefined) return undefined;
  if (/\bcode\b|type/.test(before)) return /^(?:invalid|bad|validation)\w*$/i.test(said) ? item : undefined;
  return before + message;
}

/** Where handlers stand: the siblings' own file first. */
function filesOf(project: Project, framework: string, own: string): string[] {
  const all = project.api.served.flatMap((r) => (r.framework === framework && r.handler.file ? [r.handler.file] : []));
  return [...new Set([own, ...all])].filter((file) => !project.api.isTestFile(file));
}
