/**
 * Stand-ins for systemctl, loginctl, journalctl, launchctl and schtasks on a PATH of their own. They write down how they were
 * called and answer as told; what they are asked to start is not started.
 */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROGRAMS = ['systemctl', 'loginctl', 'journalctl', 'launchctl', 'schtasks'] as const;

export interface StubAnswer {
  readonly code?: number;
  readonly out?: string;
  readonly err?: string;
}

export class StubSystems {
  /** The PATH that has them, and nothing else. */
  readonly path: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'bin');
  }

  static async in(folder: string): Promise<StubSystems> {
    const stubs = new StubSystems(join(folder, 'stub systems'));
    await mkdir(stubs.path, { recursive: true });
    for (const program of PROGRAMS) await writeStub(stubs.path, program, stubs.#folder);
    return stubs;
  }

  /** From now on `program` with these first words is answered so; everything else succeeds and says nothing. */
  async answer(program: (typeof PROGRAMS)[number], words: readonly string[], { code = 0, out = '', err = '' }: StubAnswer): Promise<void> {
    const name = join(this.#folder, `answer-${[program, ...words].join('_').replaceAll('/', '-')}`);
    await writeFile(`${name}.out`, out);
    await writeFile(`${name}.err`, err);
    await writeFile(`${name}.code`, String(code));
  }

  /** One line per call: the program and its words. */
  async calls(): Promise<string[]> {
    const text = await readFile(join(this.#folder, 'calls'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }

  /** Without the questions about how the service is. */
  async commands(): Promise<string[]> {
    return (await this.calls()).filter((line) => !/ (?:show|show-user|print|\/Query)\b/.test(line));
  }

  async forget(): Promise<void> {
    await writeFile(join(this.#folder, 'calls'), '');
  }
}

/** Answers by as many words as an answer was given for: the longest wins. */
async function writeStub(bin: string, program: string, folder: string): Promise<void> {
  const quoted = `'${folder.replaceAll("'", `'\\''`)}'`;
  const script = `#!/bin/sh
folder=${quoted}
line=${program}
name=${program}
found=
for word in "$@"; do
  line="$line $word"
  name="\${name}_$(printf %s "$word" | /usr/bin/tr / -)"
  if [ -f "$folder/answer-$name.code" ]; then found=$name; fi
done
printf '%s\\n' "$line" >> "$folder/calls"
[ -n "$found" ] || exit 0
/bin/cat "$folder/answer-$found.out"
/bin/cat "$folder/answer-$found.err" >&2
exit "$(/bin/cat "$folder/answer-$found.code")"
`;
  const path = join(bin, program);
  await writeFile(path, script);
  await chmod(path, 0o755);
}
