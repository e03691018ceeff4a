/**
 * Files of Claude Code's for the demo, in a folder of its own: the pages of MCP servers, skills and settings have something to show,
 * and nothing there can touch what the user has.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const SKILL = `---
name: release-notes
description: Writes release notes from the commits since the last tag, for users and not for developers.
allowed-tools: Bash(git log:*), Read
---

# Release notes

1. List the commits since the last tag.
2. Leave out what users do not notice.
3. Group the rest: new, better, repaired.
`;

const CHECKLIST = `---
name: review-checklist
description: What to look for before a change is merged.
---

| look at | because |
|---|---|
| names | they are read more often than anything else |
| errors | each says what to do |
`;

/** Path below the folder → content. */
const FILES: Readonly<Record<string, string>> = {
  'settings.json': json({ env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '32000' }, permissions: { allow: ['Bash(npm test:*)'] } }),
  '.claude.json': json({
    hasCompletedOnboarding: true,
    mcpServers: {
      filesystem: { type: 'stdio', command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'], env: {} },
      tickets: { type: 'http', url: 'https://mcp.example/tickets', headers: { Authorization: 'Bearer demo-token-of-nobody' } },
      'half-written': { type: 'stdio', args: ['--port', '1'] },
    },
  }),
  'skills/release-notes/SKILL.md': SKILL,
  'skills/review-checklist/SKILL.md': CHECKLIST,
  'skills/review-checklist/examples.md': 'A name that says what it is: `restLimitMs`.\n',
  'skills/half-written/notes.md': 'This folder has no SKILL.md, so Claude Code passes it over.\n',
  'commands/ship.md': '---\ndescription: Runs the checks and opens a pull request\n---\n\nRun all checks, then open a pull request.\n',
  'agents/reviewer.md': '---\nname: reviewer\ndescription: Reads a change and says what is wrong with it\n---\n\nYou review changes.\n',
};

/** @param folder Made if it is not there. */
export async function writeSampleClaudeFiles(folder: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode: 0o600 });
  }
}
