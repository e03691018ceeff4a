import { describe, expect, it } from 'vitest';
import { collectMapping, endpointInput, endpointPatch, parseFamilies, tokenFrom } from '../../../../src-main/cli/endpoint-input.ts';

const never = async () => {
  throw new Error('standard input must not be read');
};

describe('collectMapping', () => {
  it('collects repeated mappings; the model may hold an equals sign', () => {
    expect(collectMapping('glob*=b=c', collectMapping('haiku=a'))).toEqual({ haiku: 'a', 'glob*': 'b=c' });
  });

  it.each(['haiku', '=model'])('refuses %s', (text) => {
    expect(() => collectMapping(text)).toThrow('is not KEY=MODEL');
  });
});

describe('parseFamilies', () => {
  it('reads a list in any case, and all as no restriction', () => {
    expect(parseFamilies('Opus, sonnet,')).toEqual(['opus', 'sonnet']);
    expect(parseFamilies('all')).toEqual([]);
  });
});

describe('tokenFrom', () => {
  it('reads standard input only when asked to', async () => {
    expect(await tokenFrom({}, never)).toBeUndefined();
    expect(await tokenFrom({ token: 'secret' }, never)).toBe('secret');
    expect(await tokenFrom({ token: false }, never)).toBeNull();
    expect(await tokenFrom({ tokenStdin: true }, async () => 'piped')).toBe('piped');
  });

  it('refuses both at once and an empty line, without repeating the token', async () => {
    const both = tokenFrom({ token: 'sk-secret', tokenStdin: true }, never);
    await expect(both).rejects.toThrow('exclude each other');
    await expect(both).rejects.not.toThrow('sk-secret');
    await expect(tokenFrom({ tokenStdin: true }, async () => '')).rejects.toThrow('no token came');
    await expect(tokenFrom({ tokenStdin: true }, async () => 'sk-secret\nmore')).rejects.toThrow(
      /^standard input has more than one line – give the token alone$/,
    );
  });
});

describe('endpointInput', () => {
  it('names only what was given', () => {
    expect(endpointInput({ name: 'a', url: 'http://x', auth: 'bearer', disabled: true }, 'key')).toEqual({
      name: 'a',
      baseUrl: 'http://x',
      authStyle: 'bearer',
      credential: 'key',
      isEnabled: false,
    });
  });
});

describe('endpointPatch', () => {
  it('adds to the model map and takes out entries without a model', () => {
    const patch = endpointPatch({ map: { opus: 'new', haiku: '' } }, undefined, { haiku: 'a', sonnet: 'b' });
    expect(patch).toEqual({ modelMap: { sonnet: 'b', opus: 'new' } });
  });

  it('removes the credential when told so', () => {
    expect(endpointPatch({ token: false }, null, {})).toEqual({ credential: null });
  });

  it('refuses an edit that changes nothing', () => {
    expect(() => endpointPatch({}, undefined, {})).toThrow('nothing to change');
  });
});
