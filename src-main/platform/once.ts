/**
 * What is opened by the first who asks, and is the same for all who ask then or later. When it cannot be opened, those who asked
 * meanwhile are told, and the next one tries again.
 */
export function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}
