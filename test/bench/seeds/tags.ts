/** Tags as they stand in a text, read without the analysis that is measured. */

/** The tag that begins at `start`, with its attributes. */
export function openTag(text: string, start: number): string {
  const end = endOfTag(text, start);
  return text.slice(start, end);
}

/** Behind the `>` that ends the tag; quotes and braces may hold others. */
function endOfTag(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const unit = text[at]!;
    if (quote) {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'" || unit === '`') quote = unit;
    else if (unit === '{') depth++;
    else if (unit === '}') depth--;
    else if (unit === '>' && depth === 0) return at + 1;
  }
  return text.length;
}

const HEARING = /\s(onClick|onMouseDown|onPointerDown|@click|@mousedown|v-on:click|on:click|onclick|\(click\))(\.[\w.]+)?\s*=/;
/** By its name it is pressed as a whole. */
const PRESSED = /(Trigger|Item|Option|Close|Action|Button|Tab|Label|Link|Toggle)$|^(a|label|summary|option)$/;
const VOID = /^(img|input|br|hr|meta|link|area|base|col|embed|source|track|wbr)$/i;

/** Whether one of the tags that are open at `start` hears what is pressed in it, or is a form that it sends. */
export function isHeardAround(text: string, start: number, isPlainButton: boolean): boolean {
  return openTags(text, start).some(({ name, tag }) => {
    if (/^form$/i.test(name) || /Form$/.test(name)) return !isPlainButton;
    return HEARING.test(tag) || PRESSED.test(name) || /\{\s*\.\.\.(get|use)\w*\(|\sv-on=|\sv-bind=["']\$attrs/.test(tag);
  });
}

/** From the nearest outwards; what another function draws ends it. */
function openTags(text: string, start: number): { name: string; tag: string }[] {
  const stack: { name: string; tag: string }[] = [];
  for (const found of text
    .slice(0, start)
    .matchAll(/<(\/?)([A-Za-z][\w.-]*)(?=[\s/>])|^(?:export |default |async )*function\s|^(?:export )?const \w+ =/gm)) {
    const [, closing, name] = found;
    if (name === undefined) stack.length = 0;
    else if (closing) {
      const at = stack.map((t) => t.name).lastIndexOf(name);
      if (at >= 0) stack.length = at;
    } else {
      const tag = openTag(text, found.index);
      if (found.index + tag.length <= start && !tag.endsWith('/>') && !VOID.test(name)) stack.push({ name, tag });
    }
  }
  return stack.reverse();
}
