/** Writes a task for the Windows Task Scheduler: schema http://schemas.microsoft.com/windows/2004/02/mit/task, version 1.2. */
import { AppError } from '../../src-shared/app-error.ts';
import { quoteForWindows } from '../../src-shared/shell-words.ts';
import type { ServiceSpec } from './contract.ts';
import { xmlText } from './xml-text.ts';

export interface TaskPlace {
  /** `DOMAIN\user`: the task belongs to this user's session and needs no administrator. */
  readonly user: string;
  /** For example `C:\Windows`. */
  readonly systemRoot: string;
}

/** How often a start is repeated that could not even begin, and after how long. What the program returns is no failure to it. */
const RESTARTS_AT_MOST = 3;
const RESTART_AFTER = 'PT1M';

export function scheduledTask({ command }: ServiceSpec, { user, systemRoot }: TaskPlace): string {
  const text = (value: string) => xmlText(value, 'a scheduled task');
  // A program for the console would open a window at every log-on; conhost runs it without one.
  const host = `${systemRoot}\\System32\\conhost.exe`;
  const args = ['--headless', ...command].map(word).join(' ');
  return `<?xml version="1.0" encoding="UTF-16"?>
<!-- Written by "code-proxy service install"; "code-proxy service uninstall" removes it. -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Code Proxy, a local proxy for Claude Code</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${text(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${text(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>false</StartWhenAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>${RESTART_AFTER}</Interval>
      <Count>${RESTARTS_AT_MOST}</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${text(host)}</Command>
      <Arguments>${text(args)}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** The Task Scheduler puts in variables for `%NAME%`, and nothing keeps it from doing so. */
function word(value: string): string {
  if (!value.includes('%')) return quoteForWindows(value);
  throw new AppError('CONFIG_INVALID', `${value} cannot be written into a scheduled task, because it holds a %; choose a path without one`);
}
