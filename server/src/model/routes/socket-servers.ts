/** Whether the Python side runs a Socket.IO server at all: without one, no connection of the UI side can succeed. */
import type { Context } from '../../values/context';

const PACKAGES = ['socketio', 'flask_socketio', 'fastapi_socketio', 'engineio', 'sanic_socketio'];
const WORDS = PACKAGES.map((name) => `from:${name}`);

export const hasSocketServer = (ctx: Context): boolean => ctx.world.words.filesWithAny('python', WORDS).length > 0;
