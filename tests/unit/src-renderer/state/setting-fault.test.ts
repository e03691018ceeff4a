import { expect, it } from 'vitest';
import { checkSettings } from '../../../../src-main/configuration/settings-document.ts';
import { settingFault } from '../../../../src-renderer/state/setting-fault.ts';

/** As the core refuses it. */
function refusal(document: Parameters<typeof checkSettings>[0]): string {
  try {
    checkSettings(document);
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
  throw new Error('it was not refused');
}

it('is what is wrong, without the path and the value that the control shows', () => {
  expect(settingFault(refusal({ proxy: { maxRetries: 99 } }), 'proxy.maxRetries')).toEqual({ text: 'at most 20', item: null });
  const bracketed = refusal({ skills: { githubUrl: 'x (got y)' } });
  expect(settingFault(bracketed, 'skills.githubUrl')).toEqual({ text: 'must be an http(s) URL', item: null });
});

it('names the item of a list', () => {
  const message = refusal({ audit: { patterns: ['fine', '(a+)+'] } });
  expect(settingFault(message, 'audit.patterns')).toEqual({ text: expect.stringMatching(/^must not repeat a group/), item: '"(a+)+"' });
});

it('is nothing where the message is about something else', () => {
  expect(settingFault('the settings file cannot be written', 'proxy.port')).toBeNull();
  expect(settingFault('proxy.portal: is invalid', 'proxy.port')).toBeNull();
});
