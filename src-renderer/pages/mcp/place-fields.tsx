/** Where a server is entered, and how it is called. */
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { McpOverview } from '../../../src-shared/schemas/mcp.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/field.tsx';
import { PROJECT_NEEDED, type ServerFormValues } from '../../state/mcp/server-form.ts';
import { ScopePicker } from './scope-picker.tsx';

export function PlaceFields({ overview, isNew }: { readonly overview: McpOverview; readonly isNew: boolean }) {
  const { t } = useTranslation();
  const {
    register,
    control,
    setValue,
    formState: { errors },
  } = useFormContext<ServerFormValues>();
  const [kind, folder, project] = useWatch({ control, name: ['scopeKind', 'folder', 'project'] });
  const problem = errors.project?.message;
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-64 flex-1">
          <TextField
            label={t('mcpForm.name')}
            hint={t('mcpForm.nameHint')}
            error={errors.name?.message}
            className="font-mono text-[13px]"
            {...register('name')}
          />
        </div>
        {isNew && (
          <div className="pt-7">
            <Controller
              control={control}
              name="isEnabled"
              render={({ field }) => <Checkbox label={t('mcpForm.isEnabled')} isChecked={field.value} onChange={field.onChange} />}
            />
          </div>
        )}
      </div>
      <ScopePicker
        overview={overview}
        value={{ kind, folder, project }}
        projectError={problem === PROJECT_NEEDED ? t(PROJECT_NEEDED) : problem}
        onChange={(next) => {
          setValue('scopeKind', next.kind, { shouldDirty: true });
          setValue('folder', next.folder, { shouldDirty: true });
          setValue('project', next.project, { shouldDirty: true, shouldValidate: errors.project !== undefined });
        }}
      />
    </>
  );
}
