import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { en } from '../../../../src-shared/i18n/en.ts';
import { flatTexts } from '../../../support/flat-texts.ts';

/** Everything in quotation marks that could be a key, and as patterns the templates that put one together. */
function spoken(): { readonly literals: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const files = globSync('{src-main,src-renderer,src-shared}/**/*.{ts,tsx}', { exclude: ['src-shared/i18n/{en,zh,ru}/**'] });
  const literals = new Set<string>();
  const templates = new Set<string>();
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    for (const [, literal = ''] of source.matchAll(/['"`]([A-Za-z][\w-]*(?:\.[\w-]+)+)['"`]/g)) literals.add(literal);
    for (const [, template = ''] of source.matchAll(/`([A-Za-z][\w.-]*\.(?:\$\{[^`]*?\}|[\w.-])*)`/g)) templates.add(template);
  }
  const patterns = [...templates]
    .filter((template) => template.includes('${'))
    .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{.*?\}/g, '.+')}$`));
  return { literals, patterns };
}

it('says nothing that nobody looks up', () => {
  const { literals, patterns } = spoken();
  const stems = new Set([...flatTexts(en).keys()].map((key) => key.replace(/_(?:one|other)$/, '')));
  const unused = [...stems].filter((stem) => !literals.has(stem) && !patterns.some((pattern) => pattern.test(stem)));
  expect(unused).toEqual([]);
});
