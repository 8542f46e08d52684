/**
 * Literate fixtures. One Markdown file holds any number of cases, each under a heading of its own; a case holds whole files in
 * fenced blocks, and what is expected of them, under the code or in fenced blocks of their own:
 *
 *     ## A call that no route answers
 *     ```
 *     //- /api/main.py
 *     @app.get("/tasks")
 *     def tasks(): ...
 *     //- /web/app.js
 *     fetch("/task")
 *           ^^^^^^^ error[missing-route]: no route answers GET /task
 *     ```
 *     ```routes
 *     GET /tasks
 *     ```
 *
 * Marker lines are no part of the files' text, nor is `$0`, the cursor. UPDATE=1 writes what was found into the Markdown.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface FixtureFile {
  /** As written after `//- `: absolute, '/api/main.py'. */
  path: string;
  text: string;
}

export interface FixtureCase {
  title: string;
  files: FixtureFile[];
  cursor?: { path: string; offset: number };
  /** Fenced blocks that hold no file, by their info string: {routes: 'GET /tasks\n'}. */
  answers: Record<string, string>;
  /** Line of the Markdown, from 1, where the case begins. */
  line: number;
}

/** Something found at a place in a file; offsets count in the file's text. What spans lines is marked on its first. */
export interface Found {
  path: string;
  from: number;
  to: number;
  severity: string;
  id: string;
  message: string;
}

export interface Outcome {
  /** Absent: markers are not compared. */
  found?: Found[];
  /** Every block of a case that is to be compared, by its info string. */
  answers?: Record<string, string>;
}

type Run = (fixture: FixtureCase) => Outcome | Promise<Outcome>;

interface Piece {
  kind: 'prose' | 'file' | 'answer';
  /** The lines as they are in the Markdown, markers and fences included. */
  lines: string[];
  path?: string;
  info?: string;
}

interface ParsedCase extends FixtureCase {
  pieces: Piece[];
}

const marker = /^(\s*)(\^+) (\w+)\[([^\]]+)\]: (.*)$/;

export function parseFixture(markdown: string): FixtureCase[] {
  return parse(markdown);
}

/** Registers one test a case, in a `describe` for each Markdown file of the folder. Paths are from the project's root. */
export function describeFixtures(folder: string, run: Run): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  assert.ok(names.length > 0, `no fixture in ${folder}`);
  for (const name of names) describeFixture(join(folder, name), run);
}

export function describeFixture(path: string, run: Run): void {
  const cases = parse(readFileSync(path, 'utf8'));
  const rewritten = cases.map(written);
  describe(basename(path, '.md'), () => {
    cases.forEach((fixture, i) => {
      if (fixture.files.length === 0) return;
      it(fixture.title, async () => {
        const actual = rewrite(fixture, await run(fixture));
        if (process.env.UPDATE !== '1') return assert.equal(actual, written(fixture), `${path}:${fixture.line}`);
        rewritten[i] = actual;
        writeFileSync(path, rewritten.join('\n'));
      });
    });
  });
}

function parse(markdown: string): ParsedCase[] {
  const cases: ParsedCase[] = [emptyCase('', 1)];
  let fence: string | undefined;
  markdown.split('\n').forEach((line, index) => {
    const heading = fence === undefined ? /^#+ (.*)/.exec(line) : null;
    if (heading) cases.push(emptyCase(heading[1]!.trim(), index + 1));
    const { pieces } = cases.at(-1)!;
    const opening = /^(```+)(.*)$/.exec(line);
    if (fence === undefined && opening) {
      fence = opening[1]!;
      pieces.push({ kind: 'answer', lines: [line], info: opening[2]!.trim() });
    } else if (fence !== undefined && line.trim() === fence) {
      fence = undefined;
      pieces.push({ kind: 'prose', lines: [line] });
    } else addLine(pieces, line, fence !== undefined);
  });
  return cases.filter((c) => c.pieces.length > 0).map(finish);
}

function emptyCase(title: string, line: number): ParsedCase {
  return { title, line, files: [], answers: {}, pieces: [] };
}

function addLine(pieces: Piece[], line: string, fenced: boolean): void {
  const path = fenced ? /^\/\/- (\S+)\s*$/.exec(line)?.[1] : undefined;
  const last = pieces.at(-1);
  if (path) pieces.push({ kind: 'file', path, lines: [line] });
  else if (last && (fenced || last.kind === 'prose')) last.lines.push(line);
  else pieces.push({ kind: 'prose', lines: [line] });
}

/** A fenced block that goes on with `//- ` lines is their frame; one that does not is an answer. */
function finish(fixture: ParsedCase): ParsedCase {
  fixture.pieces.forEach((piece, i) => {
    if (piece.kind === 'answer' && fixture.pieces[i + 1]?.kind === 'file') piece.kind = 'prose';
    if (piece.kind === 'answer') fixture.answers[piece.info ?? ''] = `${piece.lines.slice(1).join('\n')}\n`;
    if (piece.kind !== 'file') return;
    const path = piece.path!;
    const text = `${codeOf(piece).join('\n')}\n`;
    const offset = text.indexOf('$0');
    if (offset >= 0) fixture.cursor = { path, offset };
    fixture.files.push({ path, text: offset < 0 ? text : text.slice(0, offset) + text.slice(offset + 2) });
  });
  return fixture;
}

function codeOf(piece: Piece): string[] {
  return piece.lines.slice(1).filter((line) => !marker.test(line));
}

function written(fixture: ParsedCase): string {
  return fixture.pieces.flatMap((piece) => piece.lines).join('\n');
}

/** The case's Markdown as it would read if it expected just this outcome. */
function rewrite(fixture: ParsedCase, outcome: Outcome): string {
  const lines = fixture.pieces.flatMap((piece) => {
    if (piece.kind === 'file' && outcome.found) return marked(piece, outcome.found);
    const answer = piece.kind === 'answer' ? outcome.answers?.[piece.info ?? ''] : undefined;
    return answer === undefined ? piece.lines : [piece.lines[0]!, ...answer.replace(/\n$/, '').split('\n')];
  });
  for (const path of new Set(outcome.found?.map((f) => f.path))) {
    assert.ok(
      fixture.files.some((file) => file.path === path),
      `something was found in ${path}, which is no file of the fixture`,
    );
  }
  for (const info of Object.keys(outcome.answers ?? {}))
    assert.ok(info in fixture.answers, `the fixture has no block \`\`\`${info}`);
  return lines.join('\n');
}

/** Finds count in the text without `$0`; where that stood before on the line, the marker is moved along. */
function marked(piece: Piece, found: readonly Found[]): string[] {
  const here = found
    .filter((f) => f.path === piece.path)
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1));
  const lines = [piece.lines[0]!];
  let start = 0;
  for (const line of codeOf(piece)) {
    const cursor = line.indexOf('$0');
    const length = line.length - (cursor < 0 ? 0 : 2);
    lines.push(line);
    for (const f of here.filter((one) => one.from >= start && one.from <= start + length)) {
      const shift = cursor >= 0 && f.from - start >= cursor ? 2 : 0;
      const carets = '^'.repeat(Math.max(1, Math.min(f.to, start + length) - f.from));
      lines.push(`${' '.repeat(f.from - start + shift)}${carets} ${f.severity}[${f.id}]: ${f.message.replaceAll('\n', ' ')}`);
    }
    start += length + 1;
  }
  return lines;
}
