import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../../../src-main/platform/secret.ts';

it('tells a secret only when asked for it by name', () => {
  const secret = new Secret('sk-ant-1');
  expect(secret.reveal()).toBe('sk-ant-1');
  expect(secret.forms()).toEqual(['sk-ant-1']);
  const printed = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }, { showHidden: true }),
    Object.keys(secret).join(),
  ];
  expect(printed.join(' ')).not.toContain('sk-ant');
  expect(() => structuredClone({ secret })).not.toThrow();
  expect(JSON.stringify(structuredClone({ secret }))).not.toContain('sk-ant');
});
