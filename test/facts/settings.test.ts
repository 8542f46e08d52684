/** What settings files say: which files these are, environments, packages, compilers. */
import assert from 'node:assert/strict';
import { extractSettings, isSettingsFile } from '../../server/src/facts/settings/extract';
import { none, settings } from '../support/settings';

describe('facts/settings: which files', () => {
  const yes = [
    '/p/.env',
    '/p/.env.local',
    '/p/.env.development',
    '/p/ui/package.json',
    '/p/tsconfig.app.json',
    '/p/jsconfig.json',
    '/p/Dockerfile',
    '/p/api.Dockerfile',
    '/p/docker-compose.prod.yml',
    '/p/compose.yaml',
    '/p/Procfile',
    '/p/run.sh',
    '/p/bin/docker-entrypoint',
    '/p/Makefile',
    '/p/justfile',
    '/p/.vscode/launch.json',
    '/p/api.service',
    '/p/supervisord.conf',
    '/p/pyproject.toml',
    '/p/setup.cfg',
    '/p/nginx/default.conf.template',
    '/p/proxy.conf.json',
    '/p/vercel.json',
    '/p/netlify.toml',
    '/p/public/_redirects',
    '/p/Caddyfile',
    '/p/crosswire.json',
    '/p/pnpm-workspace.yaml',
  ];
  const no = [
    '/p/setup.py',
    '/p/main.py',
    '/p/environment.ts',
    '/p/package-lock.json',
    '/p/data.json',
    '/p/locale/en.yml',
    '/p/README.md',
    '/p/Dockerfile.dockerignore',
  ];
  for (const path of yes) it(`${path} is one`, () => assert.ok(isSettingsFile(path)));
  for (const path of no) it(`${path} is none`, () => assert.ok(!isSettingsFile(path)));

  it('gives line starts, and where each item stands', () => {
    const text = 'SECRET=1\r\nVITE_API = "/api"\n';
    const { layout } = extractSettings('/p/.env', text);
    assert.deepEqual(layout.lines, [0, 10, 28]);
    const [from, to] = layout.spans[''] ?? [];
    assert.equal(text.slice(from, to), 'VITE_API = "/api"');
  });

  it('gives the same facts for the same text, with or without a byte order mark', () => {
    const text = '{"name": "ui"}';
    assert.deepEqual(extractSettings('/p/package.json', `\ufeff${text}`).facts, extractSettings('/p/package.json', text).facts);
  });

  it('does not read what is too large', () => assert.equal(none('/p/.env', 'A=1\n'.repeat(300_000)), 'too large'));
});

describe('facts/settings: env files', () => {
  it('keeps values with a public prefix, each of them', () => {
    const names = [
      'VITE_A',
      'NEXT_PUBLIC_A',
      'REACT_APP_A',
      'NUXT_PUBLIC_A',
      'PUBLIC_A',
      'VUE_APP_A',
      'GATSBY_A',
      'EXPO_PUBLIC_A',
      'NG_APP_A',
    ];
    const { values } = settings('env', '/p/.env', names.map((name) => `${name}=x`).join('\n'));
    assert.deepEqual(Object.keys(values), names);
  });

  it('keeps no other value, wherever it stands', () => {
    const text = [
      'SECRET_KEY=hunter2',
      'DATABASE_URL="postgres://u:hunter2@db/x"',
      "export AWS_SECRET='hunter2'",
      'MY_VITE_KEY=hunter2',
      'VITEX_KEY=hunter2',
      'NEXT_PRIVATE=hunter2',
      "PEM='-----BEGIN\nVITE_INNER=hunter2\n-----END'",
      'VITE_OPEN="http://x',
      'TOKEN=hunter2"',
      '# VITE_OLD=hunter2',
      'VITE_REF=$SECRET_KEY/x',
      'VITE_OK=/api # hunter2',
    ].join('\n');
    const { facts, layout } = extractSettings('/p/.env', text);
    assert.ok(!JSON.stringify([facts, layout]).includes('hunter2'));
    assert.deepEqual(settings('env', '/p/.env', text).values, { VITE_REF: '$SECRET_KEY/x', VITE_OK: '/api' });
  });

  it('reads quotes, comments, export and the last of equal keys', () => {
    const text = 'VITE_A=1\nexport VITE_B=\'b # no\'\nVITE_C="c\\nd"\nVITE_D=\nVITE_A=http://x/#frag # comment\r\nVITE_E: yaml\n';
    const { values } = settings('env', '/p/.env.local', text);
    assert.deepEqual(values, { VITE_B: 'b # no', VITE_C: 'c\nd', VITE_D: '', VITE_A: 'http://x/#frag', VITE_E: 'yaml' });
  });

  it('marks examples', () => {
    assert.equal(settings('env', '/p/.env.example', 'VITE_A=1').example, true);
    assert.equal(settings('env', '/p/.env.production', 'VITE_A=1').example, undefined);
  });
});

