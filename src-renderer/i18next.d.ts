/** Tells i18next which keys exist, so that a misspelt key or a missing value is a compile error. */
import type { en } from '../src-shared/i18n/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof en };
  }
}
