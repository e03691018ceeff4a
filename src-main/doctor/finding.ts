/** What one check found, put together so that a sentence that does not exist is a compile error. */

import type { doctor as words } from '../../src-shared/i18n/en/doctor.ts';
import type { DoctorDetail, DoctorFix, DoctorProblem, DoctorSentence, DoctorStage } from '../../src-shared/schemas/doctor.ts';

export type FindingCode = keyof typeof words.finding;
export type RemedyCode = keyof typeof words.remedy;
export type LabelCode = keyof typeof words.label;
export type Values = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly finding: DoctorSentence;
  readonly remedy: DoctorSentence | null;
  readonly details: readonly DoctorDetail[];
  readonly stages: readonly DoctorStage[];
  readonly fix: DoctorFix | null;
}

export interface FindingParts {
  readonly values?: Values;
  readonly remedy?: RemedyCode;
  readonly remedyValues?: Values;
  readonly details?: readonly DoctorDetail[];
  readonly stages?: readonly DoctorStage[];
  readonly fix?: DoctorFix;
}

export const ok = (code: FindingCode, parts: FindingParts = {}) => found('ok', code, parts);
export const warning = (code: FindingCode, parts: FindingParts = {}) => found('warning', code, parts);
export const failed = (code: FindingCode, parts: FindingParts = {}) => found('failed', code, parts);
export const skipped = (code: FindingCode, parts: FindingParts = {}) => found('skipped', code, parts);

export function detail(label: LabelCode, value: string | number, problem: DoctorProblem | null = null): DoctorDetail {
  return { label, value: String(value), problem };
}

function found(state: Finding['state'], code: FindingCode, parts: FindingParts): Finding {
  return {
    state,
    finding: sentence(code, parts.values),
    remedy: parts.remedy === undefined ? null : sentence(parts.remedy, parts.remedyValues ?? parts.values),
    details: parts.details ?? [],
    stages: parts.stages ?? [],
    fix: parts.fix ?? null,
  };
}

function sentence(code: string, values: Values = {}): DoctorSentence {
  return { code, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])) };
}
