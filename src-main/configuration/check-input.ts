/** Turns what a schema complains about into the one error that users see: which field, what is wrong, and no value. */
import type { z } from 'zod';
import { AppError, type Repair } from '../../src-shared/app-error.ts';

/**
 * @throws CONFIG_INVALID with the dotted path of the first faulty field. The message never repeats the value: it could be a credential.
 */
export function checkInput<T>(schema: z.ZodType<T>, value: unknown, options: { readonly what: string; readonly repair?: Repair }): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.');
  const message = `${field === '' ? options.what : `${options.what}: ${field}`} ${issue?.message ?? 'is invalid'}`;
  throw new AppError('CONFIG_INVALID', message, {
    ...(field === '' ? {} : { field }),
    ...(options.repair === undefined ? {} : { repair: options.repair }),
  });
}
