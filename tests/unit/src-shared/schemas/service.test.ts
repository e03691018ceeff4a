import { expect, it } from 'vitest';
import { serviceLogInputSchema, serviceOptionsSchema, serviceStatusSchema } from '../../../../src-shared/schemas/service.ts';
import { sampleService } from '../../../support/system-double.ts';

it('keeps the environment and Claude Code’s settings as usual unless told otherwise', () => {
  expect(serviceOptionsSchema.parse({})).toEqual({ claudeSettings: true, keepProxyVariables: false });
});

it('takes port 0 and refuses what is no port', () => {
  expect(serviceOptionsSchema.parse({ port: 0, adminPort: 65_535 })).toMatchObject({ port: 0, adminPort: 65_535 });
  for (const port of [-1, 65_536, 1.5, '9000']) expect(serviceOptionsSchema.safeParse({ port }).success).toBe(false);
});

it('prints a number of lines that has an end', () => {
  expect(serviceLogInputSchema.parse({})).toEqual({ lines: 50 });
  for (const lines of [0, 2_001]) expect(serviceLogInputSchema.safeParse({ lines }).success).toBe(false);
});

it('knows only the activities that have words', () => {
  expect(serviceStatusSchema.parse(sampleService())).toEqual(sampleService());
  expect(serviceStatusSchema.safeParse({ ...sampleService(), activity: 'wird ausgeführt' }).success).toBe(false);
});
