/** Looks at the servers of a project that Claude Code does not know. */
import { FolderSearch } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { Popover } from '../../components/popover.tsx';
import { useMcpCommands } from '../../state/commands/use-mcp-commands.ts';
import { useFailureText } from '../use-failures.ts';

export function LookIntoProject() {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const { lookInto } = useMcpCommands();
  const [isOpen, setIsOpen] = useState(false);
  const [project, setProject] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    lookInto.mutate(project.trim(), { onSuccess: () => setIsOpen(false) });
  };
  return (
    <Popover
      label={t('mcp.lookInto')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={t('mcp.lookInto')} icon={<FolderSearch aria-hidden className="size-4" />} />}
    >
      <form noValidate onSubmit={onSubmit} className="flex w-96 max-w-full flex-col gap-3">
        <TextField
          label={t('mcpForm.project')}
          hint={t('mcp.lookIntoHint')}
          error={lookInto.error === null ? undefined : failureText(lookInto.error)}
          className="font-mono text-[13px]"
          value={project}
          onChange={(event) => setProject(event.target.value)}
        />
        <Button type="submit" variant="primary" className="self-end" disabled={project.trim() === '' || lookInto.isPending}>
          {t('mcp.lookIntoAction')}
        </Button>
      </form>
    </Popover>
  );
}
