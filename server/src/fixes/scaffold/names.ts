/** Names in the words of a project: what a path is about, what its handler, models and parameters are called. */

export const snake = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
export const pascal = (text: string): string =>
  snake(text)
    .split('_')
    .map((w) => w.charAt(0).toUpperCase() + w.slice(1))
    .join('');

const SAME = new Set([
  'news',
  'series',
  'status',
  'address',
  'settings',
  'analysis',
  'process',
  'access',
  'stats',
  'metrics',
  'bus',
]);
const ODD: Record<string, string> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  heroes: 'hero',
  echoes: 'echo',
  potatoes: 'potato',
  tomatoes: 'tomato',
  vetoes: 'veto',
  criteria: 'criterion',
  indices: 'index',
  vertices: 'vertex',
  matrices: 'matrix',
};
export function singular(word: string): string {
  if (SAME.has(word) || word.endsWith('ss')) return word;
  const odd = /^(.*_)?([a-z]+)$/.exec(word);
  if (odd && Object.hasOwn(ODD, odd[2]!)) return (odd[1] ?? '') + ODD[odd[2]!]!;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|ches|shes|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);
/** A name that Python allows. */
export const identifier = (text: string): string => {
  const name = snake(text) || 'value';
  return KEYWORDS.has(name) ? `${name}_` : /^\d/.test(name) ? `_${name}` : name;
};

/** Python has a name of its own for what the wire calls so: `from_` for 'from'. */
export const isAttribute = (key: string): boolean => /^[A-Za-z]\w*$/.test(key) && !KEYWORDS.has(key);
export const attribute = (key: string): string => (isAttribute(key) ? key : identifier(key));

export interface Intent {
  /** list, create, get, update, delete: what the verb does to a collection or to one of its things; action: a word of its own. */
  kind: 'list' | 'create' | 'get' | 'update' | 'delete' | 'action';
  /** 'task' of /tasks/{task_id}/pause, snake case. */
  thing: string;
  /** 'pause': what is done, or the part that is asked for. */
  word: string | null;
  /** 'images' of /images/search: all of them are meant. */
  all?: string;
}

/** What stands before every path says nothing of what it is about. */
const PREFIX = /^(?:api|rest|v\d+|internal|public)$/;

const ACTIONS =
  /^(start|stop|pause|resume|retry|run|cancel|archive|restore|reset|close|open|publish|approve|reject|enable|disable|purge|send|sync|refresh|clone|copy|move|merge|export|import|upload|login|logout|register|toggle|activate|deactivate|complete|assign|share|lock|unlock|rename|bulk|search|test|check|validate|preview|duplicate|(?:set|clear|abort|apply|submit|save|load|mark|join|leave|invite|accept|connect|disconnect|verify)(?=_|$))/;

/** `moves` and `runs` are things. */
const isDeed = (word: string): boolean => ACTIONS.test(word) && (singular(word) === word || !ACTIONS.test(singular(word)));

/** `segments`: '{name}' for parameters; `sends`: a body comes with it. */
export function intentOf(method: string, segments: readonly string[], sends: boolean): Intent {
  const isParameter = (s: string | undefined) => s?.startsWith('{') ?? false;
  const last = segments.at(-1);
  const literals = segments.filter((s) => !isParameter(s));
  const noun = (s: string | undefined) => singular(identifier(s ?? 'item'));
  if (isParameter(last)) {
    const kinds: Record<string, Intent['kind']> = { GET: 'get', PUT: 'update', PATCH: 'update', DELETE: 'delete' };
    const kind = kinds[method] ?? 'action';
    return { kind, thing: noun(literals.at(-1)), word: kind === 'action' ? method.toLowerCase() : null };
  }
  const word = identifier(last ?? 'root');
  const owner = isParameter(segments.at(-2))
    ? noun(
        segments
          .slice(0, -2)
          .filter((s) => !isParameter(s))
          .at(-1),
      )
    : undefined;
  if (isDeed(word) && (method !== 'GET' || word === 'search')) {
    const before = literals.slice(0, -1).findLast((s) => !PREFIX.test(s));
    if (owner === undefined && before === undefined) return { kind: 'action', thing: word, word };
    const all = owner === undefined && before !== undefined && !isParameter(segments.at(-2)) ? identifier(before) : undefined;
    return { kind: 'action', thing: owner ?? noun(before), word, ...(all && all !== noun(all) ? { all } : {}) };
  }
  if (owner !== undefined) {
    const kind =
      method === 'GET'
        ? singular(word) === word
          ? 'get'
          : 'list'
        : method === 'POST'
          ? singular(word) !== word
            ? 'create'
            : 'action'
          : method === 'DELETE'
            ? 'delete'
            : sends
              ? 'update'
              : 'action';
    return { kind, thing: owner, word: kind === 'create' ? singular(word) : word };
  }
  if (method === 'GET') return { kind: singular(word) === word ? 'get' : 'list', thing: word, word: null };
  if (method === 'POST' && singular(word) !== word) return { kind: 'create', thing: singular(word), word: null };
  const kinds: Record<string, Intent['kind']> = { PUT: 'update', PATCH: 'update', DELETE: 'delete' };
  return { kind: kinds[method] ?? 'action', thing: word, word: method === 'POST' ? 'create' : null };
}

