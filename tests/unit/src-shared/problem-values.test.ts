import { expect, it } from 'vitest';
import { createFormatters } from '../../../src-shared/i18n/formatters.ts';
import { problemValues } from '../../../src-shared/problem-values.ts';

it('writes sizes and limits in the language of the reader, and leaves names as they are', () => {
  const values = { limitBytes: '1610612736', limit: '10000', path: '10', name: '' };
  expect(problemValues(values, createFormatters('en'))).toEqual({ limitBytes: '1.5 GiB', limit: '10,000', path: '10', name: '' });
  expect(problemValues(values, createFormatters('ru'))).toMatchObject({ limitBytes: '1,5 ГиБ', path: '10' });
});

it('puts the line behind the file that it is in', () => {
  const format = createFormatters('en');
  expect(problemValues({ file: '/p/.mcp.json', line: '3' }, format)).toMatchObject({ file: '/p/.mcp.json:3' });
  expect(problemValues({ file: '/p/.mcp.json', line: '' }, format)).toMatchObject({ file: '/p/.mcp.json' });
  expect(problemValues({ line: '3', reason: 'EOF' }, format)).toEqual({ line: '3', reason: 'EOF' });
});
