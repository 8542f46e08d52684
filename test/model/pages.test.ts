/** Which pages of the UI hold a file: by what routers show, lazily or not, by names and places, and by what imports what. */
import assert from 'node:assert/strict';
import { ROOT, snapshotOf } from '../support/analyse';

/** 'row.ts': ['/tasks Tasks.tsx'] */
async function pagesOf(files: Record<string, string>, ...asked: string[]): Promise<Record<string, string[]>> {
  const snapshot = await snapshotOf(files);
  const short = (file: string) => file.slice(ROOT.length + 1);
  const told = (page: string) => [...snapshot.addresses(page), short(page)].join(' ');
  return Object.fromEntries(asked.map((file) => [file, snapshot.pages(`${ROOT}/${file}`).map(told)]));
}

const API = "export const load = () => fetch('/api/tasks');\n";
const uses = (from: string) => `import { load } from '${from}';\nexport default function View() { load(); return null; }\n`;

describe('pages of the UI', () => {
  it('are what React Router shows: lazily, in wrappers, at nested addresses', async () => {
    const files = {
      'src/index.tsx': "import App from './App';\nApp();\n",
      'src/App.tsx': `import React, { lazy, Suspense } from 'react';
import { Routes, Route } from 'react-router-dom';
import Guard from './Guard';
import Home from './Home';
import Shell from './Shell';
const Tasks = lazy(() => import('./tasks/List'));
const Task = React.lazy(() => import('./tasks/One').then((m) => ({ default: m.One })));
export default () => (
  <Suspense fallback={null}>
    <Routes>
      <Route path="/" element={<Shell />}>
        <Route index element={<Home />} />
        <Route path="tasks" element={<Guard><Tasks /></Guard>} />
        <Route path="tasks/:id" element={<Task />} />
      </Route>
    </Routes>
  </Suspense>
);
`,
      'src/Guard.tsx': uses('./api/session'),
      'src/Home.tsx': uses('./api/home'),
      'src/Shell.tsx': uses('./api/shell'),
      'src/tasks/List.tsx': uses('./row'),
      'src/tasks/One.tsx': uses('../api/tasks'),
      'src/tasks/row.ts': "export { load } from '../api/tasks';\n",
      'src/api/session.ts': API,
      'src/api/home.ts': API,
      'src/api/shell.ts': API,
      'src/api/tasks.ts': API,
    };
    assert.deepEqual(
      await pagesOf(files, 'src/tasks/row.ts', 'src/api/tasks.ts', 'src/api/home.ts', 'src/api/shell.ts', 'src/api/session.ts'),
      {
        'src/tasks/row.ts': ['/tasks src/tasks/List.tsx'],
        'src/api/tasks.ts': ['/tasks src/tasks/List.tsx', '/tasks/:id src/tasks/One.tsx'],
        'src/api/home.ts': ['/ src/Home.tsx'],
        'src/api/shell.ts': ['/ src/Shell.tsx'],
        'src/api/session.ts': ['src/index.tsx'],
      },
    );
  });

  it('are what a table of objects shows: createBrowserRouter, Vue Router, Angular', async () => {
    const files = {
      'web/routes.tsx': `import { createBrowserRouter } from 'react-router-dom';
import { Settings } from './Settings';
export const router = createBrowserRouter([
  { path: '/settings', element: <Settings /> },
  { path: '/jobs', lazy: () => import('./Jobs') },
]);
`,
      'web/Settings.tsx': 'export const Settings = () => null;\n',
      'web/Jobs.tsx': 'export const Component = () => null;\n',
      'vue/router.ts': `import { createRouter } from 'vue-router';
import Frame from './Frame.vue';
const Users = () => import('./Users.vue');
export default createRouter({ routes: [
  { path: '/admin', component: Frame, children: [
    { path: 'users', component: Users },
    { path: 'logs', components: { default: () => import('./Logs.vue'), side: Frame } },
  ] },
] });
`,
      'vue/Frame.vue': '<template><router-view /></template>\n',
      'vue/Users.vue': '<template><p>x</p></template>\n',
      'vue/Logs.vue': '<template><p>x</p></template>\n',
      'ng/app.routes.ts': `import { HomeComponent } from './home.component';
export const routes = [
  { path: 'home', component: HomeComponent },
  { path: 'cart', loadComponent: () => import('./cart.component').then((m) => m.CartComponent) },
];
`,
      'ng/home.component.ts': 'export class HomeComponent {}\n',
      'ng/cart.component.ts': 'export class CartComponent {}\n',
    };
    const views = Object.keys(files).filter((name) => !/rout/.test(name));
    assert.deepEqual(Object.values(await pagesOf(files, ...views)).flat(), [
      '/settings web/Settings.tsx',
      '/jobs web/Jobs.tsx',
      '/admin /admin/logs vue/Frame.vue',
      '/admin/users vue/Users.vue',
      '/admin/logs vue/Logs.vue',
      '/home ng/home.component.ts',
      '/cart ng/cart.component.ts',
    ]);
  });

  it('are what a map of addresses shows, and nothing else that looks like one', async () => {
    const files = {
      'src/App.svelte': `<script>
  import Router from 'svelte-spa-router';
  import Home from './Home.svelte';
  const routes = { '/': Home, '/about': () => import('./About.svelte') };
</script>
<Router {routes} />
`,
      'src/Home.svelte': '<p>x</p>\n',
      'src/About.svelte': '<p>x</p>\n',
      'src/mocks.ts':
        "import { load } from './api';\nexport const handlers = { path: '/api/tasks', method: 'GET', response: load };\n",
      'src/api.ts': API,
    };
    assert.deepEqual(await pagesOf(files, 'src/Home.svelte', 'src/About.svelte', 'src/api.ts'), {
      'src/Home.svelte': ['/ src/Home.svelte'],
      'src/About.svelte': ['/about src/About.svelte'],
      'src/api.ts': ['src/mocks.ts'],
    });
  });

  it('are known by their names and places where no router tells, and parts of what one shows are no pages', async () => {
    const named = { 'app/tasks/page.tsx': uses('./row'), 'app/tasks/row.ts': API, 'views/Tasks.vue': '<template/>' };
    assert.deepEqual(await pagesOf(named, 'app/tasks/row.ts', 'views/Tasks.vue'), {
      'app/tasks/row.ts': ['app/tasks/page.tsx'],
      'views/Tasks.vue': ['views/Tasks.vue'],
    });
    const routed = {
      'router.ts': "export const routes = [{ path: '/tasks', component: () => import('./views/Tasks.vue') }];\n",
      'views/Tasks.vue': "<script setup>import Row from './parts/Row.vue';</script><template><Row/></template>\n",
      'views/parts/Row.vue': '<template/>\n',
      'views/Old.vue': '<template/>\n',
    };
    assert.deepEqual(await pagesOf(routed, 'views/parts/Row.vue', 'views/Old.vue'), {
      'views/parts/Row.vue': ['/tasks views/Tasks.vue'],
      'views/Old.vue': ['views/Old.vue'],
    });
  });
});
