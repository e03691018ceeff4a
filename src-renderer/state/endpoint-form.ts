/** What the endpoint form holds, what of it is valid, and what is sent to the core. */
import { z } from 'zod';
import {
  authStyleSchema,
  type EndpointInput,
  type EndpointPatch,
  type EndpointView,
  endpointInputSchema,
  familySchema,
  maxConcurrentSchema,
} from '../../src-shared/schemas/endpoint.ts';

const { shape } = endpointInputSchema;

/** The form is a list of rows, the core a map; rows that are empty on both sides do not count. */
const rowsSchema = z.array(z.object({ pattern: z.string().trim().max(200), model: z.string().trim().max(200) })).superRefine((rows, context) => {
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
  rows: [],
  note: '',
  isEnabled: true,
};

export function formOf(endpoint: EndpointView): EndpointFormValues {
  const { name, baseUrl, authStyle, families, note, isEnabled } = endpoint;
  const maxConcurrent = endpoint.maxConcurrent === null ? '' : String(endpoint.maxConcurrent);
  const rows = Object.entries(endpoint.modelMap).map(([pattern, model]) => ({ pattern, model }));
  return { ...EMPTY_FORM, name, baseUrl, authStyle, families, maxConcurrent, rows, note, isEnabled };
}

export function inputOf(form: CheckedEndpointForm): EndpointInput {
  const { name, baseUrl, authStyle, families, maxConcurrent, note, isEnabled, credential } = form;
  const modelMap = Object.fromEntries(form.rows.filter(({ pattern }) => pattern !== '').map(({ pattern, model }) => [pattern, model]));
  const input = { name, baseUrl, protocol: 'anthropic', authStyle, families, maxConcurrent, modelMap, note, isEnabled } as const;
  return credential === undefined ? input : { ...input, credential };
}

/** An untouched credential is left out and so kept; ticking the box removes it. */
export function patchOf(form: CheckedEndpointForm): EndpointPatch {
  const { credential, ...rest } = inputOf(form);
  if (credential !== undefined) return { ...rest, credential };
  return form.removeCredential ? { ...rest, credential: null } : rest;
}

const FIELDS = ['name', 'baseUrl', 'credential', 'authStyle', 'families', 'maxConcurrent', 'note', 'isEnabled'] as const;
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
