/** English: tray, menus, dialogs and notices. */
export const desktop = {
  open: 'Open Code Proxy',
  quit: 'Quit Code Proxy',
  file: 'File',
  view: 'View',
  hideWindow: 'Close window',
  starting: 'Starting …',
  running: 'Proxy on: {{url}}',
  stopped: 'Proxy off',
  failed: 'Proxy failed; open Code Proxy to see why',
  startProxy: 'Turn the proxy on',
  stopProxy: 'Turn the proxy off',
  endpoint: 'Endpoint: {{name}}',
  noEndpoint: 'No endpoint is ready',
  cannotStart: 'Code Proxy cannot start',
  crashed: 'Code Proxy has stopped',
  crashedDetail: 'Its core ended unexpectedly: {{problem}}. The log file says more. Claude Code settings are put back at the next start.',
  updateReady: 'Version {{version}} is ready to be installed.',
  updateDetail: 'Requests under way are finished first. Code Proxy starts again by itself.',
  updateNow: 'Restart and install',
  updateLater: 'Later',
} as const;

export const notice = {
  'endpoint-resting': '{{endpoint}} rests: {{reason}}',
  'endpoint-back': '{{endpoint}} works again.',
  'all-endpoints-resting': 'All {{count}} endpoints rest. Requests fail until one is back.',
  other: 'Code Proxy reports: {{code}}',
} as const;
