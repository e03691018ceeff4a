/** The admin router as the CLI calls it: the same procedures over the admin socket and in-process. */
import type { AdminRouter } from '../admin/router.ts';

export type AdminCaller = Omit<ReturnType<AdminRouter['createCaller']>, 'feed'>;
