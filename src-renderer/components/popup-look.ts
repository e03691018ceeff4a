/** What dialogs look like, be they forms or questions. */
export const BACKDROP = 'fixed inset-0 z-40 bg-black/35 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';
export const POPUP =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-1/2 flex-col rounded-lg border border-line bg-surface shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';
