/**
 * What a language has to say: the keys of English, and of each plural the forms that this language has
 * (CLDR categories, as `Intl.PluralRules` names them). A missing, misspelt or needless key is a compile error.
 */
import type { en } from './en.ts';

/** `T` with `Form` in place of English's two plural forms: `x_one`, `x_other` become `x_few` and so on. */
export type Translated<T, Form extends string> = {
  readonly [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_${Form}` : K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Translated<T[K], Form>;
};

export type Chinese = Translated<typeof en, 'other'>;
export type Russian = Translated<typeof en, 'one' | 'few' | 'many' | 'other'>;
