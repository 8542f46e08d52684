/**
 * Hash of a content, for caches: equal texts have equal hashes on every machine. Not meant to withstand an attacker.
 */
import { createHash } from 'node:crypto';

/** 27 characters that are safe in a file name. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('base64url');
}

/** A quick hash, for keys within a process. Its halves are written in decimals, which engines write much faster than any other text. */
export function hashKey(text: string): string {
  let a = 0xdeadbeee;
  let b = 0x41c6ce56;
  let c = 0xdeadbeed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    c = Math.imul(c ^ code, 2246822507);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(c ^ (c >>> 13), 3266489909);
  c = Math.imul(c ^ (c >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return `${a}.${b}.${c}`;
}

/** A quick hash that is a number. */
export function hash53(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
