import { describe, expect, it } from 'vitest';
import { listenError } from '../../../../src-main/platform/listen-error.ts';

const target = { port: 9001, host: '10.0.0.9', option: '--admin-port', field: 'admin.port' };
const system = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

describe('listenError', () => {
  it.each([
    ['EADDRINUSE', 'PORT_IN_USE', 'port 9001 is already used by another program – choose another one with --admin-port', 'admin.port'],
    ['EACCES', 'PORT_RESERVED', 'port 9001 is reserved by the system – choose another one with --admin-port', 'admin.port'],
    ['EPERM', 'PORT_RESERVED', 'port 9001 is reserved by the system – choose another one with --admin-port', 'admin.port'],
    ['EADDRNOTAVAIL', 'ADDRESS_NOT_LOCAL', '10.0.0.9 is not an address of this computer – use 127.0.0.1, or one that it has', 'admin.host'],
    ['ENOTFOUND', 'ADDRESS_NOT_LOCAL', '10.0.0.9 is not an address of this computer – use 127.0.0.1, or one that it has', 'admin.host'],
  ])('says what %s means and what to do', (code, appCode, message, field) => {
    const cause = system(code);
    expect(listenError(cause, target)).toMatchObject({ code: appCode, message, field, cause });
  });

  it('keeps the code of what it does not know', () => {
    expect(listenError(system('EMFILE'), target)).toMatchObject({ code: 'INTERNAL', message: 'cannot listen on 10.0.0.9, port 9001 (EMFILE)' });
  });
});
