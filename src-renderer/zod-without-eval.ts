/**
 * Keeps zod from compiling its parsers with `new Function`, which the content security policy forbids. Zod asks when a schema is
 * made, so this has to be known before any module with a schema runs: the first import of the entry, and by vite.config.ts a chunk of
 * its own, because a chunk that pages share runs before what imports it. It acts when it is imported, and without zod itself.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
