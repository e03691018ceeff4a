/** What the demo's endpoints say and what its client asks: plain sentences as they occur in programming sessions. */
import { between, pick, type Random } from './seeded-random.ts';

const SENTENCES: readonly [string, ...string[]] = [
  'I looked at the module and found the place where the retry count is kept.',
  'The test fails because the fixture is created once and shared by all cases.',
  'Moving the check in front of the loop makes the intention clearer.',
  'The parser accepts both line endings now, and a case in the table proves it.',
  'This function does two things, so I split it and named the parts.',
  'The index on the foreign key was missing, which explains the slow query.',
  'I ran the suite again and all tests pass.',
  'Before changing anything, I would add a test that shows the present behaviour.',
  'The migration is written so that it can run twice without harm.',
  'The cache is keyed by the full path, so two projects cannot mix.',
  'An empty list is a valid answer here and no longer raises an error.',
  'The time zone was taken from the server instead of the viewer.',
  'I renamed the variable to say its unit, milliseconds.',
  'The component renders once per key press; a deferred value is enough to calm it.',
  'Both callers pass the same options, so the parameter can go.',
];

export const PROMPTS: readonly [string, ...string[]] = [
  'Why does the date picker jump by one day?',
  'Add a test for the empty cart.',
  'Explain what this regular expression matches.',
  'Rename the config loader and update its callers.',
  'The build fails on Windows only. Have a look at the log.',
  'Write a migration that adds the index.',
  'Review my last commit.',
  'Make the table sortable by the second column.',
];

/** A text of about `words` words, in whole sentences; at least one sentence. */
export function sampleText(random: Random, words: number): string {
  const sentences: string[] = [];
  for (let count = 0; count < Math.max(1, words); ) {
    const sentence = pick(random, SENTENCES);
    sentences.push(sentence);
    count += sentence.split(' ').length;
  }
  return sentences.join(' ');
}

/** Cuts a text into pieces of one to four words, as models stream it. Joined, they are the text again. */
export function inPieces(random: Random, text: string): readonly string[] {
  const words = text.match(/\S+\s*/g) ?? [];
  const pieces: string[] = [];
  for (let from = 0; from < words.length; ) {
    const to = from + between(random, 1, 4);
    pieces.push(words.slice(from, to).join(''));
    from = to;
  }
  return pieces;
}
