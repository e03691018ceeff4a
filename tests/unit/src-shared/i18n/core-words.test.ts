import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { RestCause } from '../../../../src-main/failover/contract.ts';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import { describeObservation } from '../../../../src-main/failover/describe-observation.ts';
import { UNMATCHED_RULE_ID } from '../../../../src-main/failover/judge-attempt.ts';
import { BY_HAND } from '../../../../src-main/failover/rests.ts';
import { APP_ERROR_CODES } from '../../../../src-shared/app-error.ts';
import { createCoreWords } from '../../../../src-shared/i18n/core-words.ts';
import { core as english } from '../../../../src-shared/i18n/en/core.ts';
import { createFormatters } from '../../../../src-shared/i18n/formatters.ts';
import type { Language } from '../../../../src-shared/i18n/languages.ts';
import { ru } from '../../../../src-shared/i18n/ru.ts';
import { zh } from '../../../../src-shared/i18n/zh.ts';
import { baseUrlSchema, endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';
import { mcpConfigSchema, mcpNameSchema } from '../../../../src-shared/schemas/mcp.ts';
import { priceInputSchema } from '../../../../src-shared/schemas/pricing.ts';
import { appSettingsSchema } from '../../../../src-shared/schemas/settings.ts';
import { localTokenNameSchema } from '../../../../src-shared/schemas/status.ts';
import { UNLISTED_RULE_TITLES } from '../../../../src-shared/unlisted-rules.ts';

function words(language: Language) {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    resources: { zh: { translation: zh }, ru: { translation: ru } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return createCoreWords(language, (key, values) => instance.t(key, { ...values }), createFormatters(language));
}
const russian = words('ru');
const chinese = words('zh');

const status = { kind: 'status', errorType: null, text: '', isAnthropicError: false, namedWaitMs: null } as const;
const REASONS: readonly RestCause[] = [
  { kind: 'success' },
  ...(['refused', 'dns', 'tls', 'reset', 'other'] as const).map((cause) => ({ kind: 'unreachable', cause, detail: 'ECONN (1)' }) as const),
  ...(['connect', 'first-byte', 'first-content', 'idle'] as const).map((phase) => ({ kind: 'timeout', phase, waitedMs: 12_500 }) as const),
  { ...status, status: 529, errorType: 'overloaded_error', text: 'Overloaded (try later)' },
  { ...status, status: 500 },
  ...(['html', 'empty', 'unreadable', 'not-a-stream'] as const).map((what) => ({ kind: 'bad-answer', what }) as const),
  { kind: 'error-event', errorType: 'api_error', text: 'no' },
  { kind: 'stream-cut', detail: '' },
  { kind: 'client-left' },
  { kind: 'rested-by-hand' },
];

describe('what the core says', () => {
  it('knows every reason that an observation can be described with', () => {
    for (const reason of REASONS.map(describeObservation)) {
      for (const { reason: say } of [russian, chinese]) expect(say(reason), reason).not.toBe(reason);
    }
  });

  it.each([
    ['at least 30 s', 'не меньше 30 с', '至少为 30秒'],
    ['at most 3,650 days', /^не больше 3.?650 дн\.$/, /^最多为 3,?650天$/],
    ['at least 64 KiB', 'не меньше 64 КиБ', '至少为 64 KiB'],
    ['at most 1 TiB', /^не больше 1.?024 ГиБ$/, '最多为 1,024 GiB'],
    ['at most 20', 'не больше 20', '最多为 20'],
    ['at most 10 folders', 'не больше 10 папок', '最多 10 个文件夹'],
    ['more than 100 entries', 'слишком много значений, предел — 100', '超过 100 项'],
    ['must be a whole number from 300 to 599', 'нужно целое число от 300 до 599', '必须是 300 到 599 之间的整数'],
  ])('writes the unit of a limit as the language does: %s', (text, inRussian, inChinese) => {
    expect(russian.sentence(text)).toMatch(inRussian);
    expect(chinese.sentence(text)).toMatch(inChinese);
  });

  it.each<[string, { safeParse: (value: unknown) => z.ZodSafeParseResult<unknown> }, unknown]>([
    ['no command', mcpConfigSchema, { type: 'stdio', command: ' ', args: [] }],
    ['too many arguments', mcpConfigSchema, { type: 'stdio', command: 'a', args: Array.from({ length: 201 }, () => 'a') }],
    ['no URL', mcpConfigSchema, { type: 'http', url: '', headers: {} }],
    ['a name of a server', mcpNameSchema, 'a b'],
    ['a reserved name', mcpNameSchema, 'workspace'],
    ['a name of a token', localTokenNameSchema, 'a/b'],
    ['no model to price', priceInputSchema.shape.model, ''],
    ['a model with blanks', appSettingsSchema.shape.claude, { model: 'a b' }],
    ['a folder that is not absolute', appSettingsSchema.shape.claude, { folders: ['a'] }],
  ])('says in every language what is wrong with %s', (_, schema, value) => {
    const message = schema.safeParse(value).error?.issues[0]?.message ?? '';
    expect(message).not.toBe('');
    for (const { sentence } of [russian, chinese]) expect(sentence(message), message).not.toBe(message);
  });

  it('keeps what endpoints and the system said, and writes times as the language does', () => {
    expect(russian.reason('answered 529 (overloaded_error: Overloaded (try later))')).toBe(
      'ответил статусом 529 (overloaded_error: Overloaded (try later))',
    );
    expect(russian.reason('sent no answer within 12.5 s')).toBe('не ответил за 12,5 с');
    expect(chinese.reason('refused the connection (ECONNREFUSED 127.0.0.1:1)')).toBe('拒绝连接（ECONNREFUSED 127.0.0.1:1）');
  });

  it('has the title of every built-in rule, and leaves those of the user alone', () => {
    expect({ ...Object.fromEntries(DEFAULT_RULES.map(({ id, title }) => [id, title])), ...Object.fromEntries(UNLISTED_RULE_TITLES) }).toEqual(
      english.ruleTitle,
    );
    expect([...UNLISTED_RULE_TITLES.keys()]).toEqual([UNMATCHED_RULE_ID, BY_HAND]);
    expect(russian.ruleTitle('overloaded', 'The endpoint is overloaded')).toBe('Эндпоинт перегружен');
    expect(russian.ruleTitle('mine', 'Mine')).toBe('Mine');
    expect(russian.ruleTitle('overloaded', 'My own words')).toBe('My own words');
  });

  it('has every error code, with the sentence behind it where that is not known', () => {
    expect(Object.keys(english.errorCode).toSorted()).toEqual([...APP_ERROR_CODES].toSorted());
    expect(russian.error('INTERNAL', 'cannot listen on moon, port 1 (EIO)')).toBe(
      'Внутренняя ошибка программы. Подробности в журнале. (cannot listen on moon, port 1 (EIO))',
    );
    expect(chinese.error('ENDPOINT_NAME_TAKEN', 'There is already an endpoint named "A". Choose another name.')).toBe(
      '已存在名为“A”的端点，请换一个名称。',
    );
    expect(russian.error(null, 'Never heard of.')).toBe('Never heard of.');
  });

  it('says what is wrong with the fields of the forms', () => {
    const faults = [
      ...[{ name: '', baseUrl: 'x' }, { name: 'n'.repeat(61) }, { baseUrl: 'http://a:b@c' }, { maxConcurrent: 0 }, { maxConcurrent: 1.5 }].map(
        (fault) => endpointInputSchema.safeParse({ name: 'A', baseUrl: 'http://a', ...fault }),
      ),
      ...['http://', 'http://a/?b'].map((url) => baseUrlSchema.safeParse(url)),
      ...['a\nb', '\u4e00', ' '].map((credential) => endpointInputSchema.safeParse({ name: 'A', baseUrl: 'http://a', credential })),
      ...[{ port: 70_000 }, { port: 1.5 }, { maxRetries: 21 }, { outboundProxy: 'ftp://a' }].map((proxy) => appSettingsSchema.safeParse({ proxy })),
      appSettingsSchema.safeParse({ records: { keepExchangesDays: 0 } }),
      ...['github', 'http://mirror.example'].map((githubUrl) => appSettingsSchema.safeParse({ skills: { githubUrl } })),
    ].flatMap(({ error }) => error?.issues.map(({ message }) => message) ?? []);
    expect(faults.length).toBeGreaterThan(14);
    for (const fault of faults) for (const { sentence } of [russian, chinese]) expect(sentence(fault), fault).not.toBe(fault);
  });

  it('leaves English as it is', () => {
    const { reason, error } = words('en');
    expect(reason('answered 529')).toBe('answered 529');
    expect(error('INTERNAL', 'x')).toBe('x');
  });
});
