/**
 * The audit as JSON, for other programs; server/docs/audit.schema.json says what each field means. Fields are only ever added; what changes the
 * meaning of one raises the schema's version.
 */
import { HOME, pageOf } from '../rules/page';
import type { Report, Told } from './summary';

const SCHEMA = `${HOME}/blob/main/server/docs/audit.schema.json`;
const SCHEMA_VERSION = 1;

export function json({ version, findings, intentional, rules, counts, notes, lines }: Report): string {
  const used = new Set([...findings, ...intentional].map((f) => f.rule));
  const told = ({ data, ...f }: Told) => ({ ...f, code: lines(f.file)?.[f.line - 1] ?? null, data });
  const value = {
    $schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    version,
    counts,
    notes,
    rules: rules.filter((r) => used.has(r.id)).map(({ id, severity, summary }) => ({ id, severity, summary, help: pageOf(id) })),
    findings: findings.map(told),
    intentional: intentional.map(told),
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}
