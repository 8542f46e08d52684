/** Rules about Crosswire's own comments and settings. They read no model; analysis reports them. */
import type { Meta } from './rule';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/tasks")\ndef list_tasks():\n    return []\n';

export const ignoreWithoutReason: Meta = {
  id: 'ignore-without-reason',
  severity: 'warning',
  summary: 'A comment silences a finding and does not say why',
  why: 'Whoever comes next cannot tell whether the finding is still wrong to report. One clause is enough: `// crosswire-ignore missing-endpoint: served by the gateway`.',
  fix: { how: 'Add the reason behind a colon.', safe: false },
  examples: {
    bad: { 'ui/tasks.js': '// crosswire-ignore missing-endpoint\nfetch("/api/reports/daily");\n', 'api/main.py': APP },
    good: {
      'ui/tasks.js': '// crosswire-ignore missing-endpoint: the gateway answers it\nfetch("/api/reports/daily");\n',
      'api/main.py': APP,
    },
  },
};

export const unusedIgnore: Meta = {
  id: 'unused-ignore',
  severity: 'warning',
  summary: 'A comment that silences nothing',
  why: 'What it was written for is repaired, or stands on another line now, or the name of the rule is wrong. Left in place it would hide the next finding on its line.',
  fix: { how: 'Remove the comment, or move it to the line that it is about.', safe: true },
  examples: {
    bad: { 'ui/tasks.js': '// crosswire-ignore missing-endpoint: planned for May\nfetch("/api/tasks");\n', 'api/main.py': APP },
    good: { 'ui/tasks.js': 'fetch("/api/tasks");\n', 'api/main.py': APP },
  },
};

export const brokenSettings: Meta = {
  id: 'broken-settings',
  severity: 'error',
  summary: 'A crosswire.json that cannot be read, or says what has no meaning',
  why: 'The part that is wrong is left out, as if it were not written: findings may be shown or hidden against what the file was meant to say.',
  fix: { how: 'Correct the entry; an editor that knows the schema completes and checks it.', safe: false },
  examples: {
    bad: { 'crosswire.json': '{ "rules": { "orphaned-route": "never" } }\n' },
    good: { 'crosswire.json': '{ "rules": { "orphaned-route": "off" } }\n' },
  },
};

export const metaRules: readonly Meta[] = [ignoreWithoutReason, unusedIgnore, brokenSettings];
