/** `crosswire lsp`: the language server, for editors that start it themselves. Its bundle is loaded only here. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from './command';

/** The folder that holds the bundles. Filled in by the build. */
declare const __CROSSWIRE_DIST__: string;

export const lsp: Command = {
  name: 'lsp',
  takes: '--stdio',
  summary: 'Speaks the language server protocol, for Neovim, Helix and any other editor.',
  about: ['The editor starts it with a project folder; it ends with the editor. For VS Code there is the extension.'],
  options: { stdio: { type: 'boolean', help: 'over the standard input and output; there is no other way, it may be left out' } },
  examples: [['crosswire lsp --stdio', 'as the command of a language server in the settings of an editor']],
  run,
};

async function run(): Promise<number> {
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  await import(pathToFileURL(join(__CROSSWIRE_DIST__, 'server.js')).href);
  return new Promise(() => {
    // The server ends the process when the editor says so or is gone.
  });
}