/** What functions that do the same are called in one project or another, the commonest first. */
export const VERBS: Record<Exclude<Intent['kind'], 'action'>, string[]> = {
  list: ['list', 'get', 'read', 'fetch', 'all'],
  get: ['get', 'read', 'fetch', 'retrieve', 'find'],
  create: ['create', 'add', 'post', 'insert'],
  update: ['update', 'edit', 'change', 'patch'],
  delete: ['delete', 'remove', 'destroy'],
};

export const VERB_WORDS: ReadonlySet<string> = new Set<string>(Object.values(VERBS).flat());

/** 'pause_task', 'list_task_comments', as siblings name theirs: `read_`, `get_` or `list_` for reading. */
export function handlerName({ kind, thing, word, all }: Intent, siblings: readonly string[], taken: readonly string[]): string {
  const what = word === null || word === thing ? thing : `${thing}_${word}`;
  const verb = (words: string[]) => words.find((w) => siblings.some((s) => s.startsWith(`${w}_`))) ?? words[0]!;
  const name = kind === 'action' ? (word === thing ? thing : `${word}_${all ?? thing}`) : `${verb(VERBS[kind])}_${what}`;
  const others = kind === 'action' ? [] : VERBS[kind].map((v) => `${v}_${what}`);
  return freeOf([name, ...others], [...siblings, ...taken]);
}

/** The first that nothing else has; a number says nothing, and stands only where all of them are taken. */
export const freeOf = (names: readonly string[], taken: readonly string[]): string =>
  names.find((n) => !taken.includes(n)) ?? unique(names[0]!, taken);

/** What Python has under a name that a function might have. */
const BUILTINS = new Set(
  'all any compile delattr dir eval exec filter format getattr hash help id input iter len list map max min next object open pow print range reversed round set setattr slice sorted sum type vars zip'.split(
    ' ',
  ),
);
export const isBuiltin = (name: string): boolean => BUILTINS.has(name);

/** 'api_' of `api_create_user` and `api_get_user`, '_view' of their like: what most names of siblings have and say nothing by. */
export function affixesOf(names: readonly string[], things: readonly string[]): { before: string; after: string } {
  const verbs = new Set<string>(Object.values(VERBS).flat());
  const usual = (pick: (name: string) => string | undefined) => {
    const words = names.flatMap((n) => (n.includes('_') ? (pick(n) ?? []) : []));
    const word = words.find((w) => words.filter((o) => o === w).length * 3 > names.length * 2);
    return word && names.length > 1 && !verbs.has(word) && !things.some((t) => t.includes(singular(word))) ? word : undefined;
  };
  const before = usual((n) => n.split('_')[0]);
  const after = usual((n) => n.split('_').at(-1));
  return { before: before ? `${before}_` : '', after: after ? `_${after}` : '' };
}

/** A handler's name among its siblings', with what they all begin or end with. */
export function namedLike(
  intent: Intent,
  siblings: readonly string[],
  taken: readonly string[],
  { before, after }: { before: string; after: string },
): string {
  const bare = siblings.map((s) => (before && s.startsWith(before) ? s.slice(before.length) : s));
  const isBare =
    siblings.filter((s) => VERB_WORDS.has(s)).length * 2 > siblings.length && intent.word === null && intent.kind !== 'action';
  const isFree = (v: string) => !taken.includes(v) && (!isBuiltin(v) || siblings.includes(v));
  const verb = isBare ? (VERBS[intent.kind as keyof typeof VERBS].find(isFree) ?? '') : '';
  const full = (kind: Intent) => `${before}${handlerName(kind, bare, [])}${after}`;
  const others = intent.kind === 'action' ? [] : VERBS[intent.kind].map((v) => full(intent).replace(/^[a-z]+(?=_)/, v));
  return freeOf([...(verb === '' ? [] : [verb]), full(intent), ...(before || after ? [] : others)], taken);
}

export function unique(name: string, taken: readonly string[]): string {
  let free = name;
  for (let i = 2; taken.includes(free); i++) free = `${name}_${i}`;
  return free;
}
