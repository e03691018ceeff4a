/**
 * Keeps zod from compiling its parsers with `new Function`, which the content security policy forbids. It has to be the
 * first import of the entry, before any schema is used: that is why this one file acts when it is imported.
 */
import { z } from 'zod';

z.config({ jitless: true });
