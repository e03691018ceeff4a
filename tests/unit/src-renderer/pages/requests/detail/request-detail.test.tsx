import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestDetail } from '../../../../../../src-renderer/pages/requests/detail/request-detail.tsx';
import { AppError } from '../../../../../../src-shared/app-error.ts';
import type { AuditBody, AuditRecord, AuditView } from '../../../../../../src-shared/schemas/audit.ts';
import type { Usage } from '../../../../../../src-shared/schemas/exchange.ts';
import type { Replay } from '../../../../../../src-shared/schemas/replay.ts';
import { type AdminServicesWithFeed, fakeAdminServices, sampleEndpoint } from '../../../../../support/admin-services.ts';
import { AUDITED_ID, auditBody, sampleAudit, sampleAuditedExchange, sampleAuditText } from '../../../../../support/sample-audit.ts';
import { adminRig } from '../../../render-with-admin.tsx';

/** A list draws what is in sight, and nothing is in sight where nothing has a size. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(20);
});

type Services = Partial<AdminServicesWithFeed>;
const { audit, exchanges, replays, endpoints } = fakeAdminServices();
const kept = (record: AuditRecord): AuditView => ({ kind: 'kept', record });

function open(view: AuditView, changes: { readonly text?: typeof audit.text; readonly find?: typeof audit.find } & Services = {}) {
  const { text = async (input) => sampleAuditText(input), find = audit.find, ...services } = changes;
  const rig = adminRig({
    exchanges: { ...exchanges, get: async () => sampleAuditedExchange() },
    audit: { ...audit, get: async () => view, text, find },
    ...services,
  });
  rig.show(<RequestDetail id={AUDITED_ID} />);
  const show = async (name: string) => userEvent.click(await screen.findByRole('tab', { name }));
  return { ...rig, show };
}

const withOriginal = (body: AuditBody): AuditView => {
  const record = sampleAudit();
  return kept({ ...record, original: { ...record.original, body } });
};

const USED: Usage = { inputTokens: 9, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 5, source: 'reported' };

describe('RequestDetail', () => {
  it.each([
    ['none', 'Nothing was kept of this request'],
    ['expired', 'What was kept has expired'],
    ['dropped', 'This request was not kept'],
    ['pending', 'Still under way'],
  ] as const)('says in words that there is nothing to show: %s', async (kind, title) => {
    const { show } = open({ kind });
    await show('Headers');
    expect(await screen.findByText(title)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Copy, save and send again' }));
    for (const item of await screen.findAllByRole('menuitem')) expect(item.getAttribute('aria-disabled')).toBe('true');
  });

  it.each([
    ['as at least what is priced where an attempt is not', { costMicroUsd: 12_340, unpricedAttempts: 1 }, /^≥ \$0\.01234/],
    ['exactly where all attempts are priced', { costMicroUsd: 12_340, unpricedAttempts: 0 }, /^\$0\.01234/],
    ['as not priced where none is', { costMicroUsd: null, unpricedAttempts: 2 }, /^unpriced$/],
    ['not at all while it is under way', { costMicroUsd: null, unpricedAttempts: 0, endedAtMs: null, outcome: null }, /^–$/],
  ] as const)('tells the cost %s', async (_, changes, text) => {
    open({ kind: 'none' }, { exchanges: { ...exchanges, get: async () => sampleAuditedExchange({ usage: USED, ...changes }) } });
    const usage = await screen.findByRole('region', { name: 'Usage' });
    expect(within(usage).getByText('Cost').nextElementSibling?.textContent).toMatch(text);
  });

  it('asks again for what was under way until it is there', async () => {
    let view: AuditView = { kind: 'pending' };
    const { show } = open(view, { audit: { ...audit, get: async () => view, text: async (input) => sampleAuditText(input) } });
    await show('Headers');
    await screen.findByText('Still under way');
    view = kept(sampleAudit());
    expect(await screen.findByRole('table', { name: 'Request: from the client to Second' })).toBeTruthy();
  });

  it.each<[string, AuditBody, RegExp]>([
    ['cut', auditBody('{"a":1', 'application/json', { kept: 'cut', bytes: 9_437_184 }), /Only the beginning was kept: 6 B of 9 MiB/],
    ['dropped', auditBody('', 'application/json', { kept: 'dropped', bytes: 2_048 }), /The body was not kept: .* 2 KiB/],
    ['unreadable', auditBody('', 'application/json', { kept: 'unreadable', bytes: 2_048 }), /its compression cannot be undone/],
    ['read in part', auditBody('{"a":1', 'application/json', { kept: 'unread' }), /not read to its end, .* 6 B of it came/],
    ['never read', auditBody('', 'application/json', { kept: 'unread' }), /The body was not read,/],
  ])('says of a body that it is %s', async (_, body, words) => {
    const { show } = open(withOriginal(body), { text: async (input) => sampleAuditText(input, { 'original ': '{"a":1' }) });
    await show('Request');
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it('shows what was answered to a request that no endpoint saw', async () => {
    const { show } = open(kept({ ...sampleAudit(), attempts: [] }));
    await show('Headers');
    expect(await screen.findByRole('table', { name: 'Request of the client' })).toBeTruthy();
    expect(screen.getByRole('table', { name: 'Answer to the client' })).toBeTruthy();
  });

  it('says why a body did not come, and asks once more', async () => {
    let fails = true;
    const { show } = open(kept(sampleAudit()), {
      text: async (input) => {
        if (fails) throw new AppError('STORAGE_FAILED', 'the disk is gone');
        return sampleAuditText(input);
      },
    });
    await show('Request');
    await screen.findByText('the disk is gone');
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('"max_tokens"')).toBeTruthy();
  });
});

describe('a large body', () => {
  // 3 MiB, of which 2 are loaded at once.
  const item = `${JSON.stringify('x'.repeat(997))},`;
  const large = `[${item.repeat(3_140)}"needle"]`;

  it('is loaded in parts, searched beyond them, and loaded on to where a word is', async () => {
    const find = vi.fn(async () => ({ offsets: [large.indexOf('needle')], isMore: false }));
    const { show, calls } = open(withOriginal(auditBody(large, 'application/json')), {
      text: async (input) => sampleAuditText(input, { 'original ': large }),
      find,
    });
    const parts = () => calls.filter(({ path }) => path === 'audit.text').length;
    await show('Request');
    await screen.findByText('2 MiB of 3 MiB loaded.');
    expect(parts()).toBe(8);
    await userEvent.type(screen.getByRole('searchbox'), 'needle');
    await screen.findByText('1 hit');
    expect(find).toHaveBeenCalledWith({ exchangeId: AUDITED_ID, part: 'original', attempt: null, text: 'needle' });
    await userEvent.keyboard('{Enter}');
    await screen.findByText('1 of 1');
    await waitFor(() => expect(screen.queryByText(/loaded\./)).toBeNull());
    expect(parts()).toBe(12);
  });
});

it('shows what came of a body when a part of it does not, and goes on from there', async () => {
  const body = '{"a": 1, "b": 2}';
  let fails = true;
  const { show } = open(withOriginal(auditBody(body, 'application/json')), {
    text: async (input) => {
      if (fails && input.offset > 0) throw new AppError('STORAGE_FAILED', 'the disk is gone');
      return sampleAuditText({ ...input, limit: 7 }, { 'original ': body });
    },
  });
  await show('Request');
  await screen.findByText('the disk is gone');
  expect(screen.getByText('"a"')).toBeTruthy();
  fails = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('"b"')).toBeTruthy();
});

describe('a replay', () => {
  const two = [
    sampleEndpoint(),
    sampleEndpoint({ id: 'endpoint-2', name: 'Second' }),
    sampleEndpoint({ id: 'endpoint-3', name: 'Off', isEnabled: false }),
  ];

  async function ask(changes: Partial<typeof replays>) {
    const rig = open(kept(sampleAudit()), { replays: { ...replays, ...changes }, endpoints: { ...endpoints, list: () => two } });
    await rig.show('Replay');
    await userEvent.click(await screen.findByRole('button', { name: 'Send again …' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Send this request again' }));
    return { ...rig, dialog };
  }

  it('is sent only when that was asked, to the endpoint that answered last unless another is chosen', async () => {
    const run = vi.fn(replays.run);
    const { dialog } = await ask({ run });
    expect(dialog.getByText(/This costs tokens: about \d+ tokens of input/)).toBeTruthy();
    expect(run).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole('button', { name: 'Send, it costs tokens' }));
    await screen.findByText('Answer of the replay', { selector: 'th' });
    expect(run).toHaveBeenCalledExactlyOnceWith({ id: AUDITED_ID, endpointId: 'endpoint-2', model: null });
  });

  it('offers only endpoints that are enabled', async () => {
    const { dialog } = await ask({});
    await userEvent.click(dialog.getByRole('combobox'));
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['First', 'Second']);
  });

  it('can be cancelled while it runs', async () => {
    const answer = Promise.withResolvers<Replay>();
    const cancel = vi.fn();
    const { dialog } = await ask({ run: () => answer.promise, cancel });
    await userEvent.click(dialog.getByRole('button', { name: 'Send, it costs tokens' }));
    await screen.findByText('Waiting for the answer of Second …');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(cancel).toHaveBeenCalledExactlyOnceWith(AUDITED_ID);
    answer.resolve({
      ...(await replays.run({ id: AUDITED_ID, endpointId: 'endpoint-2', model: null })),
      outcome: 'client_left',
      error: 'cancelled',
      status: null,
    });
    expect(await screen.findByText('cancelled')).toBeTruthy();
  });

  it('says why the request cannot be sent again', async () => {
    const run = async () => {
      throw new AppError('REPLAY_IMPOSSIBLE', 'only the beginning of this request was kept');
    };
    const { dialog } = await ask({ run });
    await userEvent.click(dialog.getByRole('button', { name: 'Send, it costs tokens' }));
    expect(await screen.findByText('only the beginning of this request was kept')).toBeTruthy();
  });
});
