/** What a test of Python asks of the path of the request at hand. */
import assert from 'node:assert/strict';
import { requestTest } from '../../server/src/model/matching/path-tests';

/** '= "/a"', '^ "/a"' of a beginning, '! ' before what must not be, '+' where more is asked. */
function read(text: string): string {
  const { verbs, paths, asksMore } = requestTest(text);
  const each = paths.map(({ exact, operand, negated }) => `${negated ? '! ' : ''}${exact ? '=' : '^'} ${operand}`);
  return [...verbs, ...each, ...(asksMore ? ['+'] : [])].join(' · ');
}

describe('tests of the path of a request', () => {
  const table: [test: string, meaning: string][] = [
    ['request.url.path == "/health"', '= "/health"'],
    ['"/health" == request.path', '= "/health"'],
    ['scope["path"] in ("/a", "/b")', '= ("/a", "/b")'],
    ['environ.get("PATH_INFO", "") == "/ping"', '= "/ping"'],
    ['path.rstrip("/") in PROBES', '= PROBES'],
    ['path.startswith(("/a", "/b"))', '^ ("/a", "/b")'],
    ['not path.startswith("/api")', '! ^ "/api"'],
    ['request.url.path != self.path', '! = self.path'],
    ['any(path.startswith(p) for p in OPEN)', '^ OPEN'],
    ['path == "/a" or path == "/b"', '= "/a" · = "/b"'],
    ['(path == "/a" or path == "/b") and request.method == "GET"', 'GET · = "/a" · = "/b"'],
    ['scope["type"] == "http" and scope["path"] == "/raw"', '= "/raw"'],
    ['path == "/a" and not token', '= "/a" · +'],
    ['path == "/a" or is_public', '+'],
    ['"/a" in path', '+'],
    ['file_path == "/a"', '+'],
  ];
  for (const [test, meaning] of table) it(test, () => assert.equal(read(test), meaning));
});
