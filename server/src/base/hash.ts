/**
 * Hash of a content, for caches: equal texts have equal hashes on every machine. Not meant to withstand an attacker.
 */
import { createHash } from 'node:crypto';

/** 27 characters that are safe in a file name. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('base64url');
}
