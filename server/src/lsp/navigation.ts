/** Reading the code through the protocol: each request waits for the edits before it and is answered by one file of `features`. */
import type { Connection } from 'vscode-languageserver/node';
import type { Session } from './session';
import type { Sync } from './sync';

export function navigation(_connection: Connection, _session: Session, _sync: Sync): void {}
