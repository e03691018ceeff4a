import { describe, expect, it } from 'vitest';
import { searchedForms } from '../../../../src-main/audit/searched-forms.ts';
import { REDACTED, SecretFinder } from '../../../../src-main/audit/secret-finder.ts';
import { TimedPattern } from '../../../../src-main/audit/timed-pattern.ts';

const AWKWARD = 'k3y/with"quotes\\and spaces+ü';

function finder(literals: string[], patterns: string[] = []): SecretFinder {
  const made = new SecretFinder();
  made.configure(literals, patterns);
  return made;
}

describe('a credential', () => {
  it.each([
    ['as it is', (secret: string) => secret],
    ['inside JSON', (secret: string) => JSON.stringify({ echoed: secret })],
    ['inside JSON inside JSON, as a tool call has it', (secret: string) => JSON.stringify({ partial_json: JSON.stringify({ secret }) })],
    ['with escaped slashes', (secret: string) => JSON.stringify(secret).replaceAll('/', '\\/')],
    ['in a URL', (secret: string) => `https://x.example/?a=${encodeURIComponent(secret)}&b=1`],
    ['in a URL in lower case', (secret: string) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in a form', (secret: string) => encodeURIComponent(secret).replaceAll('%20', '+')],
  ])('is found %s', (_, write) => {
    const text = `before ${write(AWKWARD)} behind`;
    const redacted = finder([AWKWARD]).redact(text);
    expect(redacted).toContain(REDACTED);
    expect(redacted.startsWith('before ')).toBe(true);
    expect(redacted.endsWith(' behind')).toBe(true);
    for (const form of searchedForms(AWKWARD)) expect(Buffer.from(redacted).toString('latin1')).not.toContain(form);
  });

  it('leaves every other character as it was', () => {
    expect(finder(['sk-secret-1']).redact('größe: sk-secret-1, 尺寸')).toBe(`größe: ${REDACTED}, 尺寸`);
  });

  it('is not looked for when it is so short that it would take pieces out of words', () => {
    expect(finder(['test']).redact('a test of testing')).toBe('a test of testing');
  });

  it('stays known when it was replaced, for exchanges that began with it', () => {
    const known = finder(['sk-old-secret']);
    known.configure(['sk-new-secret'], []);
    expect(known.redact('sk-old-secret sk-new-secret')).toBe(`${REDACTED} ${REDACTED}`);
  });
});

it('knows local tokens by their shape, since only hashes of them are kept', () => {
  expect(finder([]).redact(`x cp-${'0a'.repeat(32)} y`)).toBe(`x ${REDACTED} y`);
});

it('makes one of hits that overlap', () => {
  expect(finder(['secret-abcdef', 'abcdef-secret']).redact('-secret-abcdef-secret-')).toBe(`-${REDACTED}-`);
});

describe("the user's own patterns", () => {
  it('are taken out beside the credentials', () => {
    expect(finder([], ['\\bAKIA[0-9A-Z]{16}\\b']).redact('id AKIAABCDEFGHIJKLMNOP!')).toBe(`id ${REDACTED}!`);
  });

  it('that run away are stopped, and said by name', () => {
    const runaway = new TimedPattern(/(a+)+$/g, 20);
    expect(() => runaway.find(`${'a'.repeat(40)}!`)).toThrowError(/\(a\+\)\+\$ takes too long/);
  });
});

it('leaves nothing of a header or URL that takes too long to search', () => {
  expect(finder(['sk-secret-1'], ['(a+)+$']).redact(`${'a'.repeat(40)}!`)).toBe(REDACTED);
});

it('finds nothing when it is off, as tests have it that look for what would be stored', () => {
  const off = new SecretFinder({ isOn: false });
  off.configure(['sk-secret-1'], []);
  expect(off.redact('sk-secret-1')).toBe('sk-secret-1');
});
