/** What is wrong with a skill, and what to do about it. */
import type { SkillProblem } from '../../../src-shared/schemas/skill-problem.ts';
import { Banner } from '../../components/banner.tsx';
import { useSkillWords } from './use-skill-words.ts';

export function ProblemNote({ problem, tone = 'bad' }: { readonly problem: SkillProblem; readonly tone?: 'warn' | 'bad' }) {
  const words = useSkillWords();
  return (
    <Banner tone={tone} className="wrap-anywhere">
      <p className="font-medium">{words.problem(problem)}</p>
      <p>{words.remedy(problem)}</p>
    </Banner>
  );
}

/** The same in the room of a line, below what it is about. */
export function ProblemLine({ problem }: { readonly problem: SkillProblem }) {
  const words = useSkillWords();
  return (
    <p className="text-[13px] wrap-anywhere">
      <span className="block text-bad">{words.problem(problem)}</span>
      <span className="block text-muted">{words.remedy(problem)}</span>
    </p>
  );
}
