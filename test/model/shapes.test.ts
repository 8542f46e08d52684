/** What calls send and what is read of their answers: each fixture lists the calls of a small workspace with both. */
import { describe as shown } from '../../server/src/model/shapes/shape';
import { ROOT, snapshotOf } from '../support/analyse';
import { describeFixtures } from '../support/fixture';

describe('model/shapes', () => {
  describeFixtures('test/model/shapes', async ({ files }) => {
    const snapshot = await snapshotOf(Object.fromEntries(files.map((f) => [f.path.slice(1), f.text])));
    const lines = snapshot.calls().flatMap((row) => {
      const details = snapshot.callDetails(row)!;
      const { query, body, contentType, response, declared } = details;
      const parts = [
        [Object.keys(query.fields).length || query.open, `  query ${shown(query)}`],
        [body.kind !== 'none', `  ${contentType} ${shown(body)}`],
        [response.kind !== 'none', `  reads ${shown(response)}`],
        [declared, `  declared ${declared ? shown(declared) : ''}`],
      ] as const;
      return [
        `${row.method} ${row.path ?? '?'}  ${row.file.slice(ROOT.length + 1)}:${row.line}`,
        ...parts.flatMap(([is, text]) => (is ? [text] : [])),
      ];
    });
    return { answers: { shapes: lines.map((line) => `${line}\n`).join('') } };
  });
});
