import { expect, it, vi } from 'vitest';
import { nativeModuleCheck, runtimeCheck, timeZoneCheck } from '../../../../src-main/doctor/check-program.ts';
import { doctorPorts, look } from '../../../support/doctor-rig.ts';

it('says on what the program runs, and warns of a Node that is too old', async () => {
  const ports = await doctorPorts();
  expect((await look(runtimeCheck, ports)).said).toContain(`Node ${process.versions.node}`);
  const old = await look(runtimeCheck, { ...ports, program: { ...ports.program, node: '22.11.0' } });
  expect(old).toMatchObject({ state: 'warning', codes: ['runtimeOld', 'newerNode'] });
  const desktop = await look(runtimeCheck, { ...ports, program: { ...ports.program, electron: '45.0.0' } });
  expect(desktop.codes).toEqual(['runtimeElectron', null]);
});

it('loads the native module, and says in one line why it does not load', async () => {
  const broken = async () => {
    throw new Error('was compiled against a different Node.js version\nRequire stack: a lot');
  };
  expect(await look(nativeModuleCheck, await doctorPorts())).toMatchObject({ state: 'ok' });
  const found = await look(nativeModuleCheck, await doctorPorts({ loadDatabaseModule: broken }));
  expect(found).toMatchObject({ state: 'failed', codes: ['nativeBroken', 'reinstall'] });
  expect(found.said).not.toContain('Require stack');
});

it('knows the zones of the world, and notices a misspelt one', async () => {
  const ports = await doctorPorts();
  expect((await look(timeZoneCheck, ports)).state).toBe('ok');
  expect((await look(timeZoneCheck, { ...ports, environment: { TZ: 'Europe/Pariss' } })).codes).toEqual(['zoneUnknown', 'zone']);
});

it('notices a Node without the data of time zones', async () => {
  const Real = Intl.DateTimeFormat;
  vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function format(locale, options) {
    if (options?.timeZone !== undefined && options.timeZone !== 'UTC') throw new RangeError('Invalid time zone specified');
    return new Real(locale, options);
  });
  try {
    expect((await look(timeZoneCheck, await doctorPorts())).codes).toEqual(['zoneDataMissing', 'fullIcu']);
  } finally {
    vi.restoreAllMocks();
  }
});
