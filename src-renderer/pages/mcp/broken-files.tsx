/** Files whose servers are not in the list, because they cannot be read, and why. */
import type { McpOverview } from '../../../src-shared/schemas/mcp.ts';
import { Banner } from '../../components/banner.tsx';
import { useProblemText } from './use-mcp-words.ts';

export function BrokenFiles({ overview: { folders, brokenProjects } }: { readonly overview: McpOverview }) {
  const problemText = useProblemText();
  const broken = [...folders, ...brokenProjects].flatMap(({ file, problem }) => (problem === null ? [] : [{ file, problem }]));
  return broken.map(({ file, problem }) => (
    <Banner key={file} tone="bad">
      <span className="break-words">{problemText(problem)}</span>
    </Banner>
  ));
}
