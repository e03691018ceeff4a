import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskEntry, unmaskEntry } from '../../../../src-main/mcp/mask-entry.ts';
import { maskWhole, maskWithin } from '../../../../src-main/mcp/mask-text.ts';
import { isHarmlessHeader, isSecretName, looksSecret } from '../../../../src-main/mcp/secret-words.ts';
import { jsonValue } from '../../../support/json-arbitrary.ts';

const BULLETS = '••••••••';
const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ98wx';

describe('names and words', () => {
  it.each(['API_KEY', 'GITHUB_TOKEN', 'db-password', 'Authorization', 'X-Api-Key', 'clientSecret', 'COOKIE', 'SENTRY_DSN'])(
    '%s announces a secret',
    (name) => {
      expect(isSecretName(name, 'some value')).toBe(true);
    },
  );

  it.each([
    ['AUTHOR', 'Ann'],
    ['MAX_TOKENS', '4096'],
    ['USE_AUTH', 'true'],
    ['LOG_LEVEL', 'debug'],
    ['HOME', '/home/user'],
  ])('%s=%s is none', (name, value) => {
    expect(isSecretName(name, value)).toBe(false);
  });

  it.each([TOKEN, 'sk-ant-api03-abcdefgh', '9f1c2b3a-0000-4000-8000-123456789abc', 'AKIAIOSFODNN7EXAMPLE', 'a8f5f167f44f4964e6c998dee827110c'])(
    '%s looks secret',
    (word) => {
      expect(looksSecret(word)).toBe(true);
    },
  );

  it.each([
    '@modelcontextprotocol/server-filesystem',
    '-y',
    'chrome-devtools-mcp@latest',
    'mcp-server-fetch',
    'http',
    '2026.8.31',
    'internationalization',
  ])('%s does not', (word) => {
    expect(looksSecret(word)).toBe(false);
  });

  it('takes only well-known headers for harmless', () => {
    expect(['Accept', 'content-type', 'X-Whatever'].map(isHarmlessHeader)).toEqual([true, true, false]);
  });
});

describe('masks', () => {
  it.each([
    ['https://user:pass-word@host/x', `https://user:${BULLETS}@host/x`],
    [`https://host/mcp?api_key=abc&x=1`, `https://host/mcp?api_key=${BULLETS}&x=1`],
    [`https://host/s/${TOKEN}/mcp`, `https://host/s/${BULLETS}98wx/mcp`],
    ['--token=hunter2', `--token=${BULLETS}`],
    ['Authorization: Bearer abc.def', `Authorization: Bearer ${BULLETS}`],
    ['postgres://app:s3cret@db:5432/main', `postgres://app:${BULLETS}@db:5432/main`],
    ['--dir=/home/user/projects', '--dir=/home/user/projects'],
    ['https://host/mcp?project=app', 'https://host/mcp?project=app'],
    ['@playwright/mcp@latest', '@playwright/mcp@latest'],
    ['API_KEY=${API_KEY}', 'API_KEY=${API_KEY}'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskWithin(text).text).toBe(shown);
  });

  it('hide a whole value but for the scheme, and nothing where only a variable stands', () => {
    expect(maskWhole(`Bearer ${TOKEN}`).text).toBe(`Bearer ${BULLETS}98wx`);
    expect(maskWhole('Bearer ${TOKEN}').text).toBe('Bearer ${TOKEN}');
    expect(maskWhole('short').text).toBe(BULLETS);
    expect(maskWhole('').text).toBe('');
  });
});

const ENTRY = {
  type: 'stdio',
  command: 'npx',
  args: ['-y', 'server', '--api-key', 'hunter2', '--verbose', `--url=https://a:b-c@host`],
  env: { GITHUB_TOKEN: TOKEN, LOG: 'debug', OTHER_KEY: 'x' },
  oauth: { clientSecret: 'very secret', clientId: 'me' },
};

describe('maskEntry', () => {
  it('masks arguments after a telling flag, variables, URLs and unknown keys, and nothing else', () => {
    expect(maskEntry(ENTRY).value).toEqual({
      type: 'stdio',
      command: 'npx',
      args: ['-y', 'server', '--api-key', BULLETS, '--verbose', `--url=https://a:${BULLETS}@host`],
      env: { GITHUB_TOKEN: `${BULLETS}98wx`, LOG: 'debug', OTHER_KEY: BULLETS },
      oauth: { clientSecret: BULLETS, clientId: 'me' },
    });
  });

  it('masks every header that is not known to be harmless', () => {
    expect(
      maskEntry({ type: 'http', url: 'https://h/mcp', headers: { Authorization: 'Bearer abc', 'X-Tenant': 'acme', Accept: 'text/plain' } }).value,
    ).toMatchObject({
      headers: { Authorization: `Bearer ${BULLETS}`, 'X-Tenant': BULLETS, Accept: 'text/plain' },
    });
  });
});

describe('unmaskEntry', () => {
  it('gives back what was stored where the mask came back, also in a changed text, at another place or under another name', () => {
    const { value, secrets } = maskEntry(ENTRY);
    expect(unmaskEntry(value, secrets)).toEqual(ENTRY);
    const moved = { args: ['new-first', '--api-key', BULLETS, `--url=https://a:${BULLETS}@elsewhere/path`] };
    expect(() => unmaskEntry(moved, secrets)).toThrow(/args\.2: it is not clear/);
    expect(unmaskEntry({ env: { RENAMED: `${BULLETS}98wx` } }, secrets)).toEqual({ env: { RENAMED: TOKEN } });
    expect(unmaskEntry({ args: ['', '', '', '', '', `--url=https://a:${BULLETS}@elsewhere/path`] }, secrets)).toEqual({
      args: ['', '', '', '', '', '--url=https://a:b-c@elsewhere/path'],
    });
  });

  it('refuses a mask that was changed in part, or that nothing stands behind', () => {
    const { secrets } = maskEntry(ENTRY);
    expect(() => unmaskEntry({ env: { GITHUB_TOKEN: '•••98wx' } }, secrets)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', field: 'env.GITHUB_TOKEN' }),
    );
    expect(() => unmaskEntry({ env: { X: `${BULLETS}zzzz` } }, secrets)).toThrow(/enter the whole value/);
    expect(() => unmaskEntry({ env: { X: BULLETS } }, [])).toThrow(/enter the whole value/);
  });

  it('takes back whatever it showed, unchanged, and shows no secret of a telling name', () => {
    const word = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom(TOKEN, '•', 'Bearer abc', '${X}', 'https://a:b@c/d?key=e', `${BULLETS}abcd`));
    const entry = fc.record({
      type: fc.constant('stdio'),
      command: word,
      args: fc.array(word, { maxLength: 5 }),
      env: fc.dictionary(fc.constantFrom('API_KEY', 'A', 'PASSWORD', 'Z_TOKEN', 'LOG'), word),
      headers: fc.dictionary(fc.constantFrom('Authorization', 'X-A', 'Accept'), word),
      url: word,
      extra: jsonValue({ maxDepth: 2 }),
    });
    fc.assert(
      fc.property(entry, (value) => {
        const masked = maskEntry(value);
        expect(unmaskEntry(masked.value, masked.secrets)).toEqual(value);
        expect(masked.secrets.every(({ mask }) => mask.startsWith(BULLETS))).toBe(true);
      }),
    );
  });
});
