/** Where the built dashboard lies: beside the built host, or in dist/ of the checkout when the sources run directly. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param moduleUrl `import.meta.url` of a module of this folder, or of a chunk in dist/main. */
export function rendererFolder(moduleUrl: string): string {
  const here = dirname(fileURLToPath(moduleUrl));
  const beside = join(here, '..', 'renderer');
  return existsSync(join(beside, 'index.html')) ? beside : join(here, '..', '..', 'dist', 'renderer');
}
