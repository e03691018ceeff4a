/** Every sentence of the user interface, in Simplified Chinese. `en.ts` says what the keys are. */
import type { Chinese } from './translation.ts';
import { claudeCode } from './zh/claude-code.ts';
import { app, common, connection, failure, units } from './zh/common.ts';
import { core } from './zh/core.ts';
import { dashboard } from './zh/dashboard.ts';
import { desktop, notice } from './zh/desktop.ts';
import { doctor } from './zh/doctor.ts';
import { endpointForm, endpoints } from './zh/endpoints.ts';
import { launch } from './zh/launch.ts';
import { mcp, mcpForm, mcpImport, mcpPresets, mcpTest } from './zh/mcp.ts';
import { pricing } from './zh/pricing.ts';
import { request } from './zh/request-detail.ts';
import { requests } from './zh/requests.ts';
import { rules } from './zh/rules.ts';
import { settings } from './zh/settings.ts';
import { crash, header, login, nav, notFound, shortcuts } from './zh/shell.ts';
import { skills } from './zh/skills.ts';
import { secrets, service } from './zh/system.ts';

export const zh: Chinese = {
  app,
  nav,
  common,
  units,
  connection,
  header,
  shortcuts,
  failure,
  login,
  notFound,
  crash,
  dashboard,
  notice,
  core,
  desktop,
  doctor,
  endpoints,
  endpointForm,
  requests,
  request,
  rules,
  settings,
  secrets,
  service,
  claudeCode,
  pricing,
  launch,
  skills,
  mcp,
  mcpForm,
  mcpTest,
  mcpImport,
  mcpPresets,
};
