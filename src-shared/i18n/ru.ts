/** Every sentence of the user interface, in Russian. `en.ts` says what the keys are. */

import { claudeCode } from './ru/claude-code.ts';
import { app, common, connection, failure, units } from './ru/common.ts';
import { core } from './ru/core.ts';
import { dashboard } from './ru/dashboard.ts';
import { desktop, notice } from './ru/desktop.ts';
import { doctor } from './ru/doctor.ts';
import { endpointForm, endpoints } from './ru/endpoints.ts';
import { launch } from './ru/launch.ts';
import { mcp, mcpForm, mcpImport, mcpPresets, mcpTest } from './ru/mcp.ts';
import { pricing } from './ru/pricing.ts';
import { request } from './ru/request-detail.ts';
import { requests } from './ru/requests.ts';
import { rules } from './ru/rules.ts';
import { settings } from './ru/settings.ts';
import { crash, header, login, nav, notFound, shortcuts } from './ru/shell.ts';
import { skills } from './ru/skills.ts';
import { secrets, service } from './ru/system.ts';
import type { Russian } from './translation.ts';

export const ru: Russian = {
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
