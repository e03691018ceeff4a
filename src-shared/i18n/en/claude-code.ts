/** English: the page of Claude Code's own files, and what each value that we write there is for. */

/** By the name of the variable or key; the command line says the same. */
export const claudeKeys = {
  ANTHROPIC_BASE_URL: 'Sends the requests of Claude Code to the proxy on this machine.',
  ANTHROPIC_AUTH_TOKEN: 'The local token by which the proxy knows Claude Code. It is made afresh at every start and is no key of a provider.',
  ANTHROPIC_API_KEY: 'Set aside while the proxy is in use, because Claude Code would send it as well. It is put back afterwards.',
  API_TIMEOUT_MS: 'How long Claude Code waits for an answer to begin, so that there is time to try another endpoint.',
  CLAUDE_CODE_ATTRIBUTION_HEADER:
    'Whether requests begin with a line that names the client version; it differs between conversations and defeats prompt caches.',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: 'Keeps Claude Code from calling other servers beside the proxy, for example for telemetry.',
  CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: 'Keeps Claude Code from asking for unfinished features of the API, which some endpoints refuse.',
  CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS: 'Lets several sessions of Claude Code work together as a team. Experimental, and it uses more tokens.',
  ANTHROPIC_MODEL: 'The model that a session of Claude Code begins with.',
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'What Claude Code asks for when it wants Opus.',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'What Claude Code asks for when it wants Sonnet.',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'What Claude Code asks for when it wants Haiku, also for small work in the background.',
  ANTHROPIC_SMALL_FAST_MODEL: 'What older versions of Claude Code ask for in the background; newer ones use the name for Haiku.',
  attribution: {
    commit: 'What Claude Code adds to commits about itself. Empty: nothing.',
    pr: 'What Claude Code adds to descriptions of pull requests about itself. Empty: nothing.',
  },
} as const;

