/**
 * The audit as one page that needs nothing else: no network, no file beside it. The policy names the script and the style by their hashes, so that
 * nothing runs but them; the data is a block of JSON that can end neither its element nor a comment.
 */
import { createHash } from 'node:crypto';
import { script, style } from './page/bundle';
import { pageDataOf } from './page-data';
import type { Report } from './summary';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** `editor`: shown in one, whose theme it takes. */
export function html(report: Report, { editor = false }: { editor?: boolean } = {}): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en"${editor ? ' data-editor' : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`Crosswire audit: ${report.name}`)}</title>
<style>${style}</style>
</head>
<body>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<noscript>This report needs JavaScript to show its tables. crosswire audit --format markdown writes one without.</noscript>
<script type="application/json" id="data">${dataOf(report)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Of what JSON may hold, only these could mean something to the parser of the page around it. */
const dataOf = (report: Report) =>
  JSON.stringify(pageDataOf(report)).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
