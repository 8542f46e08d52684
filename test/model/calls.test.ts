/** Every form of request: the engine lists what the fixture says, at the line where the path is written. */
import assert from 'node:assert/strict';
import { callsOf } from '../support/analyse';
import { callFixtures } from '../support/calls';

describe('model/calls', () => {
  for (const fixture of callFixtures()) {
    it(`${fixture.name}: ${fixture.title}`, async () => {
      assert.deepEqual((await callsOf(fixture.files)).sort(), [...fixture.rows].sort(), fixture.path);
    });
  }
});
