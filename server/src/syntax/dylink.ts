/**
 * Rewrites a grammar's legacy `dylink` section into `dylink.0`, the only one that web-tree-sitter reads.
 *
 * Old: memory size, memory alignment, table size, table alignment, count of needed libraries, their names.
 * New: the same in numbered parts, 1 for the four numbers, 2 for the libraries; each part has its size in front.
 * Everything after the section is left as it is.
 */

const HEADER = 8;
const MEMORY = 1;
const NEEDED = 2;

/** The file as it is where it needs no rewriting. */
export function withDylink0(wasm: Uint8Array): Uint8Array {
  if (wasm[HEADER] !== 0) return wasm;
  const [size, afterSize] = leb(wasm, HEADER + 1);
  const [nameLength, nameAt] = leb(wasm, afterSize);
  const name = Buffer.from(wasm.subarray(nameAt, nameAt + nameLength)).toString('latin1');
  if (name !== 'dylink') return wasm;
  const sectionEnd = afterSize + size;
  const numbersAt = nameAt + nameLength;
  let numbersEnd = numbersAt;
  for (let i = 0; i < 4; i++) numbersEnd = leb(wasm, numbersEnd)[1];
  const parts = [part(MEMORY, wasm.subarray(numbersAt, numbersEnd))];
  const [needed] = leb(wasm, numbersEnd);
  if (needed > 0) parts.push(part(NEEDED, wasm.subarray(numbersEnd, sectionEnd)));
  const body = Buffer.concat([Buffer.from('\x08dylink.0', 'latin1'), ...parts]);
  return Buffer.concat([wasm.subarray(0, HEADER), part(0, body), wasm.subarray(sectionEnd)]);
}

function part(id: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([id, ...toLeb(body.length)]), body]);
}

/** An unsigned LEB128 number at `at`, and where it ends. */
function leb(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 1, i = at; ; shift *= 128, i++) {
    const byte = bytes[i];
    if (byte === undefined) throw new RangeError(`wasm file ends inside a number at ${at}`);
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return [value, i + 1];
  }
}

function toLeb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...toLeb(Math.floor(value / 128))];
}
