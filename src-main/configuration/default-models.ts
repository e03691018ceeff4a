/**
 * Reads default_model.yaml, the model map that counts for every endpoint without a better match. Two forms are read:
 *
 *     map:                          haiku: model-a
 *       haiku: model-a              sonnet: model-b
 *       'claude-opus-*': model-b    opus: model-c        (the old one; the ANTHROPIC_* names stand for families)
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type ModelMap, modelMapSchema } from '../../src-shared/schemas/endpoint.ts';
import { errorCodeOf } from '../platform/error-code.ts';

export interface DefaultModels {
  readonly models: ModelMap;
  /** What is wrong with the file, for people; null when nothing is. */
  readonly warning: string | null;
}

/** Variables of older set-ups that name the model of a family. */
const FAMILY_OF_VARIABLE: Readonly<Record<string, string>> = {
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'haiku',
  ANTHROPIC_SMALL_FAST_MODEL: 'haiku',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus',
  ANTHROPIC_MODEL: 'opus',
};

const entriesSchema = z.record(z.string(), z.string().nullable());
const fileSchema = z.object({ map: entriesSchema.nullable().optional() }).catchall(z.string().nullable());

/** Never rejects: a file that cannot be used gives an empty map and a warning. */
export async function loadDefaultModels(path: string): Promise<DefaultModels> {
  try {
    return await parseDefaultModels(await readFile(path, 'utf8'), path);
  } catch (error) {
    const code = errorCodeOf(error) ?? String(error);
    if (code === 'ENOENT') return { models: {}, warning: null };
    return { models: {}, warning: `${path} cannot be read (${code}). No default models are in use.` };
  }
}

/** @param path Only for the warning. */
export async function parseDefaultModels(text: string, path: string): Promise<DefaultModels> {
  // Most people have no such file, and the library takes some 4 MB.
  const { parseDocument } = await import('yaml');
  const ignored = (why: string): DefaultModels => ({
    models: {},
    warning: `${path} ${why}. No default models are in use; correct the file and restart.`,
  });
  const document = parseDocument(text, { prettyErrors: false });
  const fault = document.errors[0];
  if (fault !== undefined) return ignored(`is not valid YAML in line ${lineOf(text, fault.pos[0])}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    // The library refuses documents that unfold without end.
    return ignored('holds too many YAML aliases');
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const key = (parsed.error.issues[0]?.path ?? []).map(String).join('.');
    return ignored(key === '' ? 'is not a list of "name: model" lines' : `has a value for "${key}" that is no model name`);
  }
  const { map, ...flat } = parsed.data;
  const checked = modelMapSchema.safeParse({ ...named(flat), ...named(map ?? {}) });
  return checked.success ? { models: checked.data, warning: null } : ignored(`has a faulty entry (${checked.error.issues[0]?.message ?? 'invalid'})`);
}

/** Entries with a model, families under their own name. A family's own name wins over a variable that means it. */
function named(entries: Readonly<Record<string, unknown>>): ModelMap {
  const filled = Object.entries(entries).flatMap(([key, value]) => (typeof value === 'string' && value.trim() !== '' ? [[key, value] as const] : []));
  const fromVariables = filled.flatMap(([key, value]) => (FAMILY_OF_VARIABLE[key] === undefined ? [] : [[FAMILY_OF_VARIABLE[key], value] as const]));
  // Reversed, so that the variable that is listed first wins.
  return Object.fromEntries([...fromVariables.reverse(), ...filled.filter(([key]) => FAMILY_OF_VARIABLE[key] === undefined)]);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
