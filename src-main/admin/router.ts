/**
 * The one contract between the core and everything that shows or commands it: dashboard, CLI and desktop window. Inputs and
 * answers are the zod schemas of src-shared; callers infer their types from AdminRouter.
 */
import type { AdminServices } from './ports.ts';
import { auditProcedures } from './procedures/audit.ts';
import { claudeProcedures } from './procedures/claude.ts';
import { settingsProcedures, tokenProcedures } from './procedures/configuration.ts';
import { doctorProcedures } from './procedures/doctor.ts';
import { endpointProcedures } from './procedures/endpoints.ts';
import { feedProcedures } from './procedures/feed.ts';
import { appProcedures, dashboardProcedures, proxyProcedures, statusProcedures } from './procedures/instance.ts';
import { launchProcedures } from './procedures/launch.ts';
import { mcpProcedures } from './procedures/mcp.ts';
import { pricingProcedures } from './procedures/pricing.ts';
import { exchangeProcedures, sessionProcedures, usageProcedures } from './procedures/records.ts';
import { replayProcedures } from './procedures/replays.ts';
import { ruleProcedures } from './procedures/rules.ts';
import { secretProcedures } from './procedures/secrets.ts';
import { serviceProcedures } from './procedures/service.ts';
import { skillProcedures } from './procedures/skills.ts';
import { router } from './trpc.ts';

export function createAdminRouter(services: AdminServices) {
  return router({
    status: statusProcedures(services),
    proxy: proxyProcedures(services),
    endpoints: endpointProcedures(services),
    rules: ruleProcedures(services),
    exchanges: exchangeProcedures(services),
    audit: auditProcedures(services),
    replays: replayProcedures(services),
    sessions: sessionProcedures(services),
    usage: usageProcedures(services),
    pricing: pricingProcedures(services),
    settings: settingsProcedures(services),
    claude: claudeProcedures(services),
    mcp: mcpProcedures(services),
    skills: skillProcedures(services),
    tokens: tokenProcedures(services),
    launch: launchProcedures(services),
    secrets: secretProcedures(services),
    service: serviceProcedures(services),
    doctor: doctorProcedures(services),
    dashboard: dashboardProcedures(services),
    app: appProcedures(services),
    feed: feedProcedures(services),
  });
}

export type AdminRouter = ReturnType<typeof createAdminRouter>;
