import { expect, it } from 'vitest';
import { secretForms } from '../../../../src-main/platform/secret-forms.ts';

it('knows a credential as it is, inside of JSON and in URLs, longest first', () => {
  const forms = secretForms('a/b "c"');
  expect(forms).toEqual(
    expect.arrayContaining(['a/b "c"', 'a/b \\"c\\"', 'a\\/b \\"c\\"', 'a/b \\\\\\"c\\\\\\"', 'a%2Fb%20%22c%22', 'a%2fb%20%22c%22', 'a%2Fb+%22c%22']),
  );
  expect(forms.map((form) => form.length)).toEqual(forms.map((form) => form.length).toSorted((a, b) => b - a));
});

it('knows a credential in the JSON of servers that escape more than they must', () => {
  expect(secretForms('a+b&"c"<d=')).toEqual(expect.arrayContaining(['a\\u002Bb\\u0026\\u0022c\\u0022\\u003Cd=', 'a+b\\u0026\\"c\\"\\u003cd=']));
});

it('has one form of a credential that is written the same everywhere', () => {
  expect(secretForms('sk-plain-1')).toEqual(['sk-plain-1']);
});
