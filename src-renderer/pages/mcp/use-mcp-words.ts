/** What is said of MCP servers in more than one place: problems, scopes, and what a test found. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { problemValues } from '../../../src-shared/problem-values.ts';
import type { McpProblem, McpScope } from '../../../src-shared/schemas/mcp.ts';
import type { McpTest } from '../../../src-shared/schemas/mcp-test.ts';
import { useFormat } from '../../components/use-format.ts';

/** A function that says why something is broken. */
export function useProblemText(): (problem: McpProblem) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    ({ code, values }) => {
      const { file = '', reason = '', type = '', url = '', key = '', names = '', ids = '' } = problemValues(values, format);
      return t(`mcp.problem.${code}`, { file, reason, type, url, key, names, ids });
    },
    [t, format],
  );
}

/** "User", "Local: /path", "Project: /path". */
export function useScopeText(): (scope: McpScope) => string {
  const { t } = useTranslation();
  return (scope) => (scope.kind === 'user' ? t('mcp.scopes.user') : `${t(`mcp.scopes.${scope.kind}`)} · ${scope.project}`);
}

/** A function that says what kept a test from succeeding, and what to do about it. */
export function useTestErrorText(): (error: NonNullable<McpTest['error']>) => {
  readonly message: string;
  readonly remedy: string;
  readonly detail: string;
} {
  const { t } = useTranslation();
  return ({ code, values }) => {
    const { folder = '', program = '', host = '', target = '', status = '', seconds = '', detail = '' } = values;
    const message = t(`mcpTest.error.${code}`, { folder, program, host, target, status, seconds, code: values.code ?? '' });
    return { message, remedy: t(`mcpTest.remedy.${code}`), detail };
  };
}

/** "12 tools · 3 prompts"; only what there is, but always the tools. */
export function useOfferText(): (result: McpTest) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (result) =>
    (['tools', 'resources', 'prompts'] as const)
      .filter((kind) => kind === 'tools' || result[kind].length > 0)
      .map((kind) => {
        const { length } = result[kind];
        const text = t(`mcpTest.${kind}`, { count: length, value: format.count(length) });
        return result.cut.includes(kind) ? t('mcpTest.atLeast', { text }) : text;
      })
      .join(' · ');
}
