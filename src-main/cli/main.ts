/** The `code-proxy` command: joins the process to the command line and leaves with its exit code. */
import { createInterface } from 'node:readline';
import { appVersion } from '../platform/app-version.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { connect } from './connect.ts';
import { runProgram } from './program.ts';
import type { CliIo, CliSession } from './session.ts';
import { createTextStyle, printable } from './text-style.ts';

const { stdin, stdout, stderr, env } = process;
// A reader that left, such as `| head`, is no reason to fail; what it no longer reads is lost and nothing else.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);

const io: CliIo = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  async readInput() {
    // A person types one line; a pipe is read to its end, so that a key of two lines is refused instead of cut.
    const lines: string[] = [];
    for await (const line of createInterface({ input: stdin })) {
      lines.push(line);
      if (stdin.isTTY) break;
    }
    return lines.join('\n').trim();
  },
  environment: env,
  isTerminal: stdout.isTTY === true,
  // Some terminals say 0 when they do not know.
  columns: stdout.isTTY === true ? stdout.columns || 80 : null,
  nowMs: () => Date.now(),
};

const warn = (text: string) => io.err(`${printable(`code-proxy: ${text}`)}\n`);

const session: CliSession = {
  io,
  style: createTextStyle(io),
  version: appVersion(),
  exitCode: 0,
  async connect(need) {
    const paths = dataPaths(dataFolder(env));
    return connect(
      {
        instance: async () => (await import('./open-instance.ts')).openInstance(paths),
        dataFolder: async () => (await import('./open-data-folder.ts')).openDataFolder({ paths, environment: env, version: session.version, warn }),
      },
      need,
    );
  },
};

const exitCode = await runProgram(session, process.argv.slice(2));
// Standard input or a worker may still be open: whoever asked has the answer, so leave once it is written.
stdout.write('', () => process.exit(exitCode));
