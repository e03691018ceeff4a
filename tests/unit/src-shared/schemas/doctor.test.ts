import { expect, it } from 'vitest';
import { doctorFixInputSchema, doctorReportInputSchema, doctorRunInputSchema } from '../../../../src-shared/schemas/doctor.ts';

it('a run looks at everything and costs nothing unless told otherwise', () => {
  expect(doctorRunInputSchema.parse({})).toEqual({ groups: null, checks: null, isPaid: false });
  expect(doctorReportInputSchema.parse({})).toEqual({ withNames: false });
});

it('groups and fixes that there are not are refused', () => {
  expect(doctorRunInputSchema.safeParse({ groups: ['endpoints'] }).success).toBe(true);
  expect(doctorRunInputSchema.safeParse({ groups: ['weather'] }).success).toBe(false);
  expect(doctorRunInputSchema.safeParse({ groups: [] }).success).toBe(false);
  expect(doctorFixInputSchema.safeParse({ fix: 'delete-everything' }).success).toBe(false);
});
