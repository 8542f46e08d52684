/**
 * Settings files: which there are, and what each says. `SettingsFacts` for every file that `isSettingsFile` names; where a file is
 * broken or says nothing that matters, the facts are `none` with the reason.
 */

import { lineStarts } from '../../base/range';
import { basename } from '../../base/uri';
import type { Extracted, Layout } from '../facts';
import { backends } from './backends';
import { caddy } from './caddy';
import { crosswire } from './crosswire';
import { env } from './env';
import { none, type Read, type SettingsKind } from './kind';
import { nginx } from './nginx';
import { openapi } from './openapi';
import { packageJson, pnpmWorkspace } from './package-json';
import { netlify, proxyJson, redirects } from './proxy';
import { start } from './start';
import { tsconfig } from './tsconfig';

/** The first that knows a file reads it. */
const KINDS: SettingsKind[] = [
  crosswire,
  env,
  packageJson,
  pnpmWorkspace,
  tsconfig,
  proxyJson,
  netlify,
  redirects,
  caddy,
  nginx,
  start,
  backends,
];

/**
 * The name of an OpenAPI file says nothing: which files are read as such is said elsewhere, so these are no settings by their name.
 */
const BY_CONTENT = [openapi];

/** No settings that a person writes are longer. */
const MAX_LENGTH = 1_000_000;

export function isSettingsFile(path: string): boolean {
  return kindOf(path) !== undefined;
}

export function extractSettings(path: string, text: string): Extracted {
  const { facts, spans, more } = read(path, text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text);
  const all: Record<string, number[]> = { ...more };
  if (spans && spans.length > 0) all[''] = spans;
  const layout: Layout = { lines: lineStarts(text), spans: all, decls: {} };
  if (facts.of === 'none' && facts.why.startsWith('broken')) layout.errors = 1;
  return { facts, layout };
}

function read(path: string, text: string): Read {
  const kind = kindOf(path) ?? BY_CONTENT.find((one) => one.is(basename(path), path));
  if (!kind) return none('not a settings file');
  if (text.length > MAX_LENGTH && !BY_CONTENT.includes(kind)) return none('too large');
  return kind.read(text, path);
}

function kindOf(path: string): SettingsKind | undefined {
  return KINDS.find((kind) => kind.is(basename(path), path));
}
