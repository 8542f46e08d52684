/** Writes or removes the slash at the end of a call's path. */
import { EditBuilder } from '../edit';
import type { Fix } from '../fix';
import { isShared, sitesOf, writtenPath } from './written-path';

export const trailingSlash: Fix = {
  rules: ['trailing-slash'],
  offers(project, { about: { call, route } }) {
    if (!call || !route) return [];
    const wants = route.path?.endsWith('/') ?? false;
    const written = writtenPath(project, call);
    if (!written || (wants ? !written.end : !written.slash)) return [];
    const last = sitesOf(written.segments).at(-1);
    return [
      {
        id: 'slash',
        title: wants ? 'Add the slash at the end' : 'Leave out the slash at the end',
        safe: last !== undefined && !isShared(project, call, [last]),
        preferred: true,
        make() {
          const edit = new EditBuilder(project.text);
          const why = `${route.path} is how the server has it`;
          if (wants && written.end) edit.insert(written.end.file, written.end.at, '/', why);
          else if (written.slash) edit.replace(written.slash.file, written.slash.from, written.slash.from + 1, '', why);
          return edit.done();
        },
      },
    ];
  },
};
