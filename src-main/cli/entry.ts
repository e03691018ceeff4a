/**
 * Where the `code-proxy` command begins: before the rest is loaded, Node is told to keep what it compiles, so that the next run need not
 * compile it again (decision 0193). The folder lies beside the built files; where it cannot be written nothing is kept.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Sources that run directly are changed too often, and their folder is not ours to fill.
if (import.meta.url.endsWith('.js')) enableCompileCache(fileURLToPath(new URL('./compile-cache', import.meta.url)));
await import('./main.ts');
