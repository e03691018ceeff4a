/** Looks whether the MCP servers and skills of Claude Code are in order, as their own parts judge them. */
import type { DoctorDetail } from '../../src-shared/schemas/doctor.ts';
import { type Check, type CheckContext, check } from './check.ts';
import { detail, type FindingCode, ok, type RemedyCode, skipped, warning } from './finding.ts';
import type { NamedProblems } from './ports.ts';

interface Words {
  readonly none: FindingCode;
  readonly fine: FindingCode;
  readonly broken: FindingCode;
  readonly remedy: RemedyCode;
}

/** A long list is shown where it belongs. A name without a detail would also stay in a report. */
const SHOWN_BROKEN = 10;

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

function listCheck(id: string, list: (context: CheckContext) => Promise<readonly NamedProblems[]> | undefined, words: Words): Check {
  return check(id, 'extras', async (context) => {
    const all = await list(context);
    if (all === undefined) return skipped('needsData');
    if (all.length === 0) return ok(words.none);
    const broken = all.filter(({ problems }) => problems.length > 0);
    if (broken.length === 0) return ok(words.fine, { values: { number: all.length } });
    const shown = broken.slice(0, SHOWN_BROKEN);
    return warning(words.broken, {
      values: { number: broken.length, names: [...shown.map(({ name }) => name), ...(shown.length < broken.length ? ['…'] : [])].join(', ') },
      details: shown.flatMap(problemDetails),
      remedy: words.remedy,
    });
  });
}

/** Of a file the problem's own sentence says which it is. */
function problemDetails({ name, problems }: NamedProblems): readonly DoctorDetail[] {
  return problems.map((problem) => detail('problem', problem.values.file === name ? '' : name, problem));
}
