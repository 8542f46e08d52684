/** The audit as JSON, for other programs. Fields are only ever added. */
import type { Report } from './summary';

export function json({ findings, counts, notes, version }: Report): string {
  return `${JSON.stringify({ version, findings, counts, notes }, null, 1)}\n`;
}
