/** tsconfig.json and jsconfig.json, also tsconfig.app.json and tsconfig.base.json: where a bare import is looked for. */
import { parseJsonc } from './jsonc';
import { isRecord, list, none, optional, record, type SettingsKind, strings } from './kind';

export const tsconfig: SettingsKind = {
  is: (name) => /^[tj]sconfig(?:[.-][\w.-]+)?\.json$/.test(name),
  read(text) {
    const { value, error } = parseJsonc(text);
    if (error) return none(`broken JSON: ${error.message}`);
    if (!isRecord(value)) return none('not an object');
    const options = record(value.compilerOptions);
    const bases = typeof value.extends === 'string' ? [value.extends] : strings(value.extends);
    const references = list(value.references).flatMap((reference) => strings([record(reference).path]));
    const paths = Object.entries(record(options.paths)).map(([pattern, targets]) => [pattern, strings(targets)] as const);
    return {
      facts: {
        kind: 'settings',
        of: 'tsconfig',
        ...(bases.length > 0 && { extends: bases }),
        ...optional('baseUrl', options.baseUrl),
        ...(paths.length > 0 && { paths: Object.fromEntries(paths) }),
        ...(references.length > 0 && { references }),
      },
    };
  },
};
