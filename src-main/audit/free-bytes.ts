/**
 * Gives back the memory below bytes that nobody uses any more. The heap of the audit's thread hardly grows with the bodies that pass
 * through, so its garbage collector sees no reason to come by, and a burst would leave tens of MB behind.
 */

/** @param bytes Of a buffer of its own; what lies in node's pool, which others share, is left alone. */
export function freeBytes(bytes: Buffer): void {
  const memory = bytes.buffer;
  if (memory instanceof ArrayBuffer && memory.byteLength > Buffer.poolSize) memory.transferToFixedLength(0);
}
