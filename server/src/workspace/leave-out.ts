/**
 * Folders that hold no source of the workspace: what was installed, built or cached. `include` patterns bring them back.
 */

const names = new Set(
  [
    'node_modules bower_components jspm_packages site-packages dist-packages __pypackages__',
    '__pycache__ .git .hg .svn .tox .nox .eggs .venv .mypy_cache .pytest_cache .ruff_cache .ipynb_checkpoints',
    '.next .nuxt .output .svelte-kit .astro .angular .turbo .parcel-cache .vercel .netlify .cache .yarn .pnpm-store',
    'coverage htmlcov .nyc_output .idea .vscode-test storybook-static',
  ].flatMap((line) => line.split(' ')),
);

/** Names that may also be packages of the source: left out unless they hold an `__init__.py`. */
const built = new Set(['dist', 'build', 'out', 'target', 'vendor', 'third_party']);
/** Environments that lost their `pyvenv.cfg`, as in an image or an archive; a package may be called so, too. */
const environments = new Set(['venv', 'virtualenv']);

/** The reason why a folder of this name is left out; undefined where it is to be read. `holds` asks for a file directly in it. */
export function leftOut(name: string, holds: (file: string) => boolean): string | undefined {
  if (names.has(name) || name.endsWith('.egg-info')) return 'what was installed, built or cached';
  if (built.has(name) && !holds('__init__.py')) return 'what was built or comes from elsewhere';
  return holds('pyvenv.cfg') || (environments.has(name) && !holds('__init__.py')) ? 'a virtual environment' : undefined;
}
