/** Which columns are shown and in which order. */
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Popover } from '../../components/popover.tsx';
import { type ColumnLayout, DEFAULT_LAYOUT, moveColumn, type RequestColumn, toggleColumn } from '../../state/request-columns.ts';

export interface ColumnsMenuProps {
  readonly layout: ColumnLayout;
  /** Shown at the moment. */
  readonly columns: readonly RequestColumn[];
  readonly onChange: (layout: ColumnLayout) => void;
}

export function ColumnsMenu({ layout, columns, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const isDefault = layout === DEFAULT_LAYOUT;
  return (
    <Popover
      label={t('requests.columns')}
      align="end"
      trigger={
        <Button>
          <Columns3 aria-hidden className="size-4" />
          {t('requests.columns')}
        </Button>
      }
    >
      <ul className="flex w-64 flex-col">
        {layout.order.map((column, index) => {
          const name = t(`requests.column.${column}`);
          return (
            <li key={column} className="flex items-center justify-between gap-2">
              <Checkbox label={name} isChecked={columns.includes(column)} onChange={() => onChange(toggleColumn(layout, columns, column))} />
              <span className="flex">
                <IconButton
                  size="smallIcon"
                  label={t('requests.columnUp', { column: name })}
                  icon={<ArrowUp aria-hidden className="size-4" />}
                  disabled={index === 0}
                  onClick={() => onChange(moveColumn(layout, column, -1))}
                />
                <IconButton
                  size="smallIcon"
                  label={t('requests.columnDown', { column: name })}
                  icon={<ArrowDown aria-hidden className="size-4" />}
                  disabled={index === layout.order.length - 1}
                  onClick={() => onChange(moveColumn(layout, column, 1))}
                />
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mt-2 w-64 text-[13px] text-muted">{t(layout.shown === null ? 'requests.columnsAutomatic' : 'requests.columnsChosen')}</p>
      <Button size="small" className="mt-2" disabled={isDefault} onClick={() => onChange(DEFAULT_LAYOUT)}>
        {t('requests.columnsReset')}
      </Button>
    </Popover>
  );
}
