/** What knows this computer: the key's home, the service and the doctor, with plain answers; tests replace what they are about. */
import type { AdminServices } from '../../src-main/admin/ports.ts';
import type { DoctorRun } from '../../src-shared/schemas/doctor.ts';
import type { SecretsStatus } from '../../src-shared/schemas/secrets.ts';
import type { ServiceStatus } from '../../src-shared/schemas/service.ts';

export function sampleSecrets(changes: Partial<SecretsStatus> = {}): SecretsStatus {
  return {
    home: 'keyfile',
    file: '/data/key',
    hasTwoHomes: false,
    keyId: '0a1b2c3d',
    problem: null,
    keychain: 'needs-desktop',
    sealed: [{ kind: 'endpoint-credentials', count: 2, unopenable: 0 }],
    ...changes,
  };
}

export function sampleService(changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    system: 'systemd',
    obstacle: null,
    name: 'code-proxy',
    file: '/home/user/.config/systemd/user/code-proxy.service',
    isInstalled: false,
    activity: 'stopped',
    pid: null,
    restarts: null,
    lastExitCode: null,
    outlivesLogout: false,
    instance: null,
    problem: null,
    ...changes,
  };
}

export const NO_DOCTOR_RUN: DoctorRun = {
  run: 0,
  isRunning: false,
  isCancelled: false,
  isPaid: false,
  startedAtMs: null,
  endedAtMs: null,
  checks: [],
};

export function fakeSecretsService(): AdminServices['secrets'] {
  return {
    status: async () => sampleSecrets(),
    move: async (to) => sampleSecrets({ home: to, file: to === 'keyfile' ? '/data/key' : '/data/key.sealed' }),
  };
}

export function fakeSystemService(): AdminServices['service'] {
  return {
    status: async () => sampleService(),
    plan: async () => ({
      system: 'systemd',
      name: 'code-proxy',
      files: [{ path: '/home/user/.config/systemd/user/code-proxy.service', text: '[Unit]\n', change: 'new' }],
      commands: ['systemctl --user daemon-reload'],
      notes: ['ends-at-logout'],
    }),
    install: async () => sampleService({ isInstalled: true, activity: 'running', pid: 4_711 }),
    uninstall: async () => sampleService(),
    start: async () => sampleService({ isInstalled: true, activity: 'running', pid: 4_711 }),
    stop: async () => sampleService({ isInstalled: true }),
    logs: async () => ({ file: '/data/logs/code-proxy.log', lines: ['a line'], system: null }),
  };
}

export function fakeDoctor(): AdminServices['doctor'] {
  return {
    state: () => NO_DOCTOR_RUN,
    run: ({ isPaid }) => ({ ...NO_DOCTOR_RUN, run: 1, isPaid }),
    cancel: () => NO_DOCTOR_RUN,
    fix: async () => NO_DOCTOR_RUN,
    report: () => ({ markdown: '# Code Proxy' }),
  };
}
