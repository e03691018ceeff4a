import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAdmin } from '../../../../src-renderer/api/admin-context.ts';
import { adminRig } from '../render-with-admin.tsx';

describe('admin context', () => {
  it('gives the options of every procedure below its provider, and refuses outside of it', () => {
    const { current } = adminRig().hook(useAdmin);
    expect(current.endpoints.list.queryKey()).not.toEqual(current.exchanges.live.queryKey());
    expect(() => renderHook(useAdmin)).toThrow();
  });
});
