/** An attribute's plain text as an expression: the server's tags in it are its parts, `{% if a %}x{% else %}y{% endif %}` a choice; entities decoded. */
import type { X } from '../expression';
import type { Place } from './builder';
import type { ChoiceTag, Context, Hole } from './context';
import { type Attribute, decodeEntities } from './markup';

type Mark = (Hole & { word?: undefined }) | ChoiceTag;

/** The text of classes stays one text: nobody asks the server for it. */
const isPlain = (name: string, text: string): boolean => name === 'class' || !/\/|_{4,}/.test(text);

export function attributeText(c: Context, code: string, { name, from, to, quote }: Attribute): X {
  if (from === undefined || to === undefined) return -1;
  const whole = quote === '' ? { from, to } : { from: from - 1, to: to + 1 };
  const holes = c.holes?.within(from, to) ?? [];
  const choices = isPlain(name, code.slice(from, to)) ? [] : (c.holes?.choices(from, to) ?? []);
  const marks: Mark[] = [...holes, ...(isBalanced(choices) ? choices : [])].sort((a, b) => a.from - b.from);
  const string = (place: Place, inside: Place) =>
    c.addAt({ kind: 'str', value: decodeEntities(code.slice(inside.from, inside.to)) }, place);
  if (marks.length === 0) return string(whole, { from, to });
  return new Reader(c, marks, string, from, to).text(whole);
}

function isBalanced(tags: readonly ChoiceTag[]): boolean {
  let open = 0;
  for (const { word } of tags) {
    if (word === 'if') open++;
    else if (open === 0) return false;
    if (word === 'endif') open--;
  }
  return open === 0;
}

class Reader {
  private next = 0;

  constructor(
    private readonly c: Context,
    private readonly marks: readonly Mark[],
    private readonly string: (place: Place, inside: Place) => X,
    private at: number,
    private readonly to: number,
  ) {}

  /** Up to the end, or to the tag that ends this branch. */
  text(whole?: Place): X {
    const from = this.at;
    const parts: X[] = [];
    for (let mark = this.marks[this.next]; mark; mark = this.marks[this.next]) {
      if (mark.from > this.at) parts.push(this.plain(mark.from));
      if (mark.word !== undefined && mark.word !== 'if') break;
      this.next++;
      this.at = mark.to;
      parts.push(mark.word === undefined ? mark.lower(this.c) : this.choice(mark));
    }
    if (this.next >= this.marks.length && this.to > this.at) parts.push(this.plain(this.to));
    if (parts.length === 1) return parts[0]!;
    const place = whole ?? { from, to: this.at };
    return parts.length === 0 ? this.c.addAt({ kind: 'str', value: '' }, place) : this.c.addAt({ kind: 'cat', parts }, place);
  }

  private plain(to: number): X {
    const place = { from: this.at, to };
    this.at = to;
    return this.string(place, place);
  }

  /** From behind `{% if %}` or `{% elif %}` to behind its `{% endif %}`. */
  private choice({ from, test }: ChoiceTag): X {
    const met = this.text();
    const end = this.ended();
    const other = end?.word === 'elif' ? this.choice(end) : end?.word === 'else' ? this.otherwise() : this.empty();
    return this.c.addAt({ kind: 'either', op: 'if', of: [met, other], test }, { from, to: this.at });
  }

  private otherwise(): X {
    const x = this.text();
    this.ended();
    return x;
  }

  /** The tag that ends a branch, which is behind us then. */
  private ended(): ChoiceTag | undefined {
    const mark = this.marks[this.next];
    if (mark?.word === undefined) return undefined;
    this.next++;
    this.at = mark.to;
    return mark;
  }

  private empty(): X {
    return this.c.addAt({ kind: 'str', value: '' }, { from: this.at, to: this.at });
  }
}
