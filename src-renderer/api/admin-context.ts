/** Hands the admin client down the component tree, typed by the admin router. */
import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AdminRouter } from '../../src-main/admin/router.ts';

const context = createTRPCContext<AdminRouter>();

export const AdminProvider = context.TRPCProvider;
/** Query and mutation options of every procedure. */
export const useAdmin = context.useTRPC;
/** The bare client, for the feed. */
export const useAdminClient = context.useTRPCClient;
/** Options of every procedure, as handed to functions that are not components. */
export type Admin = ReturnType<typeof useAdmin>;
