import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../../src-main/admin/trpc.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

function rig() {
  const asked: unknown[] = [];
  const services = fakeAdminServices();
  const { launch } = services;
  const router = createAdminRouter({
    ...services,
    launch: {
      ...launch,
      run: (input) => {
        asked.push(input);
        return launch.run(input);
      },
      remember: async (folder) => void asked.push(`remember ${folder}`),
      forget: async (folder) => void asked.push(`forget ${folder}`),
    },
  });
  return { asked, caller: createCallerFactory(router)({}) };
}

it('hands on what was asked, with the defaults where nothing was said', async () => {
  const { asked, caller } = rig();
  expect(await caller.launch.run({ folder: ' /work ' })).toMatchObject({ terminal: 'kitty', folder: '/work' });
  await caller.launch.run({ folder: '/work', model: 'opus', args: ['-c'], terminal: 'kitty {command}' });
  await caller.launch.remember({ folder: '/work' });
  await caller.launch.forget({ folder: '/work' });
  expect(asked).toEqual([
    { folder: '/work', model: null, args: '', terminal: null },
    { folder: '/work', model: 'opus', args: ['-c'], terminal: 'kitty {command}' },
    'remember /work',
    'forget /work',
  ]);
  expect((await caller.launch.options()).recentFolders).toEqual(['/home/user/project']);
  expect((await caller.launch.preview({ folder: '/work' })).command).toContain('/work');
});

it('refuses a model that would be read as an option, and a terminal that cannot be meant', async () => {
  const { asked, caller } = rig();
  for (const wrong of [{ model: '--dangerously-skip-permissions' }, { model: 'a b' }, { terminal: 'kitty --hold' }, { terminal: 'x "{command}' }])
    await expect(caller.launch.run({ folder: '/work', ...wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(asked).toEqual([]);
});
