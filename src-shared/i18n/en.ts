/**
 * Every sentence of the user interface, in English, put together from a file for each page. `{{x}}` is interpolated; `_one`
 * and `_other` are chosen by `count` with the language's own plural rules.
 */

import { claudeCode } from './en/claude-code.ts';
import { app, common, connection, failure, units } from './en/common.ts';
import { core } from './en/core.ts';
import { dashboard } from './en/dashboard.ts';
import { desktop, notice } from './en/desktop.ts';
import { doctor } from './en/doctor.ts';
import { endpointForm, endpoints } from './en/endpoints.ts';
import { launch } from './en/launch.ts';
import { mcp, mcpForm, mcpImport, mcpPresets, mcpTest } from './en/mcp.ts';
import { pricing } from './en/pricing.ts';
import { request } from './en/request-detail.ts';
import { requests } from './en/requests.ts';
import { rules } from './en/rules.ts';
import { settings } from './en/settings.ts';
import { crash, header, login, nav, notFound, shortcuts } from './en/shell.ts';
import { skills } from './en/skills.ts';
import { secrets, service } from './en/system.ts';

export const en = {
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
} as const;
