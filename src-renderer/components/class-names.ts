/** Joins class names; of two that set the same thing the later one wins, so that a caller can adjust a component. */
import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

export function classNames(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
