/** Every form of route registration: the engine lists what the fixture says, which routes-oracle.test.ts proves to be so. */
import assert from 'node:assert/strict';
import { routesOf } from '../support/analyse';
import { appNames, comparable, namesItsApps, parseRoutes, routeFixtures } from '../support/routes';

describe('model/routes', () => {
  for (const fixture of routeFixtures()) {
    it(`${fixture.name}: ${fixture.title}`, async () => {
      const actual = parseRoutes(await routesOf(fixture.files));
      assert.deepEqual(comparable(actual), comparable(fixture.apps), fixture.path);
      if (namesItsApps(fixture)) assert.deepEqual(appNames(actual), appNames(fixture.apps), fixture.path);
    });
  }
});
