/** Makes the formatters of the language that is shown, once for all that is below. */
import type { ReactNode } from 'react';
import { FormatContext, useFormat } from './use-format.ts';

export function FormatProvider({ children }: { readonly children: ReactNode }) {
  return <FormatContext value={useFormat()}>{children}</FormatContext>;
}
