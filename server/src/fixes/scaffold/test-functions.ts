/** The tests that a module has, as functions or as methods of a class. */

/** The tests of a module, each with the head of another like it; those with several cases are left out. */
export function testsIn(text: string): { head: string; body: string; inClass?: true }[] {
  const code = text.replace(/\r\n/g, '\n');
  const methods = lastClass(code);
  return methods === undefined
    ? functionsIn(code)
    : functionsIn(methods).map(({ head, body }) => ({ head: deeper(head), body: deeper(body), inClass: true }));
}

const deeper = (code: string) => code.replace(/^(?=[^\n])/gm, /^\t/m.test(code) ? '\t' : '    ');

/** The methods of the only class of a module that ends with it. */
function lastClass(code: string): string | undefined {
  const [from, ...more] = [...code.matchAll(/^class Test\w*[^\n]*:\n|^class \w+\([^)\n]*TestCase\):\n/gm)];
  const body = from && code.slice(from.index + from[0].length);
  return !more.length && body !== undefined && !/^\S/m.test(body) && !/^(?:async )?def test_/m.test(code)
    ? body.replace(/^(?: {4}|\t)/gm, '')
    : undefined;
}

function functionsIn(text: string): { head: string; body: string }[] {
  const starts = [...text.matchAll(/^(?:@[^\n]*\n)*(?:async )?def test_/gm)].map((m) => m.index);
  const functions = starts.map((from, i) => text.slice(from, starts[i + 1] ?? text.length));
  return functions.flatMap((whole) => {
    const head = /^((?:@[^\n]*\n)*(?:async )?def )test_\w+(\([^)]*\)[^\n:]*:)[^\n]*\n/.exec(whole);
    if (!head || /parametrize/.test(head[0])) return [];
    const [opening, body] = opened(whole.slice(head[0].length));
    return [{ head: `${head[1]}{name}${head[2]}${opening}`, body }];
  });
}

/** `with TestClient(app) as client:` around all of a test belongs to its head. */
function opened(body: string): [opening: string, body: string] {
  const [all, outer] = /^([ \t]+)(?:async )?with [^\n]+ as \w+:\n/.exec(body) ?? [];
  if (all === undefined) return ['', body];
  const rest = body.slice(all.length);
  const isAll = rest.split('\n').every((l) => l.trim() === '' || (l.startsWith(outer!) && /^[ \t]/.test(l.slice(outer!.length))));
  return isAll ? [`\n${all.trimEnd()}`, rest] : ['', body];
}
