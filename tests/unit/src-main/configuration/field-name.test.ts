import { expect, it } from 'vitest';
import { fieldName } from '../../../../src-main/configuration/field-name.ts';

it.each([
  [['rules', 3, 'rest', 'ms'], 'rules[3].rest.ms'],
  [['off', 0], 'off[0]'],
  [[], ''],
])('names %j as people write it', (path, name) => {
  expect(fieldName(path)).toBe(name);
});
