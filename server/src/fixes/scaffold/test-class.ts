/** Tests of a project that writes them as classes of unittest: a class for the new thing, with the client that others make in `setUp`. */

import { basename } from '../../base/uri';
import type { Project } from '../project';
import { styleOf } from '../style';
import { pascal, singular } from './names';
import type { Start } from './test-examples';

/** `class HealthTest(unittest.TestCase):` and the body of its `setUp`, in which `self.client` is made. */
const CLASS = /^class (\w+)\(((?:\w+\.)?TestCase)\):\n/m;
const SET_UP = /^([ \t]+)def setUp\(self\)( -> None)?:\n(?:\1[ \t]+[^\n]*\n)+/m;

/** Undefined where no test module shows one; `own` is the module that is about the router. */
export function classStart(project: Project, files: readonly string[], own: string): Start | undefined {
  const shown = [own, ...files].find((file) => shows(project.text(file) ?? ''));
  const text = (shown === undefined ? '' : (project.text(shown) ?? '')).replace(/\r\n/g, '\n');
  const setUp = SET_UP.exec(text);
  const found = CLASS.exec(text);
  if (shown === undefined || !setUp || !found) return undefined;
  const { indent } = styleOf(project, shown);
  const example: Start['example'] = {
    file: own,
    head: `${indent}def {name}(self)${setUp[2] ?? ''}:`,
    setup: [],
    before: [],
    variable: 'response',
    client: 'self.client',
    awaits: '',
    path: '"/"',
    extra: [],
    whole: `\n${indent}${indent}`,
    request: '',
    isInline: false,
  };
  if (shown === own) return { file: own, example, inClass: true };
  if (project.text(own) !== undefined) return undefined;
  const thing = pascal(singular(basename(own).replace(/^test_|\.py$/g, '')));
  const name = `${/^Test/.test(found[1]!) ? 'Test' : ''}${thing}${/(Tests?|TestCase|Case)$/.exec(found[1]!)?.[1] ?? ''}`;
  const imports = text.slice(0, found.index).trimEnd();
  // What stands before the class must be imports alone: anything else is about other things.
  const isPlain = imports.split('\n').every((line) => /^(?:import |from |["' ]|$)/.test(line));
  const head = `${imports}\n\n\nclass ${name}(${found[2]}):\n${setUp[0]}`;
  return isPlain ? { file: own, example, head, inClass: true } : undefined;
}

/** Its last class is one, and nothing follows it. */
function shows(text: string): boolean {
  const code = text.replace(/\r\n/g, '\n');
  const classes = [...code.matchAll(/^class [^\n]*/gm)];
  const rest = classes.length === 1 ? code.slice(classes[0]!.index + classes[0]![0].length) : '\nx';
  return CLASS.test(code) && /self\.client\s*=/.test(SET_UP.exec(code)?.[0] ?? '') && !/^\S/m.test(rest);
}

/** `self.assertEqual(response.status_code, 200)` for `assert response.status_code == 200`. */
export const asMethods = (block: string): string =>
  block
    .replace(/^(\s+)assert (\S+) == (\d+)$/gm, '$1self.assertEqual($2, $3)')
    .replace(/^(\s+)assert isinstance\((.+)\)$/gm, '$1self.assertIsInstance($2)');
