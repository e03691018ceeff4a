/**
 * Frees the memory of bytes now and not when the garbage collector comes by: memory outside its heap counts against a limit, so that the
 * bodies of some dozen requests make it look through everything (decision 0194).
 *
 * @param bytes Whole buffers that nobody reads any more, no socket either: a write that is under way would send what lies there next. What
 *              shares its memory with others is left alone; the audit's free-bytes.ts frees parts too, where nobody has the rest.
 */
export function freeMemory(bytes: Buffer): void {
  if (bytes.length > 0 && bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.length) bytes.buffer.transfer(0);
}
