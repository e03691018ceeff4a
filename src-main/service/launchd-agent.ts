/** Writes a launchd agent: launchd.plist(5). */
import type { ServiceSpec } from './contract.ts';
import { xmlText } from './xml-text.ts';

/** An orderly stop lets answers end for a while: the longest that `code-proxy stop` waits. */
const STOP_PATIENCE_S = 75;
/** launchd knows no other limit for a program that fails at once. */
const BETWEEN_STARTS_S = 10;
/** 077: launchd takes it in decimal. */
const PRIVATE_UMASK = 63;

export function launchdAgent({ name, command, environment, outputFile }: ServiceSpec): string {
  const text = (value: string) => `<string>${xmlText(value, 'a launchd agent')}</string>`;
  const list = command.map((word) => `    ${text(word)}\n`).join('');
  const variables = Object.entries(environment)
    .map(([key, value]) => `    <key>${xmlText(key, 'a launchd agent')}</key>\n    ${text(value)}\n`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by "code-proxy service install"; "code-proxy service uninstall" removes it. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  ${text(name)}
  <key>ProgramArguments</key>
  <array>
${list}  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables}  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>${BETWEEN_STARTS_S}</integer>
  <key>ExitTimeOut</key>
  <integer>${STOP_PATIENCE_S}</integer>
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>Umask</key>
  <integer>${PRIVATE_UMASK}</integer>
  <key>StandardOutPath</key>
  ${text(outputFile)}
  <key>StandardErrorPath</key>
  ${text(outputFile)}
</dict>
</plist>
`;
}
