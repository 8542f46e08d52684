/** Whether the Python side runs a Socket.IO server at all: without one, no connection of the UI side can succeed. */
import type { Context } from '../../values/context';
import { perContext } from '../../values/memo';

const PACKAGES = new Set(['socketio', 'flask_socketio', 'fastapi_socketio', 'engineio', 'sanic_socketio']);

const queries = perContext((ctx) => ({
  inFile: ctx.world.db.query(
    'socket server in file',
    (file: string) =>
      ctx.world
        .chunkIds(file)
        .some((id) => ctx.world.chunk(file, id)?.arena.some((e) => e.kind === 'import' && PACKAGES.has(e.module.split('.')[0]!))),
    () => false,
    { early: 1 },
  ),
  any: ctx.world.db.query(
    'socket server',
    (_: null) => ctx.world.files('python').some((file) => isInFile(ctx, file)),
    () => false,
  ),
}));

const isInFile = (ctx: Context, file: string): boolean => queries(ctx).inFile.get(file, file);
export const hasSocketServer = (ctx: Context): boolean => queries(ctx).any.get('', null);
