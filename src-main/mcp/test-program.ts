/**
 * A stdio server as a transport of the MCP SDK. The SDK's own starts the program and forgets its children; this one puts it into a
 * process group of its own and ends all of that, and says how the program ended and what it wrote.
 */
import type { ChildProcess } from 'node:child_process';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import spawn from 'cross-spawn';
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';
import type { Clock } from '../platform/clock.ts';
import { endProcessGroup } from './test-process-group.ts';
import { OutputTail } from './test-redaction.ts';

/** One message; the lists of large servers have a few hundred kilobytes. */
const MAX_MESSAGE_BYTES = 8 * 1_024 * 1_024;

export interface ProgramTransportOptions {
  readonly config: Extract<McpConfig, { type: 'stdio' }>;
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
  readonly #options: ProgramTransportOptions;
  readonly #buffer = new ReadBuffer({ maxBufferSize: MAX_MESSAGE_BYTES });
  readonly stderr = new OutputTail();
  /** What it wrote to stdout beside messages. */
  readonly noise = new OutputTail();
  hasNoise = false;
  #child: ChildProcess | null = null;
  #end: ProgramEnd | null = null;

  constructor(options: ProgramTransportOptions) {
    this.#options = options;
  }

  /** How the program ended; null while it runs, and before. */
  get end(): ProgramEnd | null {
    return this.#end;
  }

  /** Rejects when it cannot be started, with the system's error. */
  start(): Promise<void> {
    const { config, folder } = this.#options;
    const child = spawn(config.command, config.args, {
      cwd: config.cwd ?? folder,
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
    });
    // All it wrote has arrived by then, unless a child of its own holds the pipes open: its end counts as well.
    child.once('close', () => this.onclose?.());
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
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
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    await endProcessGroup(child, this.#options.clock);
    this.#buffer.clear();
    child.stdout?.destroy();
    child.stderr?.destroy();
    this.onclose?.();
  }

  #received(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk);
    } catch {
      this.onerror?.(new Error(`one message is larger than ${MAX_MESSAGE_BYTES} bytes`));
      void this.close();
      return;
    }
    for (;;) {
      const message = this.#next();
      if (message === null) return;
      if (message !== 'noise') this.onmessage?.(message);
    }
  }

  /** The SDK drops a line that is no message after having read it. */
  #next(): JSONRPCMessage | 'noise' | null {
    const line = this.#peek();
    try {
      return this.#buffer.readMessage();
    } catch {
      this.hasNoise = true;
      this.noise.add(line);
      return 'noise';
    }
  }
}
