/** `flask.current_app`: whichever application's context is entered, and what is registered on it. */
import { ext, type Value } from '../../values/value';

const CURRENT = /^(?:flask|quart)(?:\.\w+)*\.current_app$/;
const MEMBER = /^((?:flask|quart)(?:\.\w+)*\.current_app)\.(\w+)$/;

/** Also the application behind the proxy: `current_app._get_current_object()`. */
export function isCurrentApp(value: Value): boolean {
  if (value.kind !== 'made') return value.kind === 'ext' && CURRENT.test(value.path);
  const callee = ofCurrentApp(value.callee);
  return callee.kind === 'member' && callee.name === '_get_current_object' && isCurrentApp(callee.of);
}

/** `current_app.route` as a member of the application, which it is. */
export function ofCurrentApp(callee: Value): Value {
  const [, of, name] = (callee.kind === 'ext' && MEMBER.exec(callee.path)) || [];
  return of !== undefined && name !== undefined ? { kind: 'member', of: ext(of), name } : callee;
}
