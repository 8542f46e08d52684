/** A form where JSON is read, the reverse, and a body where none is read. */

import type { Contract } from '../model/contract/contract';
import type { Differing } from './compared';
import { contractFinding, refusal } from './contracts';
import type { Rule } from './rule';

const app = (parameter: string, imports: string) =>
  `from fastapi import FastAPI${imports}\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass Note(BaseModel):\n    text: str\n\n\n@app.post("/api/notes")\ndef add(${parameter}):\n    return None\n`;
const UI =
  'export function add(text) {\n  const form = new FormData();\n  form.append("text", text);\n  return fetch("/api/notes", { method: "POST", body: form });\n}\n';

const WORDS = {
  json: 'JSON',
  form: 'a form',
  multipart: 'a form',
  text: 'plain text',
  none: 'nothing',
  unknown: 'something',
} as const;

export const requestContentType: Rule = {
  meta: {
    id: 'request-content-type',
    severity: 'error',
    summary: 'A form is sent where JSON is read, JSON where a form is, or a body where none is read',
    why: 'FastAPI reads a model as JSON and `Form` and `File` parameters as a form; it never takes one for the other. The server answers 422 with "field required" for fields that are all there. A body that the handler has no parameter for is dropped without a word, which is reported as a warning.',
    limits: 'Nothing is said where the content type is chosen at run time, and of handlers that look at the request themselves.',
    fix: {
      how: 'Send JSON where JSON is read: `JSON.stringify(…)` with its content type; a `FormData` where a form is.',
      safe: false,
    },
    examples: {
      bad: { 'ui/notes.js': UI, 'api/main.py': app('note: Note', '') },
      good: { 'ui/notes.js': UI, 'api/main.py': app('text: str = Form()', ', Form') },
    },
  },
  refused: true,
  check: (api) =>
    api.compared.differences().flatMap((one) => {
      const { content } = one.contract;
      if (!content) return [];
      return [
        contractFinding(api, one, {
          message: content.read === 'none' ? unread(one) : misread(one, content),
          ...(content.read === 'none' ? { severity: 'warning' as const } : {}),
          data: { ...content },
          fields: 'content type',
        }),
      ];
    }),
};

const reader = ({ route }: Differing): string => route.handler.name ?? 'the handler';

const unread = (one: Differing): string =>
  `A body is sent, and ${reader(one)} reads none: what it holds is lost. Take the body away, or read it in the handler.`;

function misread(one: Differing, { sent, read }: NonNullable<Contract['content']>): string {
  const advice = read === 'json' ? 'Send JSON, or read a form in the handler.' : 'Send a form, or read JSON in the handler.';
  const message = `${WORDS[sent]} is sent, and ${reader(one)} reads ${WORDS[read]}: ${refusal(one.route)}. ${advice}`;
  return message.replace(/^a/, 'A');
}
