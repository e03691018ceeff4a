/** What the endpoint form holds, what of it is valid, and what is sent to the core. */
import { z } from 'zod';
import {
  authStyleSchema,
  costMultiplierSchema,
  type EndpointInput,
  type EndpointPatch,
  type EndpointView,
  endpointInputSchema,
  endpointPatchSchema,
  familySchema,
  maxConcurrentSchema,
} from '../../src-shared/schemas/endpoint.ts';

const { shape } = endpointInputSchema;

/** The form is a list of rows, the core a map; rows that are empty on both sides do not count. */
const cell = z.string().trim().max(200, 'longer than 200 characters');
const rowsSchema = z.array(z.object({ pattern: cell, model: cell })).superRefine((rows, context) => {
  const seen = new Set<string>();
  for (const [index, { pattern, model }] of rows.entries()) {
    if (pattern === '' && model === '') continue;
    if (pattern === '' || model === '')
      context.addIssue({ code: 'custom', path: [index, pattern === '' ? 'pattern' : 'model'], message: INCOMPLETE });
    if (pattern !== '' && seen.has(pattern)) context.addIssue({ code: 'custom', path: [index, 'pattern'], message: TWICE });
    seen.add(pattern);
  }
});

/** Messages that the form translates; all others come from the shared schemas as they are. */
export const INCOMPLETE = 'endpointForm.rowIncomplete';
export const TWICE = 'endpointForm.rowTwice';

export const endpointFormSchema = z.object({
  name: shape.name,
  baseUrl: shape.baseUrl,
  /** Empty: none, or on editing the stored one. */
  credential: z
    .string()
    .transform((text) => (text.trim() === '' ? undefined : text))
    .pipe(shape.credential),
  removeCredential: z.boolean(),
  authStyle: authStyleSchema,
  families: z.array(familySchema),
  /** As typed; empty: no limit. */
  maxConcurrent: z
    .string()
    .transform((text) => (text.trim() === '' ? null : Number(text)))
    .pipe(maxConcurrentSchema),
  /** As typed, with a comma or a point; empty: the price list. */
  costMultiplier: z
    .string()
    .transform((text) => (text.trim() === '' ? 1 : Number(text.replace(',', '.'))))
    .pipe(costMultiplierSchema),
  inputIncludesCache: z.boolean(),
  rows: rowsSchema,
  note: z.string().trim().max(500, 'longer than 500 characters'),
  isEnabled: z.boolean(),
});
export type EndpointFormValues = z.input<typeof endpointFormSchema>;
export type CheckedEndpointForm = z.output<typeof endpointFormSchema>;

export const EMPTY_FORM: EndpointFormValues = {
  name: '',
  baseUrl: '',
  credential: '',
  removeCredential: false,
  authStyle: 'auto',
  families: [],
  maxConcurrent: '',
  costMultiplier: '1',
  inputIncludesCache: false,
  rows: [],
  note: '',
  isEnabled: true,
};

export function formOf(endpoint: EndpointView): EndpointFormValues {
  const { name, baseUrl, authStyle, families, inputIncludesCache, note, isEnabled } = endpoint;
  const maxConcurrent = endpoint.maxConcurrent === null ? '' : String(endpoint.maxConcurrent);
  const rows = Object.entries(endpoint.modelMap).map(([pattern, model]) => ({ pattern, model }));
  const costMultiplier = String(endpoint.costMultiplier);
  return { ...EMPTY_FORM, name, baseUrl, authStyle, families, maxConcurrent, costMultiplier, inputIncludesCache, rows, note, isEnabled };
}

export function inputOf(form: CheckedEndpointForm): EndpointInput {
  const { rows, credential, removeCredential: _ticked, ...fields } = form;
  const modelMap = Object.fromEntries(rows.filter(({ pattern }) => pattern !== '').map(({ pattern, model }) => [pattern, model]));
  const input = { ...fields, protocol: 'anthropic', modelMap } as const;
  return credential === undefined ? input : { ...input, credential };
}

/**
 * What was changed in the form, so that what others change meanwhile (switched off, renamed) stays as they left it. An untouched
 * credential is left out and so kept; ticking the box removes it.
 *
 * @param opened  The endpoint as the form showed it at first.
 */
export function patchOf(form: CheckedEndpointForm, opened: EndpointView): EndpointPatch {
  const { credential, ...fields } = inputOf(form);
  const before: Readonly<Record<string, unknown>> = opened;
  const changed = Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  const patch = endpointPatchSchema.parse(Object.fromEntries(changed));
  if (credential !== undefined) return { ...patch, credential };
  return form.removeCredential ? { ...patch, credential: null } : patch;
}

const FIELDS = [
  'name',
  'baseUrl',
  'credential',
  'authStyle',
  'families',
  'maxConcurrent',
  'costMultiplier',
  'inputIncludesCache',
  'note',
  'isEnabled',
] as const;
export type EndpointFormField = (typeof FIELDS)[number] | 'rows';

/**
 * The field of the form that a path of the core's input belongs to, for example `patch.name` or `target.draft.modelMap.opus`;
 * null when it belongs to none.
 */
export function formFieldOf(path: string): EndpointFormField | null {
  const [first] = path.replace(/^(patch|target\.draft|draft)\./, '').split('.');
  if (first === 'modelMap') return 'rows';
  return FIELDS.find((field) => field === first) ?? null;
}
