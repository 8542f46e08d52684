/**
 * Buttons that reach something are unwired: their attribute is taken away, emptied or made to log, or the id by which a script finds them is changed.
 * Left out are those that would do something all the same, so that it would be no fault: see `stillActs`.
 */
import type { ControlRow } from '../../../server/src/analysis/types';
import type { Kind, Seed } from './seed';
import { isHeardAround, openTag } from './tags';

export const unwire: Kind = {
  name: 'unwired button',
  seeds: (snapshot, textOf, texts) =>
    snapshot
      .controls()
      .filter((c) => c.handler !== null && c.event !== 'submit' && (c.reaches === 'request' || c.reaches === 'something'))
      .filter((c) => c.kind === 'button' || (c.kind === 'component' && /button$/i.test(c.tag)))
      .filter((c) => !stillActs(textOf(c.file), offsetOf(textOf(c.file), c.line, c.column)))
      .flatMap((c, i) => seedOf(c, i, textOf(c.file), texts)),
};

/**
 * Without its handler it would still do something, or nobody could tell, as far as its tag and the tags around it say: it submits the form around
 * it, a row, label, link or trigger around it hears its clicks, it listens to more than clicks, what is spread into it may have a handler, or it is
 * always disabled.
 */
function stillActs(text: string, start: number): boolean {
  const tag = openTag(text, start);
  const isDisabled = /\sdisabled[\s>/]/.test(tag);
  const isOpen = /\{\s*\.\.\.|\sv-bind=|\{\$\$?(rest)?[pP]rops/.test(tag);
  const listeners = tag.match(/\s(on[A-Z]\w+|@[a-z][\w-]*|on:[a-z]+|\([a-z]+\))(\.[\w.]+)?\s*=/g) ?? [];
  const others = listeners.filter((one) => !/^\s(on|@|on:|\()(click|press)\b/i.test(one) && !isLook(tag, one));
  return isDisabled || isOpen || others.length > 0 || isHeardAround(text, start, /type=["']button/.test(tag));
}

/** `onMouseEnter={(e) => (e.currentTarget.style.color = "red")}` */
const isLook = (tag: string, listener: string): boolean =>
  /^\s(onMouse(Enter|Leave|Over|Out)|on(Focus|Blur))/.test(listener) &&
  /^[^}]*(currentTarget|target)\b[^}]*\.style\b/.test(tag.slice(tag.indexOf(listener)));

const offsetOf = (text: string, line: number, column: number): number => {
  let at = 0;
  for (let n = 1; n < line; n++) at = text.indexOf('\n', at) + 1;
  return at + column - 1;
};

function seedOf(control: ControlRow, i: number, text: string, texts: ReadonlyMap<string, string>): Seed[] {
  const { file, line, handler } = control;
  const expected = { at: { file, line }, rules: ['dead-button'], follows: ['orphaned-route', 'broken-button'] };
  const start = offsetOf(text, line, control.column);
  const end = offsetOf(text, control.endLine, control.endColumn);
  const isOutside = (at: number) => at < start || at > end;
  if (!handler || handler.file !== file || isOutside(offsetOf(text, handler.line, handler.column)))
    return renamed(text, start, end, texts).map((edit) => ({ ...edit, ...expected, file, what: 'id changed' }));
  const from = offsetOf(text, handler.line, handler.column);
  const to = offsetOf(text, handler.endLine, handler.endColumn);
  const open = /\s(?:on:?click(?:\|\w+)*|onPress|@click(?:\.\w+)*|v-on:click|\(click\))\s*=\s*["'{]\s*$/i.exec(
    text.slice(start, from),
  );
  const close = /^\s*["'}]/.exec(text.slice(to));
  if (!open || !close) return [];
  const ways = [
    { file, from: start + open.index, to: to + close[0].length, text: '', what: 'handler taken away' },
    { file, from, to, text: '() => {}', what: 'handler emptied' },
    { file, from, to, text: "() => console.log('clicked')", what: 'handler only logs' },
  ];
  const way = ways[i % ways.length]!;
  return text[from - 1] === "'" && way.text.includes("'") ? [] : [{ ...way, ...expected }];
}

/** `id="save"`, where it is all by which a script can find the button. */
function renamed(
  text: string,
  start: number,
  end: number,
  texts: ReadonlyMap<string, string>,
): Pick<Seed, 'from' | 'to' | 'text'>[] {
  const tag = /^<[^>]*>/.exec(text.slice(start, end))?.[0] ?? '';
  const id = /\sid=["']([\w-]+)["']/.exec(tag);
  // What a script does not find may still send the form around it.
  const isInForm = text.lastIndexOf('<form', start) > text.lastIndexOf('</form', start);
  if (!id || /\son\w+=|\sdata-/.test(tag) || (isInForm && !/type=["']button/.test(tag))) return [];
  const classes = /\sclass=["']([^"']*)["']/.exec(tag)?.[1]?.split(/\s+/) ?? [];
  if (classes.some((name) => name && isSelected(name, texts))) return [];
  const at = start + id.index + id[0].indexOf(id[1]!);
  return [{ from: at, to: at + id[1]!.length, text: `unwired${at}` }];
}

/** Whether a script finds elements by this class: `$(".save")`. */
function isSelected(name: string, texts: ReadonlyMap<string, string>): boolean {
  const selector = new RegExp(`["'\`][^"'\`\\n]*\\.${name}(?![\\w-])[^"'\`\\n]*["'\`]`);
  return [...texts].some(
    ([file, text]) => /\.([cm]?[jt]sx?|html?|vue)$/.test(file) && text.includes(`.${name}`) && selector.test(text),
  );
}
