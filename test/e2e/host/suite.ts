/**
 * What runs inside VS Code's extension host, in code-server and in the desktop alike: mocha over the checks beside this file. The report goes
 * to the file that CROSSWIRE_E2E_REPORT names, for the host's exit code is 0 also when it dies.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { checks } from './checks';

/** Where mocha is an ES module, CommonJS finds the class under `default`. */
const MochaClass = 'default' in Mocha && typeof Mocha.default === 'function' ? (Mocha.default as typeof Mocha) : Mocha;

export async function run(): Promise<void> {
  const mocha = new MochaClass({ ui: 'bdd', timeout: 20_000, reporter: 'spec', color: false });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  checks();
  const passed: string[] = [];
  const failed: { title: string; error: string }[] = [];
  await new Promise<void>((done) => {
    const runner = mocha.run(() => done());
    runner.on('pass', (test) => passed.push(test.fullTitle()));
    runner.on('fail', (test, error) => failed.push({ title: test.fullTitle(), error: error.stack ?? String(error) }));
  });
  const report = process.env.CROSSWIRE_E2E_REPORT;
  if (report) writeFileSync(report, JSON.stringify({ passed, failed }));
  if (failed.length > 0) throw new Error(`${failed.length} failed`);
}