describe('facts/settings: package.json', () => {
  it('names, entries, workspaces, proxy, scripts and dependencies', () => {
    const facts = settings(
      'package',
      '/p/package.json',
      `{"name": "@x/ui", "main": "dist/i.js", "module": "dist/i.mjs", "source": "src/i.ts", "types": "dist/i.d.ts", "proxy": "http://localhost:8000",
        "workspaces": {"packages": ["packages/*"]}, "scripts": {"dev": "vite", "api": "cd ../api && uvicorn app.main:app --port 8001"},
        "dependencies": {"vue": "3"}, "devDependencies": {"vite": "7", "axios": "1"},
        "exports": {".": {"types": "./t.d.ts", "import": "./i.mjs"}, "./*": {"source": "./src/*.ts", "default": "./dist/*.js"}, "./x": null},
        "imports": {"#lib/*": "./src/lib/*"}}`,
    );
    const { apps: started, ...rest } = facts;
    assert.deepEqual(rest, {
      kind: 'settings',
      of: 'package',
      name: '@x/ui',
      main: 'dist/i.js',
      module: 'dist/i.mjs',
      source: 'src/i.ts',
      types: 'dist/i.d.ts',
      workspaces: ['packages/*'],
      proxy: 'http://localhost:8000',
      scripts: { dev: 'vite', api: 'cd ../api && uvicorn app.main:app --port 8001' },
      dependencies: ['axios', 'vite', 'vue'],
      exports: { '.': './i.mjs', './*': './src/*.ts' },
      imports: { '#lib/*': './src/lib/*' },
    });
    assert.deepEqual(
      started?.map(({ target, dir, port }) => ({ target, dir, port })),
      [{ target: 'app.main:app', dir: '../api', port: 8001 }],
    );
  });

  it('members of a monorepo outside package.json', () => {
    assert.deepEqual(settings('package', '/p/pnpm-workspace.yaml', 'packages:\n  - "apps/*"\n').workspaces, ['apps/*']);
    assert.deepEqual(settings('package', '/p/lerna.json', '{"packages": ["libs/*"]}').workspaces, ['libs/*']);
  });

  it('says what is broken', () => {
    assert.match(none('/p/package.json', '{"name": "x", '), /^broken JSON: /);
    assert.match(none('/p/package.json', '{"name": x}'), /a value was expected/);
    assert.equal(none('/p/package.json', '[]'), 'not an object');
    assert.match(none('/p/package.json', '['.repeat(50_000)), /nested too deeply/);
    assert.match(none('/p/pnpm-workspace.yaml', 'packages: [a'), /^broken YAML: /);
    assert.deepEqual(
      settings('package', '/p/package.json', '{"scripts": [1], "dependencies": "x", "name": 5, "exports": 1}').dependencies,
      [],
    );
  });
});

describe('facts/settings: tsconfig', () => {
  it('is JSON with comments and trailing commas', () => {
    const text = `// root
      { "extends": ["./base.json", "@x/y"], /* here */ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*",], "~": [] }, },
        "references": [{ "path": "./tsconfig.app.json" }, {}], }`;
    assert.deepEqual(settings('tsconfig', '/p/tsconfig.json', text), {
      kind: 'settings',
      of: 'tsconfig',
      extends: ['./base.json', '@x/y'],
      baseUrl: '.',
      paths: { '@/*': ['./src/*'], '~': [] },
      references: ['./tsconfig.app.json'],
    });
    assert.deepEqual(settings('tsconfig', '/p/jsconfig.json', '{"extends": "./a.json"}').extends, ['./a.json']);
  });

  it('says what is broken', () => assert.match(none('/p/tsconfig.json', '{"compilerOptions": {"paths": '), /ends too early/));
});
