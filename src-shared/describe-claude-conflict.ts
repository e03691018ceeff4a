/** A conflict of Claude Code's settings in English words, for the command line and for reports; pages say it in their language. */
import { assertNever } from './assert-never.ts';
import { claudeCode } from './i18n/en/claude-code.ts';
import type { ClaudeConflict } from './schemas/claude-settings.ts';

export interface ConflictWords {
  readonly effect: string;
  readonly text: string;
  readonly remedy: string;
}

export function describeClaudeConflict({ kind, effect, key, file }: ClaudeConflict): ConflictWords {
  const place = file ?? claudeCode.conflicts.place;
  const { text, remedy } = wordsOf(kind);
  const say = (sentence: string) => sentence.replaceAll('{{key}}', key).replaceAll('{{file}}', place).replaceAll('{{place}}', place);
  return { effect: claudeCode.conflicts.effect[effect], text: say(text), remedy: say(remedy) };
}

function wordsOf(kind: ClaudeConflict['kind']): { readonly text: string; readonly remedy: string } {
  const { conflicts } = claudeCode;
  switch (kind) {
    case 'environment':
      return conflicts.environment;
    case 'api-key':
      return conflicts.apiKey;
    case 'api-key-helper':
      return conflicts.apiKeyHelper;
    case 'other-provider':
      return conflicts.otherProvider;
    case 'outbound-proxy':
      return conflicts.outboundProxy;
    case 'project':
      return conflicts.project;
    case 'managed':
      return conflicts.managed;
    case 'unreadable':
      return conflicts.unreadable;
    default:
      return assertNever(kind);
  }
}
