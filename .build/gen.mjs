// Writes what is made from the rules' meta: a page for each rule, the settings in package.json and in the
// schema of crosswire.json, the table in the README.
//
//   node .build/gen.mjs [--check]        with --check nothing is written; what is stale is listed, and the exit code is 1
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGES = 'server/docs/rules';
const SCHEMA = 'server/docs/crosswire.schema.json';
const check = process.argv.includes('--check');

/** Every rule's meta, in the order of the registry; each knows the file that it is written in. */
async function metas() {
  const entry = `
    export { rules } from './server/src/rules/registry';
    export { metaRules } from './server/src/rules/meta-rules';`;
  const result = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  const { rules, metaRules } = await import(
    `data:text/javascript;base64,${Buffer.from(result.outputFiles[0].contents).toString('base64')}`
  );
  return [
    ...rules.map(({ meta }) => ({ ...meta, source: `server/src/rules/${meta.id}.ts` })),
    ...metaRules.map((meta) => ({ ...meta, source: 'server/src/rules/meta-rules.ts' })),
  ];
}

const languages = { py: 'python', js: 'js', ts: 'ts', json: 'json', html: 'html' };

function example(files) {
  return Object.entries(files)
    .map(([path, text]) => `\`${path}\`\n\n\`\`\`${languages[path.split('.').pop()] ?? ''}\n${text.trimEnd()}\n\`\`\``)
    .join('\n\n');
}

/** How a comment silences it, in a language of its bad example. */
function comment({ id, examples }) {
  const sign = Object.keys(examples.bad)[0].endsWith('.py') ? '#' : '//';
  return `${sign} crosswire-ignore ${id}: <why this is no fault>`;
}

function page(meta) {
  const { id, summary, why, limits, fix, examples, source } = meta;
  const usual =
    meta.byDefault === 'off'
      ? `Off unless set otherwise; a ${meta.severity} where it is on.`
      : `Reported as **${meta.severity}** unless set otherwise${meta.inEditor ? ', in the audit alone' : ''}.`;
  const about = /ignore|settings/.test(id)
    ? ''
    : `\nA comment on the line, or on the one above, silences one finding and says why:\n\n    ${comment(meta)}\n`;
  const sections = [
    `<!-- Made from ${source} by \`npm run gen\`. -->`,
    `# ${id}`,
    `${summary}. ${usual}`,
    `## Why it matters\n\n${why}`,
    `## Reported\n\n${example(examples.bad)}`,
    `## Not reported\n\n${example(examples.good)}${limits ? `\n\n${limits}` : ''}`,
    `## What to do\n\n${fix.how}\n${about}\nSeverity or \`off\` for everybody, in a \`crosswire.json\`, or in the editor's setting \`crosswire.rules\`:\n\n\`\`\`json\n{ "rules": { "${id}": "off" } }\n\`\`\``,
  ];
  return `${sections.join('\n\n')}\n`;
}

const levelOf = ({ severity, byDefault }) => byDefault ?? severity;
const LEVELS = ['error', 'warning', 'hint', 'off'];

/** The same in the schema of crosswire.json, in the order of names. */
function schema(text, all) {
  const levels = LEVELS.map((level) => JSON.stringify(level)).join(', ');
  const entries = [...all]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((meta) => {
      const { id, summary } = meta;
      const severity = levelOf(meta);
      const description = JSON.stringify(`${summary}. ${severity} if not said.`);
      return `        "${id}": {\n          "enum": [${levels}],\n          "description": ${description}\n        }`;
    });
  const parts = /("rules": \{[\s\S]*?"properties": \{\n)[\s\S]*?(\n {6}\})/;
  if (!parts.test(text)) throw new Error('the schema of crosswire.json has no place for rules');
  return text.replace(parts, (_, open, close) => `${open}${entries.join(',\n')}${close}`);
}

/** Under `crosswire.rules`: one property for each rule, so that the editor completes and checks them. */
function settings(text, all) {
  const manifest = JSON.parse(text);
  const setting = manifest.contributes.configuration.properties['crosswire.rules'];
  setting.additionalProperties = false;
  setting.properties = Object.fromEntries(
    all.map(({ id, summary, ...meta }) => [
      id,
      {
        type: 'string',
        enum: LEVELS,
        default: meta.inEditor ?? levelOf(meta),
        markdownDescription: `${summary}. \`${meta.inEditor ?? levelOf(meta)}\` unless set here.`,
      },
    ]),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function table(text, all) {
  const rows = all.map((meta) => `| [${meta.id}](${PAGES}/${meta.id}.md) | ${levelOf(meta)} | ${meta.summary} |`);
  const made = ['| Rule | Severity | What it reports |', '|---|---|---|', ...rows].join('\n');
  const parts = /(<!-- rules: made by npm run gen -->\n)[\s\S]*?(\n<!-- \/rules -->)/;
  if (!parts.test(text)) throw new Error('README.md has no place for the table of rules');
  return text.replace(parts, (_, open, close) => `${open}\n${made}\n${close}`);
}

async function main() {
  const all = await metas();
  const now = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const wanted = new Map([
    ...all.map((meta) => [`${PAGES}/${meta.id}.md`, page(meta)]),
    ['package.json', settings(now('package.json'), all)],
    [SCHEMA, schema(now(SCHEMA), all)],
    ['README.md', table(now('README.md'), all)],
  ]);
  const left = existsSync(join(root, PAGES)) ? readdirSync(join(root, PAGES)).map((name) => `${PAGES}/${name}`) : [];
  const gone = left.filter((path) => !wanted.has(path));
  const stale = [...wanted].filter(([path, text]) => now(path) !== text).map(([path]) => path);
  if (check) {
    for (const path of [...stale, ...gone]) process.stdout.write(`${path} is stale: run npm run gen\n`);
    process.exitCode = stale.length + gone.length > 0 ? 1 : 0;
    return;
  }
  mkdirSync(join(root, PAGES), { recursive: true });
  for (const path of stale) writeFileSync(join(root, path), wanted.get(path));
  for (const path of gone) rmSync(join(root, path));
}

await main();
