/** English: what every page says: actions, units, failures and the state of the connection. */
export const app = {
  name: 'Code Proxy',
  demo: 'Demo',
  demoHint: 'Sample data in a throw-away folder. Nothing here touches your own set-up.',
} as const;

export const common = {
  add: 'Add',
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy {{what}}',
  delete: 'Delete',
  discard: 'Discard',
  discardText: 'What you entered is not saved.',
  discardTitle: 'Discard your input?',
  goOn: 'Go on editing',
  loading: 'Loading',
  notLoaded: 'This part could not be loaded.',
  menu: 'Actions for {{name}}',
  save: 'Save',
  undo: 'Undo',
  unknown: 'unknown',
  dash: '–',
} as const;

export const units = {
  requests_one: '{{value}} request',
  requests_other: '{{value}} requests',
  tokens_one: '{{value}} token',
  tokens_other: '{{value}} tokens',
  live_one: '{{value}} live request',
  live_other: '{{value}} live requests',
} as const;

export const connection = {
  lost: 'The connection to Code Proxy is lost. Trying again …',
  lostHint: 'If it was stopped, start it with',
  liveUnknown: 'Unknown while the connection is lost.',
  outcomeUnknown: 'Unknown',
} as const;

export const failure = {
  title: 'That did not work',
  unreachable: 'Code Proxy does not answer. It may have been stopped.',
  unknown: 'Something unexpected went wrong. The log has the details.',
  repair: {
    'open-settings': 'Open the settings',
    'open-endpoints': 'Open the endpoints',
    'open-claude-settings': 'Open the Claude Code settings',
    'open-rules': 'Open the failover rules',
    retry: 'Try again',
    'choose-port': 'Choose another port',
    'take-over': 'Take over',
  },
} as const;
