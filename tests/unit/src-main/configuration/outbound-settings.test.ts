import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { readOutbound } from '../../../../src-main/configuration/outbound-settings.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const base = { outboundProxy: 'system', extraCaFile: null, connectTimeoutMs: 10_000 } as const;
const remote = new URL('https://api.example.com/v1/messages');

afterEach(() => vi.unstubAllEnvs());

it('goes direct with `none`, whatever the environment says', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128');
  const { outbound } = await readOutbound({ ...base, outboundProxy: 'none' });
  expect(outbound.proxyFor(remote)).toBeNull();
});

it('reads HTTPS_PROXY and NO_PROXY with `env`', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128');
  vi.stubEnv('NO_PROXY', '.internal.example');
  const { outbound } = await readOutbound({ ...base, outboundProxy: 'env' });
  expect(outbound.proxyFor(remote)).toBe('http://proxy.example:3128');
  expect(outbound.proxyFor(new URL('https://gateway.internal.example/'))).toBeNull();
});

it('asks the system first with `system`, and the environment where no system answers', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://from-environment.example:1');
  const asked = await readOutbound(base, () => 'http://from-system.example:2');
  expect(asked.outbound.proxyFor(remote)).toBe('http://from-system.example:2');
  const headless = await readOutbound(base);
  expect(headless.outbound.proxyFor(remote)).toBe('http://from-environment.example:1');
});

it('uses a proxy URL for every URL', async () => {
  const { outbound } = await readOutbound({ ...base, outboundProxy: 'http://fixed.example:8080' });
  expect(outbound.proxyFor(remote)).toBe('http://fixed.example:8080');
});

it('hands on the certificates of a PEM file', async () => {
  const file = join(await tempFolder(), 'ca.pem');
  await writeFile(file, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  const { outbound, warning } = await readOutbound({ ...base, extraCaFile: file });
  expect(outbound.extraCaPem).toContain('BEGIN CERTIFICATE');
  expect(warning).toBeNull();
});

it('goes on without a certificate file that is missing or holds none, and says which setting to change', async () => {
  const folder = await tempFolder();
  const missing = await readOutbound({ ...base, extraCaFile: join(folder, 'nowhere.pem') });
  expect(missing.outbound.extraCaPem).toBeNull();
  expect(missing.warning).toMatch(/nowhere\.pem cannot be read .*proxy\.extraCaFile/);
  const text = join(folder, 'text.pem');
  await writeFile(text, 'hello');
  expect((await readOutbound({ ...base, extraCaFile: text })).warning).toMatch(/holds no PEM certificate/);
});
