/** Short messages in a corner, the last word on an action. */
import { toast } from 'sonner';

/** Long enough to read a sentence and reach the button. */
const UNDO_MS = 10_000;

export function showDone(message: string): void {
  toast.success(message);
}

export function showFailure(message: string): void {
  toast.error(message, { duration: UNDO_MS });
}

export function showNotice(level: 'info' | 'warning' | 'error', message: string): void {
  toast[level](message);
}

export function showUndo(message: string, undo: { readonly label: string; readonly onUndo: () => void }): void {
  toast(message, { duration: UNDO_MS, action: { label: undo.label, onClick: undo.onUndo } });
}
