/**
 * What of the disk an analysis rests on, as one text: which files there are, what they say, and what is left out. Where two fingerprints are
 * equal, so are all answers.
 */
import { Courtesy } from '../base/courtesy';
import { hashOf } from '../base/hash';
import { Configs } from './config';
import { type Discovery, discover } from './discovery';
import { readBytes } from './reader';
import type { Patterns } from './selection';

export interface Looked extends Required<Patterns> {
  roots: readonly string[];
}

/** Files that are there, with their sizes and times: as long as these are the same, so is what they say. */
export interface Look {
  readonly found: Discovery;
  readonly stamp: string;
}

export async function lookAt({ roots, include, exclude }: Looked): Promise<Look> {
  const configs = new Configs();
  const found = await discover(
    roots,
    () => ({ include, exclude }),
    (folder) => configs.of(folder, () => undefined),
  );
  return { found, stamp: hashOf(JSON.stringify([found.files, besideFiles(found)])) };
}

export interface Fingerprint {
  readonly text: string;
  /** Files that cannot be read, whoever tries. */
  readonly unread: ReadonlySet<string>;
}

/** Undefined where a file is no longer as it was seen. */
export async function fingerprint({ found }: Look): Promise<Fingerprint | undefined> {
  const named = new Set(found.named);
  const unread = new Set<string>();
  const files: string[][] = [];
  const others = new Courtesy();
  for (const { path, kind, size, mtime } of found.files) {
    const read = readBytes(path, named.has(path));
    if ('skipped' in read) unread.add(path);
    else if (read.size !== size || read.mtime !== mtime) return undefined;
    files.push([path, kind, 'skipped' in read ? read.skipped : hashOf(read.bytes)]);
    if (others.areDue) await others.go();
  }
  return { text: hashOf(JSON.stringify([files, besideFiles(found)])), unread };
}

const besideFiles = ({ assets, skipped, outside, named }: Discovery) => [assets, skipped, outside, named];
