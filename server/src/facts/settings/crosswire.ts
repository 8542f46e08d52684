/** crosswire.json: parsed here, checked against its schema where it is used. */
import { parseJsonc } from './jsonc';
import type { SettingsKind } from './kind';

export const crosswire: SettingsKind = {
  is: (name) => name === 'crosswire.json' || name === 'crosswire.jsonc',
  read(text) {
    const { value, error } = parseJsonc(text);
    if (!error) return { facts: { kind: 'settings', of: 'crosswire', config: value } };
    const line = text.slice(0, error.at).split(/\r\n|\r|\n/).length;
    const facts = { kind: 'settings', of: 'crosswire', config: null, error: `line ${line}: ${error.message}` } as const;
    return { facts, spans: [error.at, Math.min(error.at + 1, text.length)] };
  },
};
