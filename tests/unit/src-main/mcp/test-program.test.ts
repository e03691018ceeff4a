import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endProcessGroup } from '../../../../src-main/mcp/test-process-group.ts';
import { ProgramTransport, startFolder } from '../../../../src-main/mcp/test-program.ts';
import { secretRedaction } from '../../../../src-main/mcp/test-redaction.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { eventually } from '../../../support/eventually.ts';

const plain = secretRedaction([]);

function transportOf(script: string) {
  const config = { type: 'stdio', command: process.execPath, args: ['-e', script], env: {}, cwd: null } as const;
  const transport = new ProgramTransport({ config: { ...config, args: [...config.args] }, folder: '/', clock: systemClock });
  onTestFinished(() => transport.close());
  const messages: unknown[] = [];
  let closed = 0;
  transport.onmessage = (message) => messages.push(message);
  transport.onclose = () => {
    closed += 1;
  };
  return { transport, messages, closings: () => closed };
}

describe('ProgramTransport', () => {
  it('puts messages together from pieces, and keeps other lines apart', async () => {
    const first = JSON.stringify({ jsonrpc: '2.0', method: 'first' });
    const second = JSON.stringify({ jsonrpc: '2.0', method: 'zweitë' });
    const script = `process.stdout.write(${JSON.stringify(`${first}\n\nnoise\n${second.slice(0, 30)}`)});
      setTimeout(() => process.stdout.write(${JSON.stringify(`${second.slice(30)}\r\n`)}), 50)`;
    const { transport, messages, closings } = transportOf(script);
    await transport.start();
    await eventually(() => messages.length).toBe(2);
    expect(messages).toEqual([JSON.parse(first), JSON.parse(second)]);
    expect(transport.noise.shown(plain)).toBe('noise');
    await eventually(closings).toBe(1);
    expect(transport.end).toEqual({ code: 0, signal: null });
    await transport.close();
    expect(closings()).toBe(1);
  });

  it('starts nothing once it was closed: nobody would end it', async () => {
    const { transport, messages } = transportOf('console.log("{}")');
    await transport.close();
    await expect(transport.start()).rejects.toThrow('given up');
    expect([messages, transport.end]).toEqual([[], null]);
  });

  it('refuses to send to a program that has ended', async () => {
    const { transport, closings } = transportOf('');
    await transport.start();
    await eventually(closings).toBe(1);
    await transport.close();
    await expect(transport.send({ jsonrpc: '2.0', method: 'x' })).rejects.toThrow('has ended');
  });

  it('closes although a child of the program holds its output open', async () => {
    const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }).unref(); process.exit(7)`;
    const { transport, closings } = transportOf(script);
    await transport.start();
    await eventually(closings).toBe(1);
    expect(transport.end).toEqual({ code: 7, signal: null });
  });
});

it('starts in the folder that is named, seen from where it would start otherwise', () => {
  expect(startFolder({ cwd: null }, '/work')).toBe('/work');
  expect(startFolder({ cwd: 'sub' }, '/work')).toBe(join('/work', 'sub'));
  expect(startFolder({ cwd: '/other' }, '/work')).toBe('/other');
});

describe('endProcessGroup', () => {
  async function started(script: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['-e', `${script}; process.stdout.write('ready')`], { detached: true, stdio: 'pipe' });
    await once(child.stdout, 'data');
    return child;
  }

  it('lets one leave that leaves by itself', async () => {
    const child = await started('process.stdin.resume()');
    await endProcessGroup(child, systemClock);
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
  });

  it('asks one that stays, and makes one that does not listen', async () => {
    const staying = await started('setInterval(() => 0, 1000)');
    const deaf = await started('process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)');
    await Promise.all([endProcessGroup(staying, systemClock), endProcessGroup(deaf, systemClock)]);
    expect([staying.signalCode, deaf.signalCode]).toEqual(['SIGTERM', 'SIGKILL']);
  });

  it('has nothing to do for one that never began', async () => {
    const child = spawn('no-such-program-here', { stdio: 'pipe' });
    await once(child, 'error');
    await endProcessGroup(child, systemClock);
  });
});
