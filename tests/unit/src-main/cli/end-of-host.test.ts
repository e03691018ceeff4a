import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endText, watchForEnd } from '../../../../src-main/cli/end-of-host.ts';

class FakeInput extends EventEmitter {
  resumed = 0;
  resume() {
    this.resumed += 1;
  }
}

function watched() {
  const events = new EventEmitter();
  const launcher = new FakeInput();
  const forced: string[] = [];
  const time = { ms: 0 };
  const end = watchForEnd({ events, launcher, monotonicMs: () => time.ms, force: (signal) => void forced.push(signal) });
  return { events, launcher, forced, time, end };
}

describe('watchForEnd', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'])('ends in order at %s', async (signal) => {
    const { events, end } = watched();
    events.emit(signal, signal);
    expect(await end.reason).toEqual({ kind: 'signal', signal });
  });

  it('takes two signals of one key press for one, and a later one for "now"', () => {
    const { events, forced, time } = watched();
    events.emit('SIGINT', 'SIGINT');
    time.ms = 900;
    events.emit('SIGINT', 'SIGINT');
    expect(forced).toEqual([]);
    time.ms = 1_100;
    events.emit('SIGINT', 'SIGINT');
    expect(forced).toEqual(['SIGINT']);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('ends with the fault at an %s', async (event) => {
    const { events, end } = watched();
    const error = new Error('broken');
    events.emit(event, error);
    expect(await end.reason).toEqual({ kind: 'fault', error });
  });

  it('tells when its launcher closes the pipe, which it reads for that', async () => {
    const { launcher, end } = watched();
    expect(launcher.resumed).toBe(1);
    launcher.emit('end');
    await end.launcherGone;
    // Whether that is the end is for others to say.
    end.ask();
    expect(await end.reason).toEqual({ kind: 'asked' });
  });

  it('ends when asked, and keeps the first reason', async () => {
    const { events, end } = watched();
    end.ask();
    events.emit('SIGTERM', 'SIGTERM');
    expect(await end.reason).toEqual({ kind: 'asked' });
  });

  it('listens to nothing any more once disposed of', () => {
    const { events, launcher, end } = watched();
    end.dispose();
    expect([...events.eventNames(), ...launcher.eventNames()]).toEqual([]);
  });
});

describe('endText', () => {
  it('names each reason', () => {
    expect(endText({ kind: 'signal', signal: 'SIGTERM' })).toBe('SIGTERM');
    expect(endText({ kind: 'asked' })).toBe('asked to stop');
    expect(endText({ kind: 'launcher-gone' })).toBe('its launcher ended');
    expect(endText({ kind: 'fault', error: new Error('broken') })).toBe('fault: broken');
  });
});
