/** `npm run build`: a build in dist/, made only when something changed. */
import { ensureReady, runScript } from './setup.mjs';

await runScript(() => ensureReady());
