/** Gets a repository without git: which commit is meant, and that commit as an archive. */
import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { SKILL_ARCHIVE_BYTES } from '../../src-shared/schemas/skill-job.ts';
import type { Clock } from '../platform/clock.ts';
import { type GithubAddress, parseGithubAddress } from './github-address.ts';
import { parseRefs, type ResolvedAddress, resolveAddress } from './github-refs.ts';
import { download } from './http-download.ts';
import { REFS_BYTES } from './limits.ts';
import type { Downloads } from './ports.ts';
import { refuse } from './skill-refusal.ts';

export interface GithubSourceOptions {
  readonly downloads: Downloads;
  readonly clock: Clock;
  /** Base address, such as https://github.com. Asked at each use. */
  readonly githubUrl: () => string;
}

export interface FoundRepository extends ResolvedAddress {
  readonly owner: string;
  readonly repo: string;
}

export class GithubSource {
  readonly #options: GithubSourceOptions;

  constructor(options: GithubSourceOptions) {
    this.#options = options;
  }

  /** Rejects with SkillRefusal, or with the signal's reason. */
  async find(text: string, signal: AbortSignal): Promise<FoundRepository> {
    return this.#resolve(parseGithubAddress(text, new URL(this.#options.githubUrl())), signal);
  }

  /** What a source that was installed from is now. @param ref Null: the default branch. */
  async findAgain(
    source: { readonly owner: string; readonly repo: string; readonly ref: string | null },
    signal: AbortSignal,
  ): Promise<FoundRepository> {
    const { owner, repo, ref } = source;
    const found = await this.#resolve({ owner, repo, refAndPath: ref, folder: '' }, signal);
    // The branch is gone, and the beginning of its name is now one itself.
    return found.ref === ref ? found : refuse('source-not-found', { what: `${owner}/${repo}/tree/${ref}` });
  }

  /** Writes the commit as .tar.gz. */
  async fetch({ owner, repo, commit }: FoundRepository, file: string, signal: AbortSignal, onProgress: Progress): Promise<void> {
    const url = this.#url(`${owner}/${repo}/archive/${commit}.tar.gz`);
    await download(url, createWriteStream(file, { flags: 'wx', mode: 0o600 }), {
      ...this.#options,
      signal,
      limitBytes: SKILL_ARCHIVE_BYTES,
      what: `${owner}/${repo}`,
      onProgress,
    });
  }

  async #resolve(address: GithubAddress, signal: AbortSignal): Promise<FoundRepository> {
    const { owner, repo } = address;
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    const url = this.#url(`${owner}/${repo}.git/info/refs?service=git-upload-pack`);
    await download(url, sink, { ...this.#options, signal, limitBytes: REFS_BYTES, what: `${owner}/${repo}` });
    return { owner, repo, ...resolveAddress(address, parseRefs(Buffer.concat(chunks))) };
  }

  #url(path: string): URL {
    return new URL(path, `${this.#options.githubUrl().replace(/\/+$/, '')}/`);
  }
}

type Progress = (doneBytes: number, totalBytes: number | null) => void;
