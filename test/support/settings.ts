/** What a settings file is said to hold, for the tests of each kind. */
import assert from 'node:assert/strict';
import type { SettingsFacts, StartedApp } from '../../server/src/facts/facts';
import { extractSettings } from '../../server/src/facts/settings/extract';

export function settings<K extends SettingsFacts['of']>(of: K, path: string, text: string): Extract<SettingsFacts, { of: K }> {
  const { facts } = extractSettings(path, text);
  assert.equal(facts.kind, 'settings');
  assert.ok(isOf(facts, of), `${path}: ${JSON.stringify(facts)}`);
  return facts;
}

function isOf<K extends SettingsFacts['of']>(
  facts: { kind: string; of?: string },
  of: K,
): facts is Extract<SettingsFacts, { of: K }> {
  return facts.of === of;
}

export function apps(path: string, text: string): Omit<StartedApp, 'command' | 'from'>[] {
  return settings('start', path, text).apps.map(({ command: _, from: __, ...app }) => app);
}

export const none = (path: string, text: string): string => settings('none', path, text).why;
