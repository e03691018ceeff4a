import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurlInput, curlCommand } from '../../../../src-shared/request-export/curl-command.ts';

/** Stands in for curl: prints its arguments, and its input where it is asked to read it, each behind a NUL. */
const PRINTING_CURL = `curl() { printf '%s\\0' "$@"; case "$*" in *'@-'*) cat; printf '\\0' ;; esac; }`;

/** What curl would get from a real shell. */
function run(command: string): readonly string[] {
  // On its input, since an argument of sh has the same limit as one of curl.
  const out = execFileSync('sh', [], {
    input: `${PRINTING_CURL}\n${command}`,
    env: { ...process.env, API_KEY: 'sk-of-the-user' },
    maxBuffer: 64 * 1_048_576,
  });
  return out.toString('utf8').split('\0').slice(0, -1);
}

const command = (changes: Partial<CurlInput>) =>
  curlCommand({ method: 'POST', url: 'https://a.example/v1/messages', headers: [], body: null, bodyFrom: { kind: 'command' }, ...changes });
const after = (args: readonly string[], name: string) => args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));
const wild = fc.string({
  unit: fc.constantFrom("'", '"', '\\', '$', '`', '!', ' ', '\n', '#', '~', '*', '(', 'a', 'я', '😀', '%', '@', '-'),
  maxLength: 30,
});

// A POSIX shell is what the command is for; where there is none nothing can be shown.
describe.skipIf(process.platform === 'win32')('curlCommand, run by a shell', () => {
  it('hands curl every character of body, address and headers', () => {
    fc.assert(
      fc.property(wild, wild, wild, (body, path, given) => {
        const value = given.replaceAll('\n', '').trim();
        const args = run(command({ body: `x${body}`, url: `https://a.example/${path}`, headers: [['X-Some', value]] }));
        expect(after(args, '--data-raw')).toEqual([`x${body}`]);
        expect(args).toContain(`https://a.example/${path}`);
        expect(after(args, '--header')).toEqual([value === '' ? 'X-Some;' : `X-Some: ${value}`]);
      }),
      { numRuns: 60 },
    );
  });

  it('sends a body that is too large for an argument through a pipe', () => {
    const body = `@it's ${'large 😀 '.repeat(100_000)}`;
    const args = run(command({ body }));
    expect(after(args, '--data-binary')).toEqual(['@-']);
    expect(args.at(-1)).toBe(body);
  });

  it('takes the body from a file where it is asked to', () => {
    const args = run(command({ body: '{"a":1}', bodyFrom: { kind: 'file', name: 'my body.json' } }));
    expect(after(args, '--data-binary')).toEqual(['@my body.json']);
    expect(args.join(' ')).not.toContain('{"a":1}');
  });

  it('puts the key of the user where the credential was, and nothing of what is stored there', () => {
    const stored: [string, string] = ['Authorization', 'Bearer [redacted]'];
    expect(after(run(command({ headers: [stored, ['X-Api-Key', '[redacted]']] })), '--header')).toEqual([
      'authorization: Bearer sk-of-the-user',
      'x-api-key: sk-of-the-user',
    ]);
  });
});

describe('curlCommand', () => {
  it('leaves out what curl writes itself, cookies, and the mark of having passed through here', () => {
    const names = ['Host', 'Content-Length', 'Connection', 'Accept-Encoding', 'Cookie', 'Transfer-Encoding', 'x-code-proxy-via'];
    const text = command({ headers: names.map((name): [string, string] => [name, 'left-out']) });
    expect(text).not.toContain('left-out');
    expect(text).not.toContain('--header');
  });
});
