/**
 * A stdio server as a transport of the MCP SDK. The SDK's own starts the program and forgets its children; this one puts it into a
 * process group of its own and ends all of that, and says how the program ended and what it wrote.
 */
import type { ChildProcess } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import { deserializeMessage, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import spawn from 'cross-spawn';
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';
import type { Clock } from '../platform/clock.ts';
import { TooLarge } from './test-faults.ts';
import { endProcessGroup } from './test-process-group.ts';
import { OutputTail } from './test-redaction.ts';

/** One message; the lists of large servers have a few hundred kilobytes. */
const MAX_MESSAGE_BYTES = 8 * 1_024 * 1_024;
/** After the program's end, for what it wrote to arrive, ms. */
const PIPES_MS = 500;
const NEW_LINE = 0x0a;

type ProgramConfig = Extract<McpConfig, { type: 'stdio' }>;

/** A folder of its own may be named from where it would be started otherwise. */
export function startFolder({ cwd }: Pick<ProgramConfig, 'cwd'>, folder: string): string {
  return resolvePath(folder, cwd ?? '.');
}

export interface ProgramTransportOptions {
  readonly config: ProgramConfig;
  readonly folder: string;
  readonly clock: Clock;
}

export interface ProgramEnd {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly signal: string | null;
}

export class ProgramTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly stderr = new OutputTail();
  /** What it wrote to stdout beside messages. */
  readonly noise = new OutputTail();
  readonly #options: ProgramTransportOptions;
  #child: ChildProcess | null = null;
  #end: ProgramEnd | null = null;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #isClosed = false;
  #closing: Promise<void> | null = null;

  constructor(options: ProgramTransportOptions) {
    this.#options = options;
  }

  /** How the program ended; null while it runs, and before. */
  get end(): ProgramEnd | null {
    return this.#end;
  }

  /** Rejects when it cannot be started, with the system's error. */
  start(): Promise<void> {
    // Given up before it began: nobody would end it.
    if (this.#closing !== null) return Promise.reject(new Error('the test was given up'));
    const { config, folder, clock } = this.#options;
    const child = spawn(config.command, config.args, {
      cwd: startFolder(config, folder),
      // As Claude Code's own SDK does: not all of our environment is a stranger's business.
      env: { ...getDefaultEnvironment(), ...config.env },
      stdio: 'pipe',
      windowsHide: true,
      // Makes the program the leader of a group. On Windows it would open a console, and taskkill knows the children anyway.
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#received(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.stderr.add(chunk));
    // A program that ends while it is written to: its end says more.
    child.stdin?.on('error', () => undefined);
    child.once('exit', (code, signal) => {
      this.#end = { code, signal };
      // A child of its own may hold the pipes open for ever.
      clock.setTimer(PIPES_MS, () => this.#closed());
    });
    // By now all that it wrote is here.
    child.once('close', () => this.#closed());
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      // Also of a signal that could not be sent, long after the start.
      child.on('error', reject);
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (stdin === undefined || stdin === null || !stdin.writable) return Promise.reject(new Error('the program has ended'));
    return new Promise((resolve) => {
      stdin.write(serializeMessage(message), () => resolve());
    });
  }

  /** Resolves when the program and all that it started are gone. */
  close(): Promise<void> {
    // The SDK closes too, when a greeting fails.
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    await endProcessGroup(child, this.#options.clock);
    child.stdout?.destroy();
    child.stderr?.destroy();
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }

  #received(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      this.#line.push(chunk.subarray(from, end));
      from = end + 1;
      const line = Buffer.concat(this.#line);
      this.#line = [];
      this.#lineBytes = 0;
      this.#read(line);
    }
    const rest = chunk.subarray(from);
    this.#lineBytes += rest.length;
    if (this.#lineBytes <= MAX_MESSAGE_BYTES) this.#line.push(rest);
    else this.onerror?.(new TooLarge());
  }

  #read(line: Buffer): void {
    const text = line.toString('utf8').trim();
    if (text === '') return;
    try {
      this.onmessage?.(deserializeMessage(text));
    } catch {
      // The SDK goes on after a line that is no message, and so does Claude Code.
      this.noise.add(line);
      this.noise.add(Buffer.from([NEW_LINE]));
    }
  }
}
