/** English: the key of the stored credentials and the service of the system, on the settings page. */
export const secrets = {
  title: 'Stored credentials',
  what: 'Credentials lie encrypted in the database. One random key opens them all, and only that key has a place of its own.',
  lives: { keyfile: 'The key lives in a key file', keychain: 'The key lives in the keychain' },
  noKey: 'There is no key yet. It is made with the first credential.',
  placeHint: {
    keyfile: 'Only your user may read the file. The command line and the desktop app both use it.',
    keychain: 'This computer’s keychain has sealed it. Only the desktop app can open it.',
  },
  file: 'the path of the key',
  name: 'Name of the key: {{id}}',
  seals: 'It seals: {{what}}',
  sealed: {
    'endpoint-credentials_one': '{{count}} credential of an endpoint',
    'endpoint-credentials_other': '{{count}} credentials of endpoints',
    'mcp-servers_one': '{{count}} MCP server that is switched off',
    'mcp-servers_other': '{{count}} MCP servers that are switched off',
  },
  nothing: 'nothing yet',
  unopenable_one: '{{count}} was sealed with another key and has to be entered again.',
  unopenable_other: '{{count}} were sealed with another key and have to be entered again.',
  twoHomes: 'Both places hold a key. Moving it clears the other place, if the key there is the same.',
  move: { keyfile: 'Move to a key file', keychain: 'Move to the keychain' },
  moveTitle: { keyfile: 'Move the key to a key file?', keychain: 'Move the key to the keychain?' },
  moveText: {
    keyfile:
      'The command line and “code-proxy serve” can then open the credentials as well, and so can whoever may read your files. What is stored does not change.',
    keychain:
      'Whoever can only read your files can then no longer open the credentials. “code-proxy serve” cannot either: it needs the key file back. What is stored does not change.',
  },
  moveAction: 'Move the key',
  moved: { keyfile: 'The key is now in the key file', keychain: 'The key is now in the keychain' },
  cannot: {
    'needs-desktop':
      'Only the desktop app reaches this computer’s keychain. To move the key there, stop this instance, start the desktop app on the same data folder, and do it here.',
    none: 'The system offers no keychain. On Linux it comes with a keyring such as GNOME Keyring or KWallet.',
    'fixed-password':
      'This session has no keyring, so the key would be sealed with a password that everybody knows. Set up GNOME Keyring or KWallet, log in again and start the app anew.',
  },
} as const;

export const service = {
  title: 'Start with the system',
  what: 'The system starts Code Proxy without a window when you log in.',
  system: {
    systemd: 'systemd, as a unit of your user; started again when it fails',
    launchd: 'launchd, as an agent of your user; started again when it fails',
    'task-scheduler': 'Task Scheduler, at your log-on; not started again when it fails',
  },
  notInstalled: 'Not set up',
  state: { running: 'Running', starting: 'Starting', stopping: 'Stopping', stopped: 'Not running', failed: 'Failed', unknown: 'Unknown' },
  process: 'process {{pid}}',
  exitCode: 'last exit code {{code}}',
  restarts_one: 'started again {{count}} time',
  restarts_other: 'started again {{count}} times',
  self: 'It serves this page: when it stops, the page stops too.',
  held: 'Another instance (process {{pid}}) has the data folder, and there is only ever one. Start the service once that has ended; otherwise it starts when you log in next.',
  endsAtLogout: 'It ends when you log out.',
  linger: 'It ends when you log out. To keep it running after that: loginctl enable-linger',
  obstacle: {
    'no-service-manager': 'No service manager answers here. On Linux that is systemd: log in on the machine itself or over ssh, not with su or sudo.',
    'desktop-app':
      'The desktop app starts at log-in by its own switch, under Desktop. A service is set up with the command line: code-proxy service install',
    demo: 'The demo lives in a throw-away folder, so there is nothing to set up.',
  },
  problem: 'The system says: {{problem}}',
  file: 'the path of the definition',
  setUp: 'Set up …',
  change: 'Change …',
  start: 'Start',
  stop: 'Stop',
  remove: 'Remove …',
  installed: 'The service is set up',
  started: 'The service was started',
  stopped: 'The service was stopped',
  removed: 'The service is gone',
  removeTitle: 'Remove the service?',
  removeText: 'It is stopped in order, and everything that was written for it is removed. Settings, records and credentials stay.',
  removeAction: 'Remove the service',
  plan: {
    description: 'This is written and run, and nothing else.',
    new: 'New file',
    changed: 'Replaces the file that is there',
    same: 'Is there already, just like this',
    commands: 'Then these commands are run',
    leaveClaude: 'Leave Claude Code’s settings alone',
    keepProxy: 'Keep the proxy variables of this instance (HTTPS_PROXY and its kind)',
    install: 'Write and start',
  },
  note: {
    'ends-at-logout': 'The service starts when you log in and ends when you log out. On Linux you can change that yourself: loginctl enable-linger',
    'instance-runs':
      'An instance is running on this data folder, and there is only ever one. Start the service once that has ended; otherwise it starts when you log in next.',
    'no-environment': 'The Task Scheduler passes no variables on. Set them for your user, or use the outbound proxy setting.',
    'any-port': 'Port 0 takes another port at every start.',
    'temporary-program': 'The program lies in a temporary folder that may be cleaned away. Install it for good first.',
  },
} as const;
