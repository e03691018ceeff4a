/**
 * Runs the built desktop bundle on the Electron double, in a process of its own, and does over IPC what the test says:
 * plays the window and the user, and tells what Electron was asked for. The process ends as the app does.
 */
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { app, BrowserWindow, dialog, Menu, menuItem, press, protocol, Tray } from './electron-double.ts';

const commandSchema = z.discriminatedUnion('do', [
  z.object({ id: z.number(), do: z.literal('look') }),
  z.object({ id: z.number(), do: z.literal('fetch'), url: z.string(), method: z.string(), body: z.string().nullable() }),
  /** Opens the event feed, waits for its first bytes and drops it, so many times. */
  z.object({ id: z.number(), do: z.literal('open-feeds'), url: z.string(), count: z.number() }),
  z.object({ id: z.number(), do: z.literal('press'), item: z.string() }),
  z.object({ id: z.number(), do: z.literal('close-window') }),
  z.object({ id: z.number(), do: z.literal('quit') }),
]);
type Command = z.infer<typeof commandSchema>;

/** In a real one this is a renderer's request. */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const handler = protocol.handlers.get('app');
  if (handler === undefined) throw new Error('nothing handles app:');
  return handler(new Request(url, init));
}

function look(): unknown {
  const menu = Tray.all[0]?.menu ?? null;
  return {
    windows: BrowserWindow.all.map(({ url, isShown, options }) => ({ url, isShown, webPreferences: options.webPreferences })),
    tray: menu?.items.map(({ id, label, enabled }) => ({ id, label, enabled: enabled !== false })) ?? null,
    hideAccelerator: Menu.application === null ? null : menuItem(Menu.application, 'hide-window').accelerator,
    schemes: protocol.privileged,
    userData: app.getPath('userData'),
    errors: dialog.errors,
  };
}

async function openFeeds(url: string, count: number): Promise<string> {
  let last = '';
  for (let round = 0; round < count; round += 1) {
    const answer = await ask(url, { headers: { accept: 'text/event-stream' } });
    const reader = answer.body?.getReader();
    last = new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
  }
  return last;
}

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'look':
      return look();
    case 'fetch': {
      const { url, method, body } = command;
      const answer = await ask(url, { method, body, ...(body === null ? {} : { headers: { 'content-type': 'application/json' } }) });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
    }
    case 'open-feeds':
      return openFeeds(command.url, command.count);
    case 'press':
      return press(menuItem(Tray.all[0]?.menu ?? null, command.item));
    case 'close-window':
      return BrowserWindow.all[0]?.close();
    case 'quit':
      return app.quit();
  }
}

process.on('message', async (raw) => {
  const command = commandSchema.parse(raw);
  try {
    process.send?.({ id: command.id, value: (await obey(command)) ?? null });
  } catch (error) {
    process.send?.({ id: command.id, error: String(error) });
  }
});
app.on('quit', (_event: unknown, code: number) => {
  for (const { title, content } of dialog.errors) process.stderr.write(`${title}: ${content}\n`);
  process.exit(code);
});

const bundle = z.string().parse(process.argv[2]);
// The bundle reads its options from the command line, as under Electron: executable, app folder, options.
process.argv.splice(1, 2, '.');
await import(pathToFileURL(bundle).href);
