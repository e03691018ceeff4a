/** English: the frame around the pages, the log-in, and the pages that stand in for one. */
export const nav = {
  label: 'Pages',
  dashboard: 'Dashboard',
  endpoints: 'Endpoints',
  requests: 'Requests',
  rules: 'Failover rules',
  claudeCode: 'Claude Code',
  mcp: 'MCP servers',
  skills: 'Skills',
  doctor: 'Doctor',
  settings: 'Settings',
  skip: 'Skip to the page',
} as const;

export const header = {
  proxy: 'Proxy',
  toggle: 'Proxy on or off',
  running: 'On',
  stopped: 'Off',
  failed: 'Failed',
  starting: 'Starting …',
  stopping: 'Stopping …',
  stoppedHint: 'Claude Code cannot reach its models through Code Proxy while the proxy is off.',
  baseUrl: 'Base URL',
  theme: 'Theme: {{theme}}',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  language: 'Language: {{language}}',
  logOut: 'Log out',
  shortcuts: 'Keyboard shortcuts',
  warnings: 'Warnings',
} as const;

export const shortcuts = {
  title: 'Keyboard shortcuts',
  goDashboard: 'Go to the dashboard',
  goEndpoints: 'Go to the endpoints',
  goRequests: 'Go to the requests',
  goSettings: 'Go to the settings',
  goRules: 'Go to the failover rules',
  goClaudeCode: 'Go to Claude Code’s settings',
  goMcp: 'Go to the MCP servers',
  goSkills: 'Go to the skills',
  goDoctor: 'Go to the doctor',
  filter: 'Jump to the filter',
  newEndpoint: 'Add an endpoint',
  sheet: 'Show this sheet',
  close: 'Close what is open',
  sort: 'On a grip: pick up, move with the arrow keys, put down',
} as const;

export const login = {
  checking: 'Logging in …',
  againTitle: 'Please log in again',
  again: 'This login has ended or was opened in another tab. Ask for a fresh link in a terminal:',
  leftTitle: 'You are logged out',
  left: 'This browser has no access any more. To come back, ask for a fresh link in a terminal:',
  badTitle: 'This login link does not work any more',
  bad: 'A link works once and for ten minutes. Ask for a fresh one in a terminal:',
  command: 'the command',
} as const;

export const notFound = {
  title: 'There is no such page',
  text: 'The address leads nowhere. The menu shows all pages.',
  home: 'Go to the dashboard',
} as const;

export const crash = {
  title: 'This page broke',
  text: 'The proxy keeps working. Loading the page again usually helps.',
  reload: 'Load again',
} as const;
