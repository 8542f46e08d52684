/** A small project of its own, and what the command line records of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, crosswire } from './cli';
import { tempFolder } from './temp';

export const API = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef tasks():\n    return []\n';
export const uiWith = (id: string) => `fetch("/api/tasks");\nfetch("/api/reports/daily");\nfetch(\`/api/users/\${${id}}\`);\n`;
export const UI = uiWith('id');

export function project(files: Record<string, string> = {}): string {
  return tempFolder({ 'api/main.py': API, 'ui/tasks.js': UI, ...files });
}

export const read = (folder: string, name: string) => readFileSync(join(folder, '.crosswire', name), 'utf8');

export async function run(folder: string, ...words: string[]): Promise<CliResult> {
  return crosswire([...words, '--no-cache'], { cwd: folder });
}

interface Told {
  id: string;
  subject: string;
  state: string;
  reason: string | null;
  line: number;
}
interface Json {
  findings: Told[];
  intentional: Told[];
  counts: Record<string, number>;
  notes: string[];
}

export async function audited(folder: string, ...words: string[]): Promise<Json> {
  return JSON.parse((await run(folder, 'audit', '--format', 'json', ...words)).out);
}

export async function idOf(folder: string, subject: string): Promise<string> {
  const { findings, intentional } = await audited(folder);
  const found = [...findings, ...intentional].find((f) => f.subject === subject);
  assert.ok(found, JSON.stringify(findings));
  return found.id;
}
