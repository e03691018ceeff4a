import { describe, expect, it } from 'vitest';
import { baseUrlSchema, endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';

describe('baseUrlSchema', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    [' https://api.example.com/ ', 'https://api.example.com'],
    ['https://api.example.com/v1', 'https://api.example.com'],
    ['https://api.example.com/v1/', 'https://api.example.com'],
    ['https://api.example.com/v1/messages', 'https://api.example.com'],
    ['https://api.example.com/anthropic//', 'https://api.example.com/anthropic'],
    ['https://api.example.com/api/v1/v1/', 'https://api.example.com/api'],
    ['https://api.example.com/v1beta', 'https://api.example.com/v1beta'],
    ['HTTP://Example.COM:80/A', 'http://example.com/A'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('reads %j as %j, and leaves the result alone when it reads it again', (text, url) => {
    expect(baseUrlSchema.parse(text)).toBe(url);
    expect(baseUrlSchema.parse(url)).toBe(url);
  });

  it.each([
    ['api.example.com', 'must start with http'],
    ['ftp://api.example.com', 'must start with http'],
    ['', 'must start with http'],
    ['https://', 'not a valid URL'],
    ['https://user:secret@api.example.com', 'user name or password'],
    ['https://api.example.com/?beta=true', 'query'],
    ['https://api.example.com/#x', 'fragment'],
    [`https://api.example.com/${'x'.repeat(2_048)}`, 'longer than'],
  ])('refuses %j because it %s', (text, why) => {
    const result = baseUrlSchema.safeParse(text);
    expect(result.error?.issues[0]?.message).toContain(why);
  });
});

describe('endpointInputSchema', () => {
  const base = { name: 'a', baseUrl: 'https://x.example' };

  it.each(['line\nbreak', 'line\rbreak', 'tab\there', 'nul\u0000', 'snow\u2603man', '   ', 'x'.repeat(8_193)])(
    'refuses the credential %j',
    (credential) => {
      expect(endpointInputSchema.safeParse({ ...base, credential }).error?.issues[0]?.path).toEqual(['credential']);
    },
  );

  it('drops spaces that came along when a credential was pasted', () => {
    expect(endpointInputSchema.parse({ ...base, credential: ' sk-1 ' }).credential).toBe('sk-1');
  });
});
