/** Which version of Code Proxy this is: the build bakes it in, sources that run directly read it from package.json. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Put in by the `define` of vite.config.ts; absent when the sources run directly. */
declare const __APP_VERSION__: string | undefined;

const packageSchema = z.object({ version: z.string() });

/** Version as in package.json, for example `0.1.0`. */
export function appVersion(): string {
  if (typeof __APP_VERSION__ === 'string') return __APP_VERSION__;
  return packageSchema.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;
}
