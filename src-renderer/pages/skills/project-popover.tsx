/** Project folders that the page is told of, beside those that are known anyway. */
import { FolderPlus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { Popover } from '../../components/popover.tsx';
import type { SkillProjects } from './use-skill-projects.ts';

/** From the root of a POSIX system, of a Windows drive or of a share. */
const ABSOLUTE = /^(?:\/|[a-z]:[\\/]|\\\\)/i;

export function ProjectPopover({ projects }: { readonly projects: SkillProjects }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const folder = text.trim();
    setIsWrong(!ABSOLUTE.test(folder));
    if (!ABSOLUTE.test(folder)) return;
    projects.add(folder);
    setText('');
  };
  const trigger = (
    <Button>
      <FolderPlus aria-hidden className="size-4" />
      {t('skills.place.add')}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={t('skills.place.add')} align="end">
      <div className="flex w-80 max-w-[80vw] flex-col gap-3">
        <p className="text-muted">{t('skills.place.addText')}</p>
        <form noValidate onSubmit={add}>
          <TextField
            label={t('skills.place.addField')}
            error={isWrong ? t('skills.place.absolute') : undefined}
            placeholder="/home/user/shop"
            value={text}
            className="font-mono text-[13px]"
            onChange={(event) => setText(event.target.value)}
            aside={<Button type="submit">{t('common.add')}</Button>}
          />
        </form>
        {projects.projects.length > 0 && (
          <ul className="flex max-h-48 flex-col gap-1 overflow-y-auto">
            {projects.projects.map((project) => (
              <li key={project} className="flex items-center gap-1">
                <code title={project} className="min-w-0 flex-1 truncate font-mono text-[13px]">
                  {project}
                </code>
                <IconButton
                  size="smallIcon"
                  label={t('skills.place.forget', { name: project })}
                  icon={<X aria-hidden className="size-4" />}
                  onClick={() => projects.forget(project)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Popover>
  );
}
