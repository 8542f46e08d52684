/** The yardstick: finds the same files, reads them, and looks for routes and calls by regular expressions. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { discover } from '../../server/src/workspace/discovery';

const route = /@\w+(?:\.\w+)*\.(get|post|put|patch|delete|route|websocket|api_route)\(\s*["']([^"']*)["']/g;
const call = /\b(?:fetch|axios|(?:\w+\.)(?:get|post|put|patch|delete))\s*(?:<[^>]*>)?\(\s*["'`]([^"'`]*)["'`]/g;

async function main(): Promise<void> {
  const { files } = await discover([resolve(process.argv[2] ?? '.')], () => ({}));
  let found = 0;
  for (const file of files) {
    const text = readFileSync(file.path, 'utf8');
    for (const pattern of [route, call]) for (const _ of text.matchAll(pattern)) found++;
  }
  process.stdout.write(`${found} in ${files.length} files\n`);
}

void main();
