/** Serves repositories as GitHub does: the list of branches in git's own form, and a commit as .tar.gz behind a redirect. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeRepository {
  /** Full name, such as refs/heads/main → commit. */
  readonly refs: Readonly<Record<string, string>>;
  readonly head: string;
  /** Commit → .tar.gz. */
  readonly archives: Readonly<Record<string, Buffer>>;
}

export interface FakeGithub {
  readonly url: string;
  /** owner/repo → what is there; may be changed at any time. */
  readonly repositories: Map<string, FakeRepository>;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** Answers in the place of the usual ones, by what the path ends with. */
  readonly special: Map<string, (response: ServerResponse) => void>;
}

export async function fakeGithub(): Promise<FakeGithub> {
  const github: Omit<FakeGithub, 'url'> = { repositories: new Map(), asked: [], special: new Map() };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    github.asked.push(path);
    const special = [...github.special].find(([end]) => path.endsWith(end));
    if (special === undefined) answer(github.repositories, path, response);
    else special[1](response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...github };
}

function answer(repositories: FakeGithub['repositories'], path: string, response: ServerResponse): void {
  const [, owner = '', name = '', ...rest] = path.split('/');
  const repository = repositories.get(`${owner}/${name.replace(/\.git$/, '')}`);
  const file = rest.join('/');
  const commit = /^(?:archive|packed)\/([0-9a-f]+)\.tar\.gz$/.exec(file)?.[1] ?? '';
  const archive = repository?.archives[commit];
  if (repository !== undefined && file === 'info/refs?service=git-upload-pack') response.end(refList(repository));
  else if (archive !== undefined && file.startsWith('archive/')) response.writeHead(302, { location: path.replace('/archive/', '/packed/') }).end();
  else if (archive !== undefined) response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(archive);
  // GitHub does not say whether a repository is missing or closed to strangers.
  else response.writeHead(file.startsWith('info/') ? 401 : 404).end('not found');
}

function refList({ refs, head }: FakeRepository): Buffer {
  const line = (text: string) => Buffer.from(`${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`);
  const first = `${refs[head]} HEAD\0multi_ack side-band-64k symref=HEAD:${head} object-format=sha1 agent=git/test\n`;
  return Buffer.concat([
    line('# service=git-upload-pack\n'),
    Buffer.from('0000'),
    line(first),
    ...Object.entries(refs).map(([name, commit]) => line(`${commit} ${name}\n`)),
    Buffer.from('0000'),
  ]);
}
