/** Twenty seconds of the soak, so that it is known to work; `npm run soak` runs it for as long as one likes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOAK = fileURLToPath(new URL('../../bench/soak/main.ts', import.meta.url));
const MINUTES = '0.33';
const SEED = '20261120';
const CLIENTS = '100';

it('loses and doubles nothing under clients that leave and endpoints that fail, and gives everything back', async () => {
  const child = spawn(process.execPath, [SOAK, MINUTES, SEED, CLIENTS], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  expect(said).not.toContain('PROBLEM');
  expect(said).toMatch(/requests [1-9]\d{2,}, stored/);
  expect(said).toContain('nothing lost, nothing doubled');
  expect(code).toBe(0);
});
