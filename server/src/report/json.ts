/**
 * The audit as JSON, for other programs; server/docs/audit.schema.json says what each field means. Fields are only ever added; what changes the
 * meaning of one raises the schema's version.
 */
import { HOME, pageOf } from '../rules/page';
import type { Report } from './summary';

export const SCHEMA = `${HOME}/blob/main/server/docs/audit.schema.json`;
export const SCHEMA_VERSION = 1;

export function json({ version, findings, rules, counts, notes, lines }: Report): string {
  const used = new Set(findings.map((f) => f.rule));
  const value = {
    $schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    version,
    counts,
    notes,
    rules: rules.filter((r) => used.has(r.id)).map(({ id, severity, summary }) => ({ id, severity, summary, help: pageOf(id) })),
    findings: findings.map(({ data, ...f }) => ({ ...f, code: lines(f.file)?.[f.line - 1] ?? null, data })),
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}
