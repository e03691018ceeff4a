import { act, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { useLaunchPreview } from '../../../../../src-renderer/state/queries/use-launch-options.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('keeps the last preview in sight until the next one is there', async () => {
  const { launch } = fakeAdminServices();
  const slow = Promise.withResolvers<void>();
  const { hook } = adminRig({
    launch: {
      ...launch,
      async preview(input) {
        if (input.folder === '/b') await slow.promise;
        return launch.preview(input);
      },
    },
  });
  const result = hook(() => {
    const [folder, setFolder] = useState('/a');
    return { setFolder, preview: useLaunchPreview({ folder }).data };
  });
  await waitFor(() => expect(result.current.preview?.command).toContain('/a'));
  act(() => result.current.setFolder('/b'));
  expect(result.current.preview?.command).toContain('/a');
  slow.resolve();
  await waitFor(() => expect(result.current.preview?.command).toContain('/b'));
});
