/** Looks whether the MCP servers and skills of Claude Code are in order, as their own parts judge them. */
import { type Check, type CheckContext, check } from './check.ts';
import { detail, type FindingCode, ok, type RemedyCode, skipped, warning } from './finding.ts';
import type { NamedProblem } from './ports.ts';

interface Words {
  readonly none: FindingCode;
  readonly fine: FindingCode;
  readonly broken: FindingCode;
  readonly remedy: RemedyCode;
}

/** A long list is shown where it belongs. */
const SHOWN_PROBLEMS = 10;

export const mcpCheck = listCheck('mcp', ({ core }) => core?.mcpServers(), {
  none: 'mcpNone',
  fine: 'mcpOk',
  broken: 'mcpBroken',
  remedy: 'lookAtMcp',
});

export const skillsCheck = listCheck('skills', ({ core }) => core?.skills(), {
  none: 'skillsNone',
  fine: 'skillsOk',
  broken: 'skillsBroken',
  remedy: 'lookAtSkills',
});

function listCheck(id: string, list: (context: CheckContext) => Promise<readonly NamedProblem[]> | undefined, words: Words): Check {
  return check(id, 'extras', async (context) => {
    const all = await list(context);
    if (all === undefined) return skipped('needsData');
    if (all.length === 0) return ok(words.none);
    const broken = all.flatMap(({ name, problem }) => (problem === null ? [] : [{ name, problem }]));
    if (broken.length === 0) return ok(words.fine, { values: { number: all.length } });
    return warning(words.broken, {
      values: { number: broken.length, names: broken.map(({ name }) => name).join(', ') },
      details: broken.slice(0, SHOWN_PROBLEMS).map(({ name, problem }) => detail('problem', `${name}: ${problem}`)),
      remedy: words.remedy,
    });
  });
}
