/** The whole entry as JSON, with what is wrong with it and where, while it is typed. */
import { CircleCheck } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { type JsonProblem, readEntry } from '../../state/mcp/entry-json.ts';

const MIN_ROWS = 10;
const MAX_ROWS = 22;

export function JsonView({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const problemText = useJsonProblemText();
  const read = readEntry(text);
  const rows = Math.min(Math.max(text.split('\n').length + 1, MIN_ROWS), MAX_ROWS);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t('mcpForm.json')}
      </label>
      <textarea
        id={id}
        rows={rows}
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-hint ${id}-problems`}
        aria-invalid={!read.isOk}
        className={classNames(INPUT, 'h-auto py-2 font-mono text-[13px] whitespace-pre')}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className="text-[13px] text-muted">
        {t('mcpForm.jsonHint')}
      </p>
      <div id={`${id}-problems`} aria-live="polite" className="text-[13px]">
        {read.isOk ? (
          <p className="flex items-center gap-1 text-ok">
            <CircleCheck aria-hidden className="size-3.5" />
            {t('mcpForm.jsonOk')}
          </p>
        ) : (
          <ul className="text-bad">
            {read.problems.map(problemText).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function useJsonProblemText(): (problem: JsonProblem) => string {
  const { t } = useTranslation();
  const words = useCoreWords();
  return (problem) => {
    switch (problem.kind) {
      case 'syntax':
        return t('mcpForm.jsonSyntax', { line: problem.line, column: problem.column });
      case 'not-an-object':
        return t('mcpForm.jsonObject');
      case 'type-unknown':
        return t('mcpForm.jsonKind');
      case 'type':
        return t('mcpForm.jsonType', { field: problem.field, expected: problem.expected });
      case 'field':
        return t('mcpForm.jsonField', { field: problem.field, problem: words.sentence(problem.message) });
    }
  };
}
