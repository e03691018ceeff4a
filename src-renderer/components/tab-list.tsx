/** Tabs above their panels. Arrow keys go from tab to tab; a tab that is reached is chosen. */
import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly tabs: readonly { readonly value: T; readonly label: string; readonly mark?: ReactNode }[];
  readonly onChange: (value: T) => void;
  /** Content of the chosen tab. */
  readonly children: ReactNode;
}

export function TabList<T extends string>({ label, value, tabs, onChange, children }: TabsProps<T>) {
  const choose = (next: unknown) => {
    const chosen = tabs.find((tab) => tab.value === next);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <Tabs.Root value={value} onValueChange={choose}>
      <Tabs.List aria-label={label} activateOnFocus className="flex flex-wrap gap-x-1 border-b border-line">
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px inline-flex items-center gap-1.5 border-b-2 border-transparent px-2.5 py-1.5 text-muted hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
          >
            {tab.label}
            {tab.mark}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={value} className="pt-4 outline-offset-4">
        {children}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
