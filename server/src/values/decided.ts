/** Tests that are decided where they stand, since what they ask is known: of parameters by their arguments, of a loop's variable by its turn. */
import { askedInPython } from './asked-in-python';
import type { Context, Place } from './context';
import { given, known, ofTurn } from './given';
import { asked, isPlace, placeOf } from './modules/python-places';
import { holdsInScript } from './script-decided';
import { scriptTest } from './script-test';
import { isFalsy, isTruthy, textOf, type Value } from './value';

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
  const answer = askedInPython(ctx, place, test);
  if (answer !== undefined) return answer;
  const there = thereIs(ctx, place, test);
  if (there !== undefined) return there;
  const [, not, name, rest] = /^(not |!)?([A-Za-z_$][\w$]*)(?![\w$(])(.*)$/s.exec(inPython(test)) ?? [];
  const found = name === undefined ? undefined : given(ctx, place, name);
  if (!found) return undefined;
  // `config.url.includes("/auth")`
  const [, member, asked = rest!] = /^\.(\w+)(\.(?:includes|startswith|endswith)\(.*)$/s.exec(rest!) ?? [];
  const value = member === undefined ? found : ctx.member(found, member);
  const holds = testOf(value, asked.trim()) ?? ofTurnsMember(ctx, place, name!, rest!);
  return holds === undefined ? undefined : not ? !holds : holds;
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
