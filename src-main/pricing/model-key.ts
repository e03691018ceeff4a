/**
 * What makes two names of a model the same, and when one name is only a longer form of another. Relays write the same model in many
 * ways: `anthropic/claude-sonnet-4.5`, `claude-sonnet-4-5@20250929`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
 */

/** Dates and words at the end that say nothing about the price. */
const EMPTY_ENDING = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest|free)$/;
const CLOUD_PREFIX = /^(?:[a-z]{2,6}\.)?(?:anthropic|openai|deepseek|moonshot|qwen|meta|mistral|zai|minimax)\./;
const CLOUD_VERSION = /-v\d+:\d+$/;

/** Lower case, without provider, region, date and variants that cost the same; `-` for `.`, `_`, `:` and `@`. */
export function modelKey(name: string): string {
  const lower = name.trim().toLowerCase();
  const own = lower
    .slice(lower.lastIndexOf('/') + 1)
    .replace(/\[[^\]]*\]$/, '')
    .replace(CLOUD_PREFIX, '')
    .replace(CLOUD_VERSION, '');
  let key = own.replace(/[._:@\s]+/g, '-');
  for (let shorter = key.replace(EMPTY_ENDING, ''); shorter !== key; shorter = key.replace(EMPTY_ENDING, '')) key = shorter;
  return key;
}

/** A part of a name that makes it another model: a number of a version or size, or a word for a larger, smaller or different one. */
const NUMBER = /^(?:v|r|k|a)?\d{1,3}[a-z]{0,2}$|^\d+x\d+b$/;
const OTHER_MODEL = new Set(
  (
    'air airx audio base codex coder chat deep distill embed embedding exp fast flash flashx haiku highspeed image instant large lite live long ' +
    'max maverick medium micro mini nano omni opus plus preview pro realtime reasoner reasoning research scout search small sonnet speciale ' +
    'speed super tiny transcribe tts turbo ultra v video vision vl'
  ).split(' '),
);

/**
 * Whether `key` is the model `listed` with something behind it that does not change the price, such as a relay's own word.
 * `claude-sonnet-4-5-relay` is `claude-sonnet-4-5`; neither `claude-opus-4-9` nor `gpt-5-mini` is what it begins with.
 */
export function isLongerFormOf(key: string, listed: string): boolean {
  if (!key.startsWith(`${listed}-`) || !/\d/.test(listed)) return false;
  return key
    .slice(listed.length + 1)
    .split('-')
    .every((part) => !NUMBER.test(part) && !OTHER_MODEL.has(part));
}
