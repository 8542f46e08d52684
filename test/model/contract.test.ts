/** What routes take and give, form by form: each fixture lists the calls of a small workspace with the other side of the wire. */
import { describe as shown } from '../../server/src/model/shapes/shape';
import { snapshotOf } from '../support/analyse';
import { describeFixtures } from '../support/fixture';

describe('model/contract', () => {
  describeFixtures('test/model/contract', async ({ files }) => {
    const snapshot = await snapshotOf(Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])));
    const lines = snapshot.calls().flatMap((row) => {
      const sides = snapshot.contract(row);
      if (!sides) return [`${row.method} ${row.path ?? '?'}: no route`];
      const { query, body, content, answer } = sides;
      const forbids = body.kind === 'object' && body.forbids ? ', no others' : '';
      const parts = [
        [Object.keys(query.fields).length || query.open, `  query ${shown(query)}`],
        [body.kind !== 'none', `  takes ${content} ${shown(body)}${forbids}`],
        [true, `  gives ${shown(answer)}`],
      ] as const;
      return [`${row.method} ${row.path ?? '?'}`, ...parts.flatMap(([is, text]) => (is ? [text] : []))];
    });
    return { answers: { contract: lines.map((line) => `${line}\n`).join('') } };
  });
});
