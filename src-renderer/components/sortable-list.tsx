/**
 * A list whose items can be put into another order, by pointer or from the keyboard. The only place that knows dnd-kit.
 *
 * The keyboard is handled here and not by dnd-kit's sensor, which measures the layout and speaks English only.
 */
import { arrayMove } from '@dnd-kit/helpers';
import { DragDropProvider, type DragEndEvent, PointerSensor } from '@dnd-kit/react';
import { isSortable, useSortable } from '@dnd-kit/react/sortable';
import { GripVertical } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.ts';

export interface SortableItem {
  readonly id: string;
  readonly name: string;
}

export interface SortableListProps<T extends SortableItem> {
  readonly label: string;
  readonly items: readonly T[];
  /** @param position where the item shall be; 1 is the top. */
  readonly onMove: (id: string, position: number) => void;
  readonly children: (item: T, grip: ReactNode) => ReactNode;
}

interface Held {
  readonly id: string;
  readonly index: number;
}

const SENSORS = [PointerSensor];

export function SortableList<T extends SortableItem>({ label, items, onMove, children }: SortableListProps<T>) {
  const { t } = useTranslation();
  const helpId = useId();
  const [held, setHeld] = useState<Held | null>(null);
  const [said, setSaid] = useState('');
  const heldGrip = useRef<HTMLButtonElement>(null);
  const from = held === null ? -1 : items.findIndex(({ id }) => id === held.id);
  const shown = held === null || from < 0 ? items : arrayMove([...items], from, held.index);

  const say = (name: string, index: number) => setSaid(t('endpoints.movedTo', { name, position: index + 1, total: items.length }));
  const drop = () => {
    if (held !== null && from !== held.index) onMove(held.id, held.index + 1);
    setHeld(null);
  };
  const onGripKey = (event: KeyboardEvent, item: T, index: number) => {
    const action = gripAction(event.key, held?.id === item.id);
    if (action === null) return;
    if (action !== 'leave') event.preventDefault();
    if (action === 'pick-up') setHeld({ id: item.id, index });
    else if (action === 'cancel') {
      event.stopPropagation();
      setHeld(null);
    } else if (action === 'drop' || action === 'leave') drop();
    else {
      const target = Math.min(Math.max(index + action.by, 0), items.length - 1);
      setHeld({ id: item.id, index: target });
      say(item.name, target);
    }
  };
  const onDragEnd = ({ operation, canceled }: DragEndEvent) => {
    const { source } = operation;
    if (canceled || source === null || !isSortable(source) || source.index === source.initialIndex) return;
    onMove(String(source.id), source.index + 1);
  };

  // Moving a row in the document takes the focus away from it.
  const heldIndex = held?.index;
  useEffect(() => {
    if (heldIndex !== undefined) heldGrip.current?.focus();
  }, [heldIndex]);

  return (
    <DragDropProvider sensors={SENSORS} onDragEnd={onDragEnd}>
      <p id={helpId} hidden>
        {t('endpoints.gripHelp')}
      </p>
      <ol aria-label={label} className="flex flex-col gap-2">
        {shown.map((item, index) => (
          <SortableRow
            key={item.id}
            id={item.id}
            index={index}
            isHeld={held?.id === item.id}
            gripName={t('endpoints.grip', { name: item.name })}
            gripRef={held?.id === item.id ? heldGrip : null}
            helpId={helpId}
            onKeyDown={(event) => onGripKey(event, item, index)}
          >
            {(grip) => children(item, grip)}
          </SortableRow>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DragDropProvider>
  );
}

type GripAction = 'pick-up' | 'drop' | 'cancel' | 'leave' | { readonly by: 1 | -1 } | null;

function gripAction(key: string, isHeld: boolean): GripAction {
  if (key === ' ' || key === 'Enter') return isHeld ? 'drop' : 'pick-up';
  if (!isHeld) return null;
  if (key === 'ArrowUp') return { by: -1 };
  if (key === 'ArrowDown') return { by: 1 };
  if (key === 'Escape') return 'cancel';
  return key === 'Tab' ? 'leave' : null;
}

interface SortableRowProps {
  readonly id: string;
  readonly index: number;
  readonly isHeld: boolean;
  readonly gripName: string;
  readonly gripRef: Ref<HTMLButtonElement>;
  readonly helpId: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: (grip: ReactNode) => ReactNode;
}

function SortableRow({ id, index, isHeld, gripName, gripRef, helpId, onKeyDown, children }: SortableRowProps) {
  const { ref, handleRef, isDragging } = useSortable({ id, index });
  const setGrip = (element: HTMLButtonElement | null) => {
    handleRef(element);
    if (gripRef !== null && typeof gripRef === 'object') gripRef.current = element;
  };
  const grip = (
    <button
      type="button"
      ref={setGrip}
      aria-label={gripName}
      aria-describedby={helpId}
      aria-pressed={isHeld}
      onKeyDown={onKeyDown}
      className="flex h-8 w-6 shrink-0 touch-none items-center justify-center rounded text-muted hover:bg-hover active:cursor-grabbing"
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  );
  return (
    <li ref={ref} className={classNames('rounded-lg', (isDragging || isHeld) && 'relative z-10 shadow-float ring-2 ring-accent')}>
      {children(grip)}
    </li>
  );
}
