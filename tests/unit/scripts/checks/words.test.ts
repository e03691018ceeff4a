import { expect, it } from 'vitest';
import { makeProject, runCheck } from '../../../support/project-fixture.ts';

// Put together here, so that this file does not itself contain what it tests for.
const NOTE = ['TO', 'DO'].join('');
const ONLY = ['it', 'only'].join('.');
const MACHINE_PATHS = ['work', 'root', 'Users'].map((name) => ['', name, 'project'].join('/'));
const HOME = ['', 'home', 'ada'].join('/');
const REGISTRY = ['https://', 'registry', '.example.org/x'].join('');

const filesWith = async (files: Record<string, string>) => (await runCheck('words', makeProject(files))).map(({ file, line }) => [file, line]);

it.each([
  { what: 'a note without an issue', file: 'src-main/a.ts', text: `// ${NOTE}: later` },
  { what: 'a test that shuts out the others', file: 'tests/unit/a.test.ts', text: `${ONLY}('x', () => {});` },
  ...MACHINE_PATHS.map((path) => ({ what: 'a machine path', file: 'docs/a.md', text: `see ${path}` })),
  { what: 'a home folder', file: 'README.md', text: `cd "${HOME}"` },
  { what: 'a registry address', file: '.github/workflows/ci.yml', text: `url: ${REGISTRY}` },
])('reports $what with its line', async ({ file, text }) => {
  expect(await filesWith({ [file]: `first\n${text}\n` })).toEqual([[file, 2]]);
});

it('accepts notes with an issue, run-time conditions, made-up homes and web paths', async () => {
  const files = {
    'src-main/a.ts': `// ${NOTE}(#12): later\nconst a = '/home/user/.claude'; const b = 'src/root/x'; const c = 'https://example.org/work/x';`,
    'tests/unit/a.test.ts': "it.skipIf(process.platform === 'win32')('x', () => {});",
    'package-lock.json': `{ "a": "${REGISTRY}" }`,
  };
  expect(await filesWith(files)).toEqual([]);
});
