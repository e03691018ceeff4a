import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../../src-renderer/components/markdown.tsx';
import { adminRig } from '../render-with-admin.tsx';

function show(text: string) {
  const { container } = adminRig().show(<Markdown text={text} />);
  return { container, text: () => container.textContent };
}

describe('Markdown', () => {
  it('shows headings below those of the page, lists, tables and code', () => {
    const { container } = show('# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nls -l\n```\n');
    expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('Title');
    expect(container.querySelector('h1, h2')).toBeNull();
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['one', 'two']);
    expect(within(screen.getByRole('table')).getAllByRole('cell')).toHaveLength(2);
    expect(container.querySelector('pre')?.textContent).toBe('ls -l\n');
  });

  it('shows HTML as the text that it is', () => {
    const { container, text } = show(
      'Hello <b onclick="alert(1)">you</b>\n\n<script>alert(1)</script>\n\n<iframe src="https://evil.example"></iframe>',
    );
    expect(container.querySelector('b, script, iframe')).toBeNull();
    expect(text()).toContain('<script>alert(1)</script>');
  });

  it('loads no picture, and says which one there is', () => {
    const { container, text } = show('![A tracking pixel](https://evil.example/p.png?who=me)');
    expect(container.querySelector('img')).toBeNull();
    expect(text()).toContain('A tracking pixel');
    expect(text()).toContain('https://evil.example/p.png?who=me');
  });

  it('follows links over https only, in a window of their own that learns nothing, with the host beside a text of its own', () => {
    const { text } = show('[your bank](https://evil.example/login) and https://plain.example/path');
    const [link] = screen.getAllByRole('link');
    expect(link?.getAttribute('href')).toBe('https://evil.example/login');
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer');
    expect(text()).toBe('your bank (evil.example) and https://plain.example/path ');
  });

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,hi', 'file:///etc/passwd', 'http://plain.example', '../other.md', '#here'])(
    'makes no link of %s',
    (address) => {
      const { container, text } = show(`[press me](<${address}>)`);
      expect(container.querySelector('a')).toBeNull();
      expect(text()).toContain(`press me (${address})`);
    },
  );

  it('says of a task whether it is done', () => {
    show('- [x] first\n- [ ] second');
    expect(screen.getAllByRole('img').map((box) => box.getAttribute('aria-label'))).toEqual(['done', 'open']);
  });
});