export const claudeCode = {
  title: 'Claude Code',
  subtitle: 'What Code Proxy writes into Claude Code’s own files. Nothing else in them is touched, and everything can be undone.',
  keys: claudeKeys,
  folder: 'Folder of Claude Code',
  inUse: 'in use',
  connection: {
    title: 'Connection',
    file: 'Settings file',
    state: {
      unmanaged: 'Not managed',
      applied: 'Connected',
      unread: 'Not read by Claude Code',
      restored: 'Not connected',
      overridden: 'Overridden',
      refused: 'Not possible',
    },
    write: 'Write the changes',
    connect: 'Connect',
    disconnect: 'Disconnect',
    written: 'Claude Code’s settings are written.',
    restored: 'Claude Code’s settings are as before.',
    same: 'The file holds everything as it should be.',
    pending_one: '{{count}} value of the file would change:',
    pending_other: '{{count}} values of the file would change:',
    diff: 'Difference',
    showDiff: 'Show the difference line by line',
    before: 'now',
    after: 'then',
    absent: 'not there',
    empty: 'empty',
    allKeys: 'What each value does',
  },
  values: {
    title: 'What is written',
    hint: 'Changes take effect when they are written: with the button above, or at the next start.',
    applyOnStart: { title: 'Connect automatically', effect: 'Writes the proxy into Claude Code’s settings at start, and puts them back at stop.' },
    apiTimeout: { title: 'API timeout', effect: 'How long Claude Code waits for an answer to begin before it tries again.' },
    attributionHeader: {
      title: 'Attribution line',
      effect: 'Lets Claude Code begin each request with a line that names its version. Without it some gateways cache better.',
    },
    disableTraffic: { title: 'No side calls', effect: 'Keeps Claude Code from calling other servers than the proxy, for example for telemetry.' },
    experimentalBetas: {
      title: 'Experimental features of the API',
      effect:
        'Claude Code asks for features that are not finished. Switch it off if an endpoint refuses requests because of the header anthropic-beta.',
    },
    agentTeams: {
      title: 'Agent teams',
      effect: 'Several sessions of Claude Code can work together as a team. Experimental, and it uses more tokens.',
    },
    commitAttribution: {
      title: 'Claude Code in commits',
      effect: 'Commits and pull requests name Claude Code as a co-author. Off: no such line is added.',
    },
  },
  models: {
    title: 'Model names',
    hint: 'Empty: Claude Code’s own choice. The model maps of the endpoints apply to whatever is asked for.',
    placeholder: 'Claude Code’s choice',
    model: 'Model at the start',
    opusModel: 'Opus',
    sonnetModel: 'Sonnet',
    haikuModel: 'Haiku',
    smallFastModel: 'Small and fast (older versions)',
  },
  switches: {
    title: 'Other files',
    hint: 'These stay until they are switched off, also while Code Proxy does not run. Switching off puts back exactly what was there.',
    onboarding: {
      title: 'Skip the first-run questions',
      effect: 'Claude Code does not ask for a theme and a login when it starts for the first time.',
    },
    plugin: {
      title: 'No login in VS Code',
      effect:
        'Gives the plugin for VS Code a placeholder for a key, so that it uses the connection above and does not ask for a login. If it still asks, set claudeCode.disableLoginPrompt in the settings of VS Code.',
    },
    where: '{{key}} in {{file}}',
    foreign: 'There already',
    foreignHint: 'The value was not written by Code Proxy, so it is not taken away here.',
    unreadable: 'Not readable',
  },
  conflicts: {
    title: 'Conflicts',
    none: 'Nothing found that would keep Claude Code from the proxy.',
    checked: 'Looked at: the environment of Code Proxy, the settings of known projects and of an administrator. A terminal may have other variables.',
    effect: { wins: 'Wins over ours', loses: 'Has no effect', beside: 'Takes effect too' },
    environment: {
      text: '{{key}} is set in the environment. Claude Code’s settings file wins over it, but only while Claude Code is connected.',
      remedy: 'Remove it from the profile of your shell, so that Claude Code behaves the same without Code Proxy.',
    },
    apiKey: {
      text: '{{key}} is set in the environment. Claude Code sends it beside our token, and asks about it when it starts.',
      remedy:
        'Remove it from the profile of your shell, or answer No when Claude Code asks. The proxy never passes it on in place of an endpoint’s own.',
    },
    apiKeyHelper: {
      text: '{{key}} in {{file}} makes a key that Claude Code sends beside our token.',
      remedy: 'The proxy goes by the token and never passes that key on. Remove {{key}} to be spared the command that makes it.',
    },
    otherProvider: {
      text: '{{key}} makes Claude Code talk to another service, whatever address is written. Found in {{place}}.',
      remedy: 'Remove it, or set it to 0.',
    },
    outboundProxy: {
      text: '{{key}} sends requests to another proxy, those to this machine too. Found in {{place}}.',
      remedy: 'Set NO_PROXY=127.0.0.1,localhost beside it, or start Claude Code with “code-proxy launch”, which does so.',
    },
    project: {
      text: '{{key}} in {{file}} is another than ours, and settings of a project win.',
      remedy:
        'In this project Claude Code goes by that file. Remove {{key}} there, or start Claude Code with “code-proxy launch”, which wins over it.',
    },
    managed: {
      text: '{{key}} in {{file}} was set by an administrator and wins over everything.',
      remedy: 'Ask whoever administers this machine to remove it or to set it to the address of the proxy.',
    },
    unreadable: {
      text: '{{file}} could not be read, so that nobody knows what it says.',
      remedy: 'Correct the file; Claude Code does not read it either.',
    },
    place: 'the environment',
  },
  backups: {
    title: 'Backups',
    hint: 'A copy of each file from before Code Proxy wrote to it, the newest {{count}} of each. They lie in the data folder and may hold keys, which are not shown here.',
    empty: 'Nothing was written yet, so there is nothing to go back to.',
    list: 'Backups, the newest first',
    time: 'Time',
    file: 'File',
    size: 'Size',
    why: 'Before',
    reason: {
      apply: 'connecting',
      restore: 'disconnecting',
      switch: 'a switch',
      edit: 'an edit',
      replace: 'bringing back a backup',
    },
    look: 'Compare',
    dialogTitle: 'Bring back the copy of {{when}}?',
    dialogText: 'The whole file is replaced, other programs’ changes since then included. What is there now is kept as a backup before.',
    same: 'The file is just as this copy.',
    restore: 'Bring back',
    restored: 'The copy is back. What was there before is the newest backup.',
  },
  folders: {
    title: 'Folders of Claude Code',
    hint: 'Beside the folder in use, which CLAUDE_CONFIG_DIR names or else ~/.claude. Each has its own settings, switches and backups.',
    further: 'Further folders',
    effect: 'One absolute path per line. What was written in a folder that is taken off the list is undone.',
    placeholder: 'for example /srv/claude-work',
    missing: 'not there yet',
  },
  moved: {
    title: 'Claude Code',
    text: 'The connection, its values, conflicts and backups have a page of their own.',
    open: 'Open the Claude Code page',
  },
} as const;
