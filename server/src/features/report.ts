/**
 * What a person sends us when a finding is wrong: the finding, how it was worked out, the lines that matter and the versions, as text. It is only
 * copied; nothing is sent by anybody but that person, who sees all of it first.
 */
import { type ApiView, callsAt, type Point, routesAt, type StepView, titleOf } from './view';

export interface ReportInput {
  file: string;
  point: Point;
  /** The messages of the findings there, with their rules. */
  findings: readonly { rule: string; message: string }[];
  version: string;
  /** 'Node 22.1.0', 'linux x64', 'Visual Studio Code 1.139.1' */
  on: readonly string[];
  /** 'ui/src/tasks.js' */
  short(file: string): string;
  /** The line of a file, from 1; undefined where it cannot be read. */
  line(file: string, line: number): string | undefined;
}

export function reportAt(view: ApiView, input: ReportInput): string {
  const { file, point } = input;
  const subjects = [...callsAt(view, file, point), ...routesAt(view, file, point)];
  const traces = subjects
    .slice(0, 4)
    .flatMap((subject) => [
      '',
      `${titleOf(subject)}${'status' in subject ? `: ${subject.status}` : ''}`,
      ...stepsOf(subject.trace, input),
    ]);
  return [
    `Crosswire ${input.version}: a false alarm`,
    `On ${input.on.join(', ')}`,
    '',
    ...input.findings.map(({ rule, message }) => `${rule}: ${message}`),
    `${input.short(file)}:${point.line}`,
    quoted(input.line(file, point.line)),
    ...traces,
    '',
    'Why this is not a problem:',
    '',
  ].join('\n');
}

function stepsOf(trace: readonly StepView[], input: ReportInput): string[] {
  return trace.flatMap((step, i) => [
    `${i + 1}. ${step.text} (${input.short(step.file)}:${step.line})`,
    quoted(input.line(step.file, step.line)),
  ]);
}

const quoted = (line: string | undefined) => `    ${(line ?? '').trim().slice(0, 200)}`;
