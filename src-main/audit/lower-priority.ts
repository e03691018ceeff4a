/**
 * Lets the thread that relays go first when there are fewer processors than work. Only Linux knows priorities of threads; elsewhere
 * it would be the whole process that gives way.
 */
import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';

/** Beside one busy thread this leaves a quarter of a processor. With less, a busy machine would keep few audits. */
const STEPS = 5;

/** Of the thread that calls it; for good, since priorities can only be lowered. */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, Math.min(constants.priority.PRIORITY_LOW, getPriority(thread) + STEPS));
  } catch {
    // Without /proc, or where it is forbidden, the thread stays as it is.
  }
}
