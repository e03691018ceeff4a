import { Command } from 'commander';
import { expect, it } from 'vitest';
import { withFields, withInputs, withPlace } from '../../../../../src-main/cli/commands/mcp-options.ts';

it('offers a way around the process list for whatever may be secret', () => {
  const help = withInputs(withFields(withPlace(new Command('add')))).helpInformation();
  for (const option of ['--env-stdin', '--header-stdin', '--input-stdin', '--scope <scope>', '--project <dir>']) expect(help).toContain(option);
});
