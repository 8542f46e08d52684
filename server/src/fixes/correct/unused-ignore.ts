/** Removes a comment that silences nothing. */
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import { lineOf } from '../project';

export const unusedIgnore: Fix = {
  rules: ['unused-ignore'],
  offers(project, { file, from, to, message }) {
    const text = project.text(file);
    if (text === undefined || /there is no rule/.test(message)) return [];
    return [
      {
        id: 'remove',
        title: 'Remove the comment',
        safe: true,
        preferred: true,
        make() {
          const line = lineOf(text, from);
          const end = lineOf(text, Math.max(from, to - 1)).end;
          const around = text.slice(line.start, from).trim() + text.slice(to, end).trim();
          const edit = new EditBuilder(project.text);
          if (around === '' || around === '{}') return edit.replace(file, line.start, end, '').done();
          const gap = /[ \t]*$/.exec(text.slice(line.start, from))![0].length;
          return edit.replace(file, from - gap, to, '').done();
        },
      },
    ];
  },
};
