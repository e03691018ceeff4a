/** Which terminal is opened: one that was found, or a command line of the user's own. The choice is a setting and kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMAND_PLACEHOLDER, FOLDER_PLACEHOLDER, type LaunchOptionsView, terminalIdSchema } from '../../../src-shared/schemas/launch.ts';
import { Field, TextField } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useLaunchCommands } from '../../state/commands/use-launch.ts';
import { readFailure } from '../../state/read-failure.ts';
import { useFailureText } from '../use-failures.ts';

const OWN = 'own';

export function LaunchTerminal({ options, problem }: { readonly options: LaunchOptionsView; readonly problem: string | null }) {
  const { t } = useTranslation();
  const { terminal, terminals } = options;
  const { chooseTerminal } = useLaunchCommands();
  const failureText = useFailureText();
  const isStoredOwn = terminal !== 'auto' && !terminalIdSchema.safeParse(terminal).success;
  const [isOwn, setIsOwn] = useState(isStoredOwn);
  const [template, setTemplate] = useState(isStoredOwn ? terminal : '');
  const first = terminals[0]?.name;
  const known = terminals.map(({ id, name }) => ({ value: String(id), label: name }));
  const missing = isStoredOwn || terminal === 'auto' || known.some(({ value }) => value === terminal) ? [] : [{ value: terminal, label: terminal }];
  const choices = [
    { value: 'auto', label: first === undefined ? t('launch.autoNone') : t('launch.auto', { name: first }) },
    ...known,
    ...missing,
    { value: OWN, label: t('launch.own') },
  ];
  const save = (value: string) => chooseTerminal.mutate({ changes: [{ path: 'launch.terminal', value }] });
  const choose = (value: string) => {
    chooseTerminal.reset();
    setIsOwn(value === OWN);
    if (value !== OWN) save(value);
  };
  const failure = chooseTerminal.error === null ? null : (readFailure(chooseTerminal.error).issues[0]?.message ?? failureText(chooseTerminal.error));
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('launch.terminal')} error={isOwn ? undefined : (failure ?? problem ?? undefined)}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            label={t('launch.terminal')}
            describedBy={describedBy}
            className="w-full"
            value={isOwn ? OWN : terminal}
            options={choices}
            onChange={choose}
          />
        )}
      </Field>
      {isOwn && (
        <TextField
          label={t('launch.ownLabel')}
          hint={t('launch.ownHint', { command: COMMAND_PLACEHOLDER, folder: FOLDER_PLACEHOLDER })}
          error={failure ?? problem ?? undefined}
          className="font-mono text-[13px]"
          placeholder="kitty {command}"
          value={template}
          onChange={(event) => setTemplate(event.target.value)}
          onBlur={() => template.trim() !== '' && template !== terminal && save(template)}
        />
      )}
    </div>
  );
}
