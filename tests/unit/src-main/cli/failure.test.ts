import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { failureJson, failureLine, failureOf } from '../../../../src-main/cli/failure.ts';
import { UsageError } from '../../../../src-main/cli/usage-error.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { endpointInputSchema } from '../../../../src-shared/schemas/endpoint.ts';

describe('failureOf', () => {
  it('keeps code, field and repair of our own errors and says what to do', () => {
    expect(failureOf(new AppError('PORT_IN_USE', 'port 9000 is in use', { repair: 'choose-port', field: 'proxy.port' }))).toEqual({
      code: 'PORT_IN_USE',
      message: 'port 9000 is in use – choose another one with --port',
      field: 'proxy.port',
      repair: 'choose-port',
      exitCode: 1,
    });
  });

  it('joins the remedy to a message that is a whole sentence', () => {
    const message = failureOf(new AppError('ENDPOINT_NOT_FOUND', 'There is no endpoint "x".', { repair: 'open-endpoints' })).message;
    expect(message).toBe('There is no endpoint "x" – look at them with "code-proxy endpoint list"');
  });

  it('adds nothing to a message that already says what to do', () => {
    expect(failureOf(new AppError('PORT_IN_USE', 'taken – use --port', { repair: 'choose-port' })).message).toBe('taken – use --port');
    const busy = 'It is being changed. Try again in a moment.';
    expect(failureOf(new AppError('CLAUDE_SETTINGS_CHANGED_MEANWHILE', busy, { repair: 'retry' })).message).toBe(busy);
  });

  it('sends nobody who has a broken settings file to a verb that cannot read it either', () => {
    const message = '/h/settings.json, line 1: this is not valid JSON. Correct it and try again; nothing was changed.';
    expect(failureOf(new AppError('CLAUDE_SETTINGS_BROKEN', message, { repair: 'open-claude-settings' })).message).toBe(message);
  });

  it('says what to do about a name that is taken', () => {
    expect(failureOf(new AppError('MCP_NAME_TAKEN', 'taken', { field: 'name' })).message).toContain('code-proxy mcp edit');
    expect(failureOf(new AppError('SKILL_NAME_TAKEN', 'taken')).message).toContain('--replace');
  });

  it('names the option of a time, a terminal and a step, and where tokens are listed', () => {
    const wrong = (field: string) => failureOf(new AppError('CONFIG_INVALID', `${field}: is wrong`, { field })).message;
    expect([wrong('forMs'), wrong('terminal'), wrong('step')]).toEqual(['--for is wrong', '--terminal is wrong', '--by is wrong']);
    expect(failureOf(new AppError('TOKEN_NOT_FOUND', 'There is no token named "x".')).message).toContain('code-proxy token list');
  });

  it('looks through the error of the in-process router', () => {
    const cause = new AppError('ENDPOINT_NOT_FOUND', 'there is no endpoint "x"');
    expect(failureOf(new TRPCError({ code: 'NOT_FOUND', cause }))).toMatchObject({ code: 'ENDPOINT_NOT_FOUND', exitCode: 1 });
  });

  it('names the option instead of the field and exits 2 for wrong input', () => {
    const { error } = endpointInputSchema.safeParse({ name: 'x', baseUrl: 'api.example.com' });
    expect(failureOf(error)).toEqual({
      code: 'CONFIG_INVALID',
      message: '--url must start with http:// or https://',
      field: 'baseUrl',
      repair: null,
      exitCode: 2,
    });
    const fromRouter = new AppError('CONFIG_INVALID', 'patch.baseUrl: is not a valid URL', { field: 'patch.baseUrl' });
    expect(failureOf(fromRouter)).toMatchObject({ message: '--url is not a valid URL', field: 'baseUrl', exitCode: 2 });
  });

  it('exits 2 for a usage error and 1 for the unexpected', () => {
    expect(failureOf(new UsageError('no – see help', '--to'))).toEqual({
      code: 'USAGE',
      message: 'no – see help',
      field: '--to',
      repair: null,
      exitCode: 2,
    });
    expect(failureOf('odd')).toMatchObject({ code: 'INTERNAL', exitCode: 1 });
  });
});

describe('failureLine', () => {
  it('is one line without control characters', () => {
    const failure = failureOf(new AppError('INTERNAL', 'first\n  second\u001b[2J'));
    expect(failureLine(failure)).toBe('code-proxy: first second');
  });
});

describe('failureJson', () => {
  it('has code, message, field and repair', () => {
    expect(failureJson(failureOf(new AppError('INTERNAL', 'broken')))).toEqual({
      error: { code: 'INTERNAL', message: 'broken', field: null, repair: null },
    });
  });
});
