import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDefaultModels, parseDefaultModels } from '../../../../src-main/configuration/default-models.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const parse = (text: string) => parseDefaultModels(text, 'default_model.yaml');

describe('parseDefaultModels', () => {
  it.each([
    ['nothing', '', {}],
    ['only a comment', '# later\n', {}],
    ['the new form', "map:\n  haiku: a\n  'claude-*': b # why\n  exact-name: c\n", { haiku: 'a', 'claude-*': 'b', 'exact-name': 'c' }],
    ['the old form', 'haiku: a\nsonnet: "b"\nopus: c\n', { haiku: 'a', sonnet: 'b', opus: 'c' }],
    ['the old form with Windows line ends', 'haiku: a\r\nsonnet: b\r\n', { haiku: 'a', sonnet: 'b' }],
    [
      'variables',
      'ANTHROPIC_DEFAULT_HAIKU_MODEL: a\nANTHROPIC_DEFAULT_SONNET_MODEL: b\nANTHROPIC_DEFAULT_OPUS_MODEL: c\n',
      { haiku: 'a', sonnet: 'b', opus: 'c' },
    ],
    ['two variables of one family', 'ANTHROPIC_DEFAULT_OPUS_MODEL: first\nANTHROPIC_MODEL: second\n', { opus: 'first' }],
    ['a variable beside the family', 'haiku: named\nANTHROPIC_SMALL_FAST_MODEL: variable\n', { haiku: 'named' }],
    ['both forms', 'haiku: old\nmap:\n  haiku: new\n', { haiku: 'new' }],
    ['families left empty', 'haiku:\nsonnet: ""\nopus: c\n', { opus: 'c' }],
    ['an empty map', 'map:\n', {}],
  ])('reads %s', async (_what, text, models) => {
    expect(await parse(text)).toEqual({ models, warning: null });
  });

  it.each([
    ['broken YAML', 'haiku: a\nopus: "b\n', 'not valid YAML in line'],
    ['a tab as indent', 'map:\n\thaiku: a\n', 'line 2'],
    ['a name twice', 'haiku: a\nhaiku: b\n', 'line 2'],
    ['a list', '- haiku\n', 'is not a list of "name: model" lines'],
    ['a number as model', 'haiku: 4\n', '"haiku"'],
    ['a nested value', 'map:\n  haiku:\n    x: y\n', '"map.haiku"'],
    ['a name that is too long', `haiku: ${'x'.repeat(201)}\n`, 'faulty entry'],
    [
      'aliases that unfold without end',
      `a: &a [x]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${'*a,'.repeat(20)}]`).join('\n')}\n`,
      'aliases',
    ],
  ])('gives an empty map and a warning for %s', async (_what, text, said) => {
    const { models, warning } = await parse(text);
    expect(models).toEqual({});
    expect(warning).toContain('default_model.yaml');
    expect(warning).toContain(said);
  });
});

describe('loadDefaultModels', () => {
  it('has nothing to say about a file that is not there', async () => {
    expect(await loadDefaultModels(join(await tempFolder(), 'default_model.yaml'))).toEqual({ models: {}, warning: null });
  });

  it('reads the file', async () => {
    const path = join(await tempFolder(), 'default_model.yaml');
    await writeFile(path, 'haiku: a\n');
    expect(await loadDefaultModels(path)).toEqual({ models: { haiku: 'a' }, warning: null });
  });

  it('warns of a path that cannot be read', async () => {
    const path = join(await tempFolder(), 'default_model.yaml');
    await mkdir(path);
    expect(await loadDefaultModels(path)).toEqual({ models: {}, warning: expect.stringContaining('EISDIR') });
  });
});
