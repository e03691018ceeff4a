/** Moves a data key in a process of its own, which kills itself before the n-th step. Arguments: folder, place, n. */
import { join } from 'node:path';
import { KeyHomes } from '../../src-main/platform/key-homes.ts';
import { moveKey } from '../../src-main/platform/move-key.ts';
import { keyPlaceSchema } from '../../src-shared/schemas/secrets.ts';
import { crashingKeyFiles } from './crashing-key-files.ts';
import { MemoryKeychain } from './memory-keychain.ts';

const [folder = '', place, crashAt] = process.argv.slice(2);
const { files } = crashingKeyFiles(Number(crashAt), () => process.kill(process.pid, 'SIGKILL'));
const homes = new KeyHomes({ file: join(folder, 'key'), keychain: new MemoryKeychain(), files });
const key = await homes.load();
if (key === null) throw new Error('there is no key to move');
await moveKey(homes, keyPlaceSchema.parse(place), key, async () => undefined);
