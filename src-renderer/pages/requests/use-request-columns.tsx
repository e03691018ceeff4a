/** The columns of the table of requests, in the reader's language. */
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { useFormat } from '../../components/use-format.ts';
import { Cache, Duration, FirstByte, ModelNames, OutcomeBadge, StatusWord, TimeLink, Tokens } from './request-cells.tsx';

/** Sorting and paging are the database's, so the table needs nothing beyond its core. */
export const REQUEST_TABLE_FEATURES = tableFeatures({});

const helper = createColumnHelper<typeof REQUEST_TABLE_FEATURES, ExchangeSummary>();

/** @param only ids of the columns to show; null: all. */
export function useRequestColumns(only: readonly string[] | null) {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const columns = helper.columns([
      helper.display({ id: 'time', header: t('requests.column.time'), cell: ({ row }) => <TimeLink exchange={row.original} /> }),
      helper.display({ id: 'model', header: t('requests.column.model'), cell: ({ row }) => <ModelNames exchange={row.original} /> }),
      helper.display({ id: 'endpoint', header: t('requests.column.endpoint'), cell: ({ row }) => row.original.endpoint ?? t('common.dash') }),
      helper.display({ id: 'status', header: t('requests.column.status'), cell: ({ row }) => <StatusWord status={row.original.status} /> }),
      helper.display({ id: 'outcome', header: t('requests.column.outcome'), cell: ({ row }) => <OutcomeBadge outcome={row.original.outcome} /> }),
      helper.display({ id: 'attempts', header: t('requests.column.attempts'), cell: ({ row }) => format.count(row.original.attemptCount) }),
      helper.display({ id: 'duration', header: t('requests.column.duration'), cell: ({ row }) => <Duration exchange={row.original} /> }),
      helper.display({ id: 'firstByte', header: t('requests.column.firstByte'), cell: ({ row }) => <FirstByte exchange={row.original} /> }),
      helper.display({ id: 'tokens', header: t('requests.column.tokens'), cell: ({ row }) => <Tokens usage={row.original.usage} /> }),
      helper.display({ id: 'cache', header: t('requests.column.cache'), cell: ({ row }) => <Cache usage={row.original.usage} /> }),
    ]);
    return only === null ? columns : columns.filter(({ id }) => id !== undefined && only.includes(id));
  }, [t, format, only]);
}
