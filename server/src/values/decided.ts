/** Tests that are decided where they stand, since what they ask is known: of parameters by their arguments, of a loop's variable by its turn. */
import { own } from '../base/own';
import type { Assign, Chunk } from '../facts/facts';
import { hasAttribute } from './attributes';
import type { Context, Place } from './context';
import { asked, isPlace, placeOf } from './modules/python-places';
import { parameterValue } from './parameters';
import { inspected, isInstance } from './python-lists';
import { holdsInScript } from './script-decided';
import { scriptTest } from './script-test';
import { type Env, ext, isFalsy, isTruthy, keyOf, textOf, type Value } from './value';

/**
 * A test of nothing but a parameter or a loop's variable, where it is known what that is: `path.endswith("/")`, `not prefix`, `router is None`.
 * What hangs on settings stays undecided, whatever their defaults.
 */
export function decided(ctx: Context, place: Place, test: string): boolean | undefined {
  const parsed = place.file.endsWith('.py') ? undefined : scriptTest(test);
  return parsed ? holdsInScript(ctx, parsed, (name) => known(ctx, place, name)) : decidedInPython(ctx, place, test);
}

function decidedInPython(ctx: Context, place: Place, test: string): boolean | undefined {
  const either = split(test, / or /g, / and | if |\?/);
  const parts = either.length > 1 ? either : conjuncts(test);
  if (parts.length < 2) return decidedAlone(ctx, place, test);
  const all = parts.map((part) => decidedAlone(ctx, place, part.trim()));
  const settles = either.length > 1;
  return all.includes(settles) ? settles : all.includes(undefined) ? undefined : !settles;
}

/** `name.endswith(".py") and name != "__init__.py"` in two; what is in brackets or quotes stays whole, and so does a choice. */
export const conjuncts = (test: string): string[] => split(test, / and | && /g, / or | \|\| | if |\?/);

