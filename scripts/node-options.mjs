/**
 * Options of V8 that a host of the core runs with. They only save time and memory: without them all works the same.
 *
 * Bodies lie outside V8's heap but count against its limit, so that with the defaults every few hundred requests make it collect
 * everything. A small young generation is collected cheaply before that, and takes less memory. Measured: decision 0155.
 *
 * While long streams run, V8 sees the objects of exchanges grow old and from then on makes new ones as old ones, for short exchanges too:
 * these then wait for the collection of everything, with all that they point to. So it is told not to guess (decision 0195).
 */
export const NODE_OPTIONS = ['--initial-old-space-size=64', '--min-semi-space-size=4', '--max-semi-space-size=4', '--no-allocation-site-pretenuring'];
