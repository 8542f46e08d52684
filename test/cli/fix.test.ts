/** `crosswire fix`: what it changes, and what it says of findings that it cannot help with. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crosswire } from '../support/cli';
import { UNMOVABLE } from '../support/samples';
import { tempFolder } from '../support/temp';

describe('cli/fix', () => {
  it('says why a route that is never reached is not moved, and leaves it', async () => {
    const cwd = tempFolder({ 'api/main.py': UNMOVABLE });
    const { code, out, err } = await crosswire(['fix', '--unsafe', '--rule', 'shadowed-route', '--no-cache'], { cwd });
    assert.deepEqual([code, out], [0, '']);
    assert.match(err, /^api\/main\.py:11 shadowed-route: not fixed: It is written inside create_app, /m);
    assert.equal(readFileSync(`${cwd}/api/main.py`, 'utf8'), UNMOVABLE);
  });

  it('fixes only what was asked for, and writes nothing when it is only to show', async () => {
    const ui = "fetch('/streams/active/');\nfetch('/straems/active');\n";
    const cwd = tempFolder({ 'api/main.py': UNMOVABLE, 'ui/app.js': ui });
    const { out } = await crosswire(['fix', '--unsafe', '--rule', 'wrong-path', '--dry-run', '--no-cache'], { cwd });
    assert.match(out, /^-fetch\('\/straems\/active'\);\n\+fetch\('\/streams\/active'\);$/m);
    assert.doesNotMatch(out, /^-fetch\('\/streams\/active\/'\)/m);
    assert.equal(readFileSync(`${cwd}/ui/app.js`, 'utf8'), ui);
  });
});
