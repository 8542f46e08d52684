/** What the engine says of a workspace given as text: tests of the model speak to the façade through these. */

/** The routes of a workspace, in the lines of a route fixture (see routes.ts): each `app:` line before the rows it serves. */
export function routesOf(_files: Record<string, string>): string[] {
  throw new Error('not wired yet');
}
