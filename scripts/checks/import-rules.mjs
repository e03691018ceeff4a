/**
 * Who may import whom, as data. Design and reasons: ARCHITECTURE.md. The first row that matches a file is its area.
 *
 * `may` lists areas whose values and types may be imported; an area may always import itself. `mayTypes` lists areas
 * of which only types may be imported (the consumer owns the interface, and these are the interfaces).
 * `packages`: undefined allows any package that no OWNED_PACKAGES row reserves; a list allows only those.
 */
export const AREAS = [
  { area: 'src-shared', match: /^src-shared\//, may: [], packages: ['zod'] },
  { area: 'platform', match: /^src-main\/platform\//, may: ['src-shared'] },
  { area: 'sse', match: /^src-main\/sse\//, may: ['src-shared'] },
  { area: 'failover', match: /^src-main\/failover\//, may: ['src-shared'], packages: [] },
  { area: 'protocols/contract', match: /^src-main\/protocols\/contract\.ts$/, may: ['sse', 'src-shared'] },
  { area: 'protocols/registry', match: /^src-main\/protocols\/registry\.ts$/, may: ['protocols/contract', 'protocols/*', 'src-shared'] },
  { area: 'protocols/$1', match: /^src-main\/protocols\/([^/]+)\//, may: ['protocols/contract', 'sse', 'src-shared'] },
  { area: 'proxy', match: /^src-main\/proxy\//, may: ['failover', 'protocols/contract', 'sse', 'platform', 'src-shared'] },
  { area: 'storage', match: /^src-main\/storage\//, may: ['platform', 'src-shared'] },
  { area: 'audit', match: /^src-main\/audit\//, may: ['platform', 'src-shared'] },
  { area: 'pricing', match: /^src-main\/pricing\//, may: ['platform', 'src-shared'] },
  { area: 'claude-code', match: /^src-main\/claude-code\//, may: ['platform', 'src-shared'] },
  { area: 'mcp', match: /^src-main\/mcp\//, may: ['claude-code', 'platform', 'src-shared'] },
  { area: 'skills', match: /^src-main\/skills\//, may: ['claude-code', 'platform', 'src-shared'] },
  { area: 'doctor', match: /^src-main\/doctor\//, may: ['platform', 'src-shared'] },
  { area: 'service', match: /^src-main\/service\//, may: ['platform', 'src-shared'] },
  { area: 'configuration', match: /^src-main\/configuration\//, may: ['platform', 'src-shared'] },
  { area: 'operations', match: /^src-main\/operations\//, may: ['platform', 'src-shared'] },
  { area: 'demo', match: /^src-main\/demo\//, may: ['platform', 'src-shared'] },
  { area: 'admin', match: /^src-main\/admin\//, may: ['platform', 'src-shared'] },
  { area: 'cli', match: /^src-main\/cli\//, may: ['compose', 'demo', 'platform', 'src-shared'], mayTypes: ['admin'] },
  { area: 'desktop', match: /^src-main\/desktop\//, may: ['compose', 'demo', 'platform', 'src-shared'] },
  {
    area: 'compose',
    match: /^src-main\/[^/]+$/,
    may: [
      'platform',
      'sse',
      'failover',
      'protocols/*',
      'proxy',
      'storage',
      'audit',
      'pricing',
      'claude-code',
      'mcp',
      'skills',
      'doctor',
      'service',
      'configuration',
      'operations',
      'demo',
      'admin',
      'src-shared',
    ],
  },
  { area: 'renderer/api', match: /^src-renderer\/api\//, may: ['src-shared'], mayTypes: ['admin'] },
  { area: 'renderer/state', match: /^src-renderer\/state\//, may: ['renderer/api', 'src-shared'] },
  { area: 'renderer/components', match: /^src-renderer\/components\//, may: ['renderer/api', 'src-shared'] },
  {
    area: 'renderer/pages/$1',
    match: /^src-renderer\/pages\/([^/]+)\//,
    may: ['renderer/pages', 'renderer/components', 'renderer/state', 'renderer/api', 'src-shared'],
  },
  // What all pages do alike; no page may import another.
  { area: 'renderer/pages', match: /^src-renderer\/pages\/[^/]+$/, may: ['renderer/components', 'renderer/state', 'renderer/api', 'src-shared'] },
  {
    area: 'renderer/root',
    match: /^src-renderer\/[^/]+$/,
    may: ['renderer/pages/*', 'renderer/pages', 'renderer/components', 'renderer/state', 'renderer/api', 'src-shared'],
  },
];

/** Packages that only one area may import, types included. */
export const OWNED_PACKAGES = { electron: 'desktop', 'electron-store': 'desktop', 'electron-updater': 'desktop' };

/**
 * Single edges that break the table on purpose. Each says why; one that is no longer needed is reported.
 *
 * @type {ReadonlyArray<{ from: string, to: string, typesOnly: boolean, why: string }>}
 */
export const EXCEPTIONS = [
  {
    from: 'src-renderer/pages/shell/shell.tsx',
    to: 'src-renderer/pages/login/logged-out.tsx',
    typesOnly: false,
    why: 'the frame around all pages shows the log-in page in their place when the session has ended',
  },
];
