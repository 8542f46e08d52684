/** Pages of libraries that are handed an application, where these are by default or where they are told: `Admin(app, engine)` is below /admin. */
import { own } from '../../base/own';
import type { CallSite } from '../../values/effects';
import { rootOf } from '../../values/openness';
import { cat, NULL, str, unknown, type Value } from '../../values/value';
import type { Framework, Registration } from '../routes/registration';
import { roleOf } from '../routes/roles';

interface Pages {
  /** The class or function of the library. */
  of: RegExp;
  /** Methods that are handed the application, where the constructor is not or need not be. */
  by?: string[];
  path: string;
  /** The argument that says where else. */
  option: string;
}

const PAGES: readonly Pages[] = [
  { of: /^sqladmin\.(?:\w+\.)?Admin$/, path: '/admin', option: 'base_url' },
  { of: /^starlette_admin\.(?:\w+\.)*Admin$/, by: ['mount_to'], path: '/admin', option: 'base_url' },
  { of: /^flask_admin\.(?:\w+\.)?Admin$/, by: ['init_app'], path: '/admin', option: 'url' },
  { of: /^prometheus_fastapi_instrumentator\./, by: ['expose'], path: '/metrics', option: 'endpoint' },
  { of: /^prometheus_flask_exporter\.(?:\w+\.)*\w*PrometheusMetrics$/, by: ['init_app'], path: '/metrics', option: 'path' },
  { of: /^flasgger\.Swagger$/, by: ['init_app'], path: '/apidocs', option: 'specs_route' },
  { of: /^fastapi_mcp\.FastApiMCP$/, by: ['mount', 'mount_http', 'mount_sse'], path: '/mcp', option: 'mount_path' },
];

export const libraryPages: Framework = {
  id: 'library pages',
  factories: [],
  direct: ['expose', 'mount_to', 'init_app'],
  constructors: ['Admin', 'PrometheusMetrics', 'Swagger'],
  role: () => undefined,
  read({ ctx, callee, args }: CallSite): Registration[] {
    const root = rootOf(callee);
    const maker = root.kind === 'made' ? root.callee : root;
    const method = callee.kind === 'member' ? callee.name : callee === root ? undefined : '';
    const path = maker.kind === 'ext' ? maker.path : '';
    const pages = PAGES.find((one) => one.of.test(path) && (method === undefined || one.by?.includes(method)));
    if (!pages) return [];
    const given = [...args.pos, ...Object.values(args.named), ...(method && root.kind === 'made' ? root.args.pos : [])];
    const on = given.find((value) => roleOf(ctx, value)?.kind === 'app');
    const role = on && roleOf(ctx, on);
    const said = own(args.named, pages.option) ?? (root.kind === 'made' ? own(root.args.named, pages.option) : undefined);
    return on && role ? [anyBelow(on, said ?? str(pages.path), role.framework, path)] : [];
  },
};

/** Whatever a library answers at a path and below it. */
export const anyBelow = (on: Value, path: Value, framework: string, who: string): Registration => ({
  op: 'route',
  on,
  methods: ['ANY'],
  path: cat([path, str('/'), unknown(`whatever ${who} adds`)]),
  handler: NULL,
  options: { pos: [], named: {} },
  framework,
});
