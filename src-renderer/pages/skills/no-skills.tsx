/** What the page shows without any skill: what one is, where they lie, and the first step. Or that no skill matches. */
import { GraduationCap } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

export interface NoSkillsProps {
  /** Of the user's own skills. */
  readonly folder: string;
  readonly children: ReactNode;
}

export function NoSkills({ folder, children }: NoSkillsProps) {
  const { t } = useTranslation();
  return (
    <div className="rounded-lg border border-dashed border-line-strong">
      <EmptyState icon={<GraduationCap aria-hidden className="size-6" />} title={t('skills.emptyTitle')} text={t('skills.emptyText', { folder })}>
        <div className="flex w-full max-w-md flex-col items-center gap-3">
          {children}
          <div className="w-full text-left">
            <p className="mb-1 text-center text-[13px] text-muted">{t('skills.emptySource')}</p>
            <CommandLine command="code-proxy skill install anthropics/skills" />
          </div>
        </div>
      </EmptyState>
    </div>
  );
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="rounded-lg border border-dashed border-line-strong">
      <EmptyState title={t('skills.noMatchTitle')} text={t('skills.noMatchText')}>
        <Button onClick={onClear}>{t('skills.clear')}</Button>
      </EmptyState>
    </div>
  );
}
