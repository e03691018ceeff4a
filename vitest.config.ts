/** Test projects: `node` for the core on real sockets and files, `renderer` for components, `e2e` for the built app. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * How long a test waits for what must come: many times what it takes on a machine that is busy with other things, because what
 * comes late is no fault, and what never comes is found as well three minutes later.
 */
const STATE_LIMIT_MS = 60_000;
const TEST_LIMIT_MS = 180_000;

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    globals: false,
    restoreMocks: true,
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
    expect: { poll: { timeout: STATE_LIMIT_MS } },
    // By itself one processor is left out, which on a machine with two doubles the time; tests wait more than they compute.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'tests/unit/src-main/**/*.test.ts',
            'tests/unit/src-shared/**/*.test.ts',
            'tests/unit/scripts/**/*.test.ts',
            'tests/contract/**/*.test.ts',
            'tests/integration/**/*.test.ts',
          ],
          exclude: ['tests/unit/src-main/desktop/**'],
        },
      },
      {
        extends: true,
        resolve: { alias: { electron: at('./tests/support/electron-double.ts') } },
        test: {
          name: 'desktop',
          environment: 'node',
          include: ['tests/unit/src-main/desktop/**/*.test.ts'],
          server: { deps: { inline: ['electron-store', 'electron-updater'] } },
        },
      },
      {
        extends: true,
        test: { name: 'renderer', environment: 'happy-dom', include: ['tests/unit/src-renderer/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each file drives a browser or a real client; more at once would only wait for each other.
          maxWorkers: 2,
        },
      },
    ],
  },
});
