/** The formats of a report by name. Each is a function of the report alone: equal reports give equal bytes. */
import { github } from './github';
import { html } from './html';
import { json } from './json';
import { markdown } from './markdown';
import { sarif } from './sarif';
import type { Report } from './summary';
import { type Paint, text } from './text';

export const formats: Record<string, (report: Report, paint: Paint) => string> = {
  text,
  json,
  sarif,
  markdown,
  github,
  html: (report) => html(report),
};