function split(test: string, joint: RegExp, other: RegExp): string[] {
  if (test.search(joint) < 0) return [test];
  let plain = test.replace(/(["'])(?:(?!\1).)*\1/g, (text) => '_'.repeat(text.length));
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(/[([{][^()[\]{}]*[)\]}]/g, (text) => '_'.repeat(text.length));
  }
  if (other.test(plain)) return [test];
  const joints = [...plain.matchAll(joint)];
  const ends = [...joints.map((found) => found.index), test.length];
  return ends.map((end, i) => test.slice(i === 0 ? 0 : ends[i - 1]! + joints[i - 1]![0].length, end));
}

function decidedAlone(ctx: Context, place: Place, test: string): boolean | undefined {
  const named = /^(not )?\(?(\w+) := .*?\)?( is (?:not )?None)?$/s.exec(test);
  if (named) return decidedAlone(ctx, place, `${named[1] ?? ''}${named[2]}${named[3] ?? ''}`);
  const [, isLacking, question] = /^(not )?(\w[\w.]*\(.*\))$/s.exec(test) ?? [];
  const has = question === undefined ? undefined : attributeAsked(ctx, place, question);
  if (has !== undefined) return has === (isLacking === undefined);
  const there =
    thereIs(ctx, place, test) ?? lengthAsked(ctx, place, test) ?? isAmong(ctx, place, test) ?? isVery(ctx, place, test);
  if (there !== undefined) return there;
  const [, isNot, tested, classes] = /^(not )?isinstance\((\w+), ?(\(?[\w., ]+\)?)\)$/.exec(test) ?? [];
  if (tested !== undefined) {
    const value = given(ctx, place, tested);
    const is = value && isOneOf(ctx, place, value, classes!);
    return is === undefined ? undefined : is === (isNot === undefined);
  }
  const [, not, name, rest] = /^(not |!)?([A-Za-z_$][\w$]*)(?![\w$(])(.*)$/s.exec(inPython(test)) ?? [];
  const found = name === undefined ? undefined : given(ctx, place, name);
  if (!found) return undefined;
  // `config.url.includes("/auth")`
  const [, member, asked = rest!] = /^\.(\w+)(\.(?:includes|startswith|endswith)\(.*)$/s.exec(rest!) ?? [];
  const value = member === undefined ? found : ctx.member(found, member);
  const holds = testOf(value, asked.trim()) ?? ofTurnsMember(ctx, place, name!, rest!);
  return holds === undefined ? undefined : not ? !holds : holds;
}

/** `hasattr(fn, "rule")`, `getattr(fn, "rule", None)`, `callable(fn)` of a parameter or of what a loop meets at this turn. */
function attributeAsked(ctx: Context, place: Place, question: string): boolean | undefined {
  const [, asks, object, , name] = /^(hasattr|getattr)\((\w+), ?(["'])(\w+)\3(?:, ?(?:None|False))?\)$/.exec(question) ?? [];
  const [, kind, one] = /^(?:inspect\.)?(callable|isclass|isfunction|ismethod|isroutine)\((\w+)\)$/.exec(question) ?? [];
  const of = (object ?? one) === undefined ? undefined : given(ctx, place, (object ?? one)!);
  if (!of) return undefined;
  if (kind !== undefined) {
    const is = inspected(kind === 'callable' ? 'builtins.callable' : `inspect.${kind}`, of);
    return is && isTruthy(is);
  }
  const has = hasAttribute(ctx, of, name!);
  if (!has || asks === 'hasattr') return has;
  const value = ctx.member(of, name!);
  return isTruthy(value) ? true : isFalsy(value) ? false : undefined;
}

/** `entry.is_dir()`, `os.path.exists(os.path.join(entry.path, "router.py"))`, `(folder / "router.py").exists()` of a turn's files. */
function thereIs(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, lacks, of, question] = /^(not )?([^ ].*)\.(is_dir|is_file|exists)\(\)$/.exec(test) ?? [];
  const [, lacksToo, asksFor, path] = /^(not )?os\.path\.(isdir|isfile|exists)\((.+)\)$/.exec(test) ?? [];
  const written = of ?? path;
  const at = written === undefined ? undefined : writtenPlace(ctx, place, written);
  const is = at === undefined ? undefined : asked(ctx, at, (question ?? asksFor)!);
  return is === undefined ? undefined : is === ((lacks ?? lacksToo) === undefined);
}

/** `entry`, `entry.path`, `os.path.join(entry, "router.py")`, `(entry / "router.py")` */
function writtenPlace(ctx: Context, place: Place, text: string): string | undefined {
  const [, joined, inBrackets, , name] = /^(?:os\.path\.join\((.+), |\((.+) \/ )(["'])([\w.-]+)\3\)$/.exec(text) ?? [];
  const start = joined ?? inBrackets;
  if (start !== undefined) {
    const folder = writtenPlace(ctx, place, start);
    return folder === undefined ? undefined : `${folder}/${name}`;
  }
  const [, variable, member] = /^(\w+)(?:\.(path|parent))?$/.exec(text) ?? [];
  const value = variable === undefined ? undefined : given(ctx, place, variable);
  return value && placeOf(member === undefined ? value : ctx.member(value, member));
}

/** `APIRouter`, `fastapi.APIRouter`, `(Blueprint, Api)` */
function isOneOf(ctx: Context, place: Place, value: Value, classes: string): boolean | undefined {
  const all = classes
    .replace(/[()]/g, '')
    .split(',')
    .map((cls) => cls.trim())
    .filter((cls) => cls !== '')
    .map((cls) => classNamed(ctx, place, cls));
  return isInstance(ctx, value, { kind: 'list', items: all });
}

/** 'APIRouter' or 'fastapi.APIRouter', as a module knows it. */
function classNamed(ctx: Context, place: Place, dotted: string): Value {
  const [first, ...path] = dotted.split('.');
  const of = own(ctx.world.chunk(place.file, '')?.vars, first!) && ctx.binding(place.file, '', first!, ctx.moduleEnv(place.file));
  return path.reduce((at, name) => ctx.member(at, name), of || ext(`builtins.${first}`));
}

/** `cls is not Base`: of classes that are both known. */
function isVery(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, not, cls] = /^(\w+) is (not )?((?!None|True|False)[A-Z]\w*)$/.exec(test) ?? [];
  const one = name === undefined ? undefined : given(ctx, place, name);
  const other = one && cls !== undefined ? classNamed(ctx, place, cls) : undefined;
  const isClass = (v: Value | undefined) => v?.kind === 'class' || v?.kind === 'ext';
  if (!one || !other || !isClass(one) || !isClass(other)) return undefined;
  return (keyOf(one) === keyOf(other)) === (not === undefined);
}

/** `spec.enabled`, `item["on"]`, `file.stem == "__init__"` of what a loop meets at this turn. Of what a module says nothing is decided. */
function ofTurnsMember(ctx: Context, place: Place, name: string, rest: string): boolean | undefined {
  const [, dotted, , key, asked] = /^(?:\.(\w+)|\[(["'])([^"'\\]+)\2\])(?![\w.([])(.*)$/s.exec(rest) ?? [];
  const chunk = (dotted ?? key) === undefined ? undefined : ctx.world.chunk(place.env.file, place.env.chunk);
  const turn = chunk && ofTurn(chunk, name, place.env);
  const of = turn && ctx.evaluate(place, turn.x);
  if (!of || !(['inst', 'dict', 'obj'].includes(of.kind) || isPlace(of))) return undefined;
  const value = ctx.member(of, (dotted ?? key)!);
  return value.kind === 'member' ? undefined : testOf(value, asked!.trim());
}

/** The tests of JavaScript that ask the same: `!x`, `x === undefined`, `typeof x === "undefined"`. */
function inPython(test: string): string {
  const bare = test.replace(/^\((.*)\)$/s, '$1').trim();
  const missing = /^(?:typeof )?([\w$]+)\s*([!=])==?\s*(?:undefined|null|["']undefined["'])$/.exec(bare);
  if (missing) return `${missing[1]} is ${missing[2] === '!' ? 'not ' : ''}None`;
  return bare.replace(/([!=]=)=/, '$1').replace(/\.(start|end)sWith\(/, '.$1swith(');
}

/** `name in cls.usual`, `name not in HIDDEN`, where all that is in it is written there. */
function isAmong(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, notIn, first, path = ''] = /^(\w+) (not )?in (\w+)((?:\.\w+)*)$/.exec(test) ?? [];
  const text = name === undefined ? undefined : textOf(given(ctx, place, name));
  if (text === undefined || first === undefined) return undefined;
  const isOfModule = own(ctx.world.chunk(place.file, '')?.vars, first) !== undefined;
  const root =
    given(ctx, place, first) ?? (isOfModule ? ctx.binding(place.file, '', first, ctx.moduleEnv(place.file)) : undefined);
  if (!root || (path !== '' && root.kind !== 'class' && root.kind !== 'module')) return undefined;
  const of = path
    .split('.')
    .slice(1)
    .reduce((at, member) => ctx.member(at, member), root);
  const all = of.kind === 'list' || of.kind === 'obj' ? ctx.elements(of)?.map(textOf) : undefined;
  return !all || all.includes(undefined) ? undefined : all.includes(text) === (notIn === undefined);
}

/** `len(path) > 1` */
function lengthAsked(ctx: Context, place: Place, test: string): boolean | undefined {
  const [, name, operator, number] = /^len\((\w+)\) ?(==|!=|>=|<=|>|<) ?(\d+)$/.exec(test) ?? [];
  const of = name === undefined ? undefined : given(ctx, place, name);
  const length = of && (textOf(of)?.length ?? ctx.elements(of)?.length);
  if (length === undefined || operator === undefined) return undefined;
  const order = Math.sign(length - Number(number));
  if (operator === '!=') return order !== 0;
  return (operator.includes('=') && order === 0) || (operator[0] === '>' && order > 0) || (operator[0] === '<' && order < 0);
}

function testOf(value: Value, rest: string): boolean | undefined {
  if ('preset' in value) return undefined;
  if (rest === '') return isFalsy(value) ? false : isTruthy(value) ? true : undefined;
  const none = /^is (not )?None$/.exec(rest);
  if (none) {
    const known = value.kind === 'lit' || isTruthy(value) || value.kind === 'str' || isConstructed(value);
    return known ? (value.kind === 'lit' && value.value === null) !== (none[1] !== undefined) : undefined;
  }
  const [, notIn, listed] = /^(not )?in [([{](.*)[)\]}]$/.exec(rest) ?? [];
  if (listed !== undefined) {
    const one = textOf(value);
    const texts = textsIn(listed);
    return one === undefined || !texts ? undefined : texts.includes(one) === (notIn === undefined);
  }
  const [, operator, , literal] =
    /^(==|!=|\.endswith|\.startswith|\.includes)\s*\(?\s*(["'])((?:(?!\2).)*)\2\s*\)?$/.exec(rest) ?? [];
  // What may be handed over besides, and is not known, is taken to be alike.
  if (value.kind === 'either') {
    const known = new Set(value.of.flatMap((a) => testOf(a.value, rest) ?? []));
    return known.size === 1 && operator?.startsWith('.') ? known.has(true) : undefined;
  }
  if (operator === '.includes') return literal === undefined ? undefined : holdsText(value, literal);
  const text = textOf(value);
  if (literal === undefined || (text === undefined && !(operator === '.endswith' || operator === '.startswith')))
    return undefined;
  if (operator === '==') return text === literal;
  if (operator === '!=') return text !== literal;
  const end = text ?? edge(value, operator === '.endswith');
  if (end === undefined || (text === undefined && end.length < literal.length)) return undefined;
  return operator === '.endswith' ? end.endsWith(literal) : end.startsWith(literal);
}

/** `FastAPI()` is something; what a library's function gives may be None. */
const isConstructed = (value: Value): boolean =>
  value.kind === 'made' && value.callee.kind === 'ext' && /(^|\.)[A-Z][a-z]\w*$/.test(value.callee.path);

/** `"a", 'b'`; undefined where anything else stands in it. */
function textsIn(list: string): string[] | undefined {
  const items = list.split(',').filter((item) => item.trim() !== '');
  const texts = items.flatMap((item) => /^\s*(["'])([^"'\\]*)\1\s*$/.exec(item)?.[2] ?? []);
  return texts.length === items.length ? texts : undefined;
}

/** What fills a hole is taken to be an id, not a part of the address. */
function holdsText(value: Value, literal: string): boolean | undefined {
  const parts = value.kind === 'cat' ? value.parts : [value];
  const texts = parts.flatMap((p) => textOf(p) ?? []);
  return texts.length ? texts.some((t) => t.includes(literal)) : undefined;
}

/** The text at an end of a text with holes. */
function edge(value: Value, last: boolean): string | undefined {
  const part = value.kind === 'cat' ? value.parts.at(last ? -1 : 0) : undefined;
  return part?.kind === 'str' ? part.text : undefined;
}

/**
 * What a test of a parameter probably says where an argument is given for it: nobody hands over nothing in order to say so.
 * Only for what hangs on arguments by nature, such as verbs.
 */
export function presumed(ctx: Context, place: Place, test: string): boolean | undefined {
  const known = decided(ctx, place, test);
  const [, not, name] = /^(!)?([A-Za-z_$][\w$]*)(?: !==? (?:undefined|null))?$/.exec(test) ?? [];
  const value = known === undefined && name !== undefined ? given(ctx, place, name) : undefined;
  return known ?? (value && !['lit', 'either'].includes(value.kind) ? not === undefined : undefined);
}

/** `({ url: _url }) => …` */
function isTakenFromParameter({ vars, arena }: Chunk, name: string): boolean {
  const assigns = own(vars, name);
  const e = assigns?.length === 1 ? arena[assigns[0]!.x] : undefined;
  return e?.kind === 'get' && arena[e.object]?.kind === 'param';
}

/** A loop's or comprehension's variable at one of its turns, or what is assigned once in it; another loop may call its variable the same. */
function ofTurn({ vars, blocks }: Chunk, name: string, { picks }: Env): Assign | undefined {
  if (!picks) return undefined;
  for (const block of picks.keys()) {
    const comprehended = own(vars, `${name}$${block}`)?.[0];
    if (comprehended) return comprehended;
  }
  const isInTurn = ({ block = 0 }: Assign): boolean =>
    picks.has(block) || (block > 0 && isInTurn({ x: 0, block: blocks[block]?.parent ?? 0 }));
  const here = (own(vars, name) ?? []).filter((assign) => assign.chunk !== undefined || isInTurn(assign));
  return here.length === 1 && here[0]!.chunk === undefined ? here[0] : undefined;
}

/** What a parameter of this function, or of one around it, was called with; what a loop's variable is at this turn. */
function given(ctx: Context, place: Place, name: string): Value | undefined {
  for (let env: Env | null = place.env; env; env = env.parent) {
    const chunk = ctx.world.chunk(env.file, env.chunk);
    const turn = chunk && ofTurn(chunk, name, env);
    if (turn) return ctx.evaluate({ file: env.file, id: env.chunk, chunk, env }, turn.x);
    if (env.chunk === '') break;
    const index = chunk?.params?.findIndex((p) => p.name === name) ?? -1;
    if (chunk && index >= 0) return env.args && parameterValue(ctx, { file: env.file, id: env.chunk, chunk, env }, index);
    if (chunk && isTakenFromParameter(chunk, name)) return env.args && ctx.binding(env.file, env.chunk, name, env);
  }
  return undefined;
}

/** That, or what a function makes of it under a name: `const isAbsolute = /^https?:/.test(url)`. */
function known(ctx: Context, place: Place, name: string): Value | undefined {
  const found = given(ctx, place, name);
  if (found || place.id === '' || !place.env.args) return found;
  const assigns = own(place.chunk.vars, name);
  const only = assigns?.length === 1 && assigns[0]!.chunk === undefined && !assigns[0]!.block ? assigns[0]! : undefined;
  return only && ctx.binding(place.file, place.id, name, place.env);
}
