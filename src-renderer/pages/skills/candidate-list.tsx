/** The skills that were found: which to install and for whom, what was checked, and what stands in the way. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SkillJob, SkillSelection } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillPlace, SkillPlaceView } from '../../../src-shared/schemas/skills.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Select } from '../../components/select.tsx';
import { useFormat } from '../../components/use-format.ts';
import { firstChoice, selectionsOf, toggled } from '../../state/skills/skill-choice.ts';
import { placeKey } from '../../state/skills/skill-key.ts';
import { CandidateRow } from './candidate-row.tsx';
import { useSkillWords } from './use-skill-words.ts';

export interface CandidateListProps {
  readonly job: SkillJob;
  readonly places: readonly SkillPlaceView[];
  readonly isBusy: boolean;
  readonly onInstall: (place: SkillPlace, selections: SkillSelection[]) => void;
  readonly onBack: () => void;
}

export function CandidateList({ job, places, isBusy, onInstall, onBack }: CandidateListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { candidates, title } = job;
  const [choice, setChoice] = useState(() => firstChoice(candidates));
  const [placeId, setPlaceId] = useState<string | null>(null);
  const place = (places.find((one) => placeKey(one.place) === placeId) ?? places.find(({ isDefault }) => isDefault) ?? places[0])?.place;
  if (place === undefined) return null;
  const free = candidates.filter(({ problems }) => problems.length === 0);
  const { selections, blocked } = selectionsOf(candidates, place, choice);
  const count = selections.length;
  const choose = (path: string, isIn: boolean) => setChoice((now) => ({ ...now, chosen: toggled(now.chosen, path, isIn) }));
  const replace = (path: string, isIn: boolean) => setChoice((now) => ({ ...now, replaced: toggled(now.replaced, path, isIn) }));
  const chooseAll = (isIn: boolean) => setChoice((now) => ({ ...now, chosen: new Set(isIn ? free.map(({ path }) => path) : []) }));
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium wrap-anywhere">
        {t('skills.installer.found', { count: candidates.length, value: format.count(candidates.length), title })}
      </p>
      <PlaceField places={places} place={place} onChange={setPlaceId} />
      {free.length > 1 && (
        <Checkbox label={t('skills.installer.all')} isChecked={free.every(({ path }) => choice.chosen.has(path))} onChange={chooseAll} />
      )}
      <ul aria-label={t('skills.installer.choose')} className="divide-y divide-line rounded-md border border-line">
        {candidates.map((candidate) => (
          <CandidateRow
            key={candidate.path}
            job={job}
            candidate={candidate}
            place={place}
            choice={choice}
            onChoose={(isIn) => choose(candidate.path, isIn)}
            onReplace={(isIn) => replace(candidate.path, isIn)}
          />
        ))}
      </ul>
      <p role="status" className="text-warn empty:hidden">
        {blocked > 0 ? t('skills.installer.blocked', { count: blocked, value: format.count(blocked) }) : ''}
      </p>
      <div className="sticky -bottom-4 -mx-5 -mb-4 flex justify-between gap-2 border-t border-line bg-surface px-5 py-3">
        <Button onClick={onBack}>{t('skills.installer.again')}</Button>
        <Button variant="primary" disabled={isBusy || count === 0 || blocked > 0} onClick={() => onInstall(place, [...selections])}>
          {count === 0 ? t('skills.install') : t('skills.installer.start', { count, value: format.count(count) })}
        </Button>
      </div>
    </div>
  );
}

interface PlaceFieldProps {
  readonly places: readonly SkillPlaceView[];
  readonly place: SkillPlace;
  readonly onChange: (key: string) => void;
}

function PlaceField({ places, place, onChange }: PlaceFieldProps) {
  const { t } = useTranslation();
  const words = useSkillWords();
  const users = places.filter((one) => one.place.kind === 'user').length;
  const folder = places.find((one) => placeKey(one.place) === placeKey(place))?.skillsFolder ?? '';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span aria-hidden className="font-medium">
        {t('skills.installer.into')}
      </span>
      <Select
        label={t('skills.installer.into')}
        value={placeKey(place)}
        options={places.map((one) => ({ value: placeKey(one.place), label: words.place(one.place, users) }))}
        onChange={onChange}
        className="max-w-72"
      />
      <code className="min-w-0 font-mono text-[13px] wrap-anywhere text-muted">{folder}</code>
    </div>
  );
}
