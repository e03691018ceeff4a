import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ChangeNote, type ChangeNoteProps } from '../../../../../src-renderer/pages/dashboard/change-note.tsx';
import { adminRig } from '../../render-with-admin.tsx';

function note(props: Omit<ChangeNoteProps, 'before'>) {
  const { container, unmount } = adminRig().show(<ChangeNote before="40" {...props} />);
  const element = container.querySelector('span');
  const look = ['text-ok', 'text-bad', 'text-muted'].findLast((name) => element?.className.includes(name));
  const seen = { text: element?.textContent ?? null, title: element?.title ?? null, look };
  unmount();
  return seen;
}

describe('the change beside a figure', () => {
  it('is a share with a sign and a word, and tells the number before', () => {
    expect(note({ change: { kind: 'ratio', ratio: 0.25 } })).toEqual({
      text: '+25% · more',
      title: '+25% · more (Before: 40)',
      look: 'text-muted',
    });
    expect(note({ change: { kind: 'ratio', ratio: -0.5 } }).text).toBe('\u221250% · less');
  });

  it('of a share is in points', () => {
    expect(note({ change: { kind: 'points', difference: -0.023 }, words: 'level', rise: 'good' })).toMatchObject({
      text: '\u22122.3 pts · down',
      look: 'text-bad',
    });
  });

  it('is coloured by what a rise means', () => {
    expect(note({ change: { kind: 'ratio', ratio: 0.1 }, words: 'speed', rise: 'bad' })).toMatchObject({ text: '+10% · slower', look: 'text-bad' });
    expect(note({ change: { kind: 'ratio', ratio: -0.1 }, words: 'speed', rise: 'bad' })).toMatchObject({
      text: '\u221210% · faster',
      look: 'text-ok',
    });
  });

  it('says when there is none, when there was nothing before, and nothing where nothing is known', () => {
    expect(note({ change: { kind: 'same' } }).text).toBe('as before');
    expect(note({ change: { kind: 'new' } }).text).toBe('none before');
    expect(note({ change: { kind: 'unknown' } }).text).toBeNull();
    expect(screen.queryByText(/before/)).toBeNull();
  });
});
