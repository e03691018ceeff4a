/** The user's columns, kept in this browser. */
import { useCallback, useState } from 'react';
import { type ColumnLayout, rememberedLayout, rememberLayout } from '../../state/request-columns.ts';

export function useColumnLayout(): readonly [ColumnLayout, (layout: ColumnLayout) => void] {
  const [layout, setLayout] = useState(rememberedLayout);
  const change = useCallback((next: ColumnLayout) => {
    setLayout(next);
    rememberLayout(next);
  }, []);
  return [layout, change];
}
