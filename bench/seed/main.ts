/** `npm run seed`: fills a data folder with a made-up history, for looking at every page with much data. Started by scripts/seed.mjs. */
import { z } from 'zod';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { openForWriting } from '../../src-main/storage/open-database.ts';
import { BUCKET_MS } from '../../src-main/storage/usage-bucket.ts';
import { FolderRefused, markFolder, prepareFolder } from './target-folder.ts';
import { writeHistory } from './write-history.ts';

const optionsSchema = z.object({
  dataFolder: z.string(),
  exchanges: z.int().positive(),
  days: z.int().positive(),
  seed: z.int(),
  isForced: z.boolean(),
});
const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const paths = dataPaths(options.dataFolder);
const say = (text: string) => process.stdout.write(`${text}\n`);

async function seed(): Promise<number> {
  const { exchanges, days, seed: number, isForced } = options;
  const untilMs = Math.floor(Date.now() / BUCKET_MS) * BUCKET_MS;
  await prepareFolder(paths, isForced);
  await markFolder(paths, { exchanges, days, seed: number, untilMs });
  const { database } = openForWriting(paths.database, Date.now(), () => null);
  // A seeded database can be made again: nothing is lost with the power.
  database.pragma('synchronous = OFF');
  const startedAtMs = Date.now();
  writeHistory({ database, exchanges, days, seed: number, untilMs, onProgress: (written) => showProgress(written, startedAtMs) });
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  say(`\n${exchanges.toLocaleString('en')} exchanges over ${days} days, seed ${number}, in ${paths.database}`);
  say(`look at them: CODE_PROXY_HOME=${paths.folder} npm start -- --headless`);
  return 0;
}

let shownPercent = -1;
function showProgress(written: number, startedAtMs: number): void {
  const percent = Math.floor((100 * written) / options.exchanges);
  if (percent === shownPercent) return;
  shownPercent = percent;
  const seconds = ((Date.now() - startedAtMs) / 1_000).toFixed(0);
  const text = `${percent} % (${written.toLocaleString('en')} exchanges, ${seconds} s)`;
  if (process.stdout.isTTY) process.stdout.write(`\r${text}`);
  else if (percent % 10 === 0) say(text);
}

try {
  process.exitCode = await seed();
} catch (error) {
  if (!(error instanceof FolderRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
