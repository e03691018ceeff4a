import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { TextFilter } from '../../../../../src-renderer/pages/requests/text-filter.tsx';

afterEach(cleanup);

function open() {
  const onChange = vi.fn();
  const draw = (value: string) => <TextFilter label="Text" value={value} onChange={onChange} />;
  const { rerender } = render(draw(''));
  const input = screen.getByRole('searchbox');
  const text = () => (input instanceof HTMLInputElement ? input.value : null);
  return { onChange, text, input, comesBack: (value: string) => rerender(draw(value)) };
}

it('keeps the space between two words when the first word comes back', async () => {
  const { onChange, text, input, comesBack } = open();
  await userEvent.type(input, 'too {Enter}');
  expect(onChange).toHaveBeenLastCalledWith('too');
  comesBack('too');
  expect(text()).toBe('too ');
});

it('takes over what another control made of it', async () => {
  const { text, input, comesBack } = open();
  await userEvent.type(input, 'too{Enter}');
  comesBack('too');
  comesBack('');
  expect(text()).toBe('');
});
