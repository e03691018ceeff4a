/**
 * One build for everything: `main` holds both hosts and the storage workers, `client` is the renderer.
 *
 * All files of `main` lie flat in dist/main, so that a worker or the sql folder is found beside whatever chunk asks for it,
 * just as beside the source file when the sources run directly.
 */
import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import packageJson from './package.json' with { type: 'json' };

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const external = ['electron', 'better-sqlite3', /^node:/, ...builtinModules];

const copyMigrations: Plugin = {
  name: 'copy-migrations',
  applyToEnvironment: (environment) => environment.name === 'main',
  closeBundle: () => cpSync(at('./src-main/storage/sql'), at('./dist/main/sql'), { recursive: true }),
};

export default defineConfig({
  root: at('./src-renderer'),
  base: '/',
  publicDir: false,
  plugins: [react(), tailwindcss(), copyMigrations],
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  environments: {
    client: {
      build: {
        outDir: at('./dist/renderer'),
        emptyOutDir: true,
        modulePreload: false,
        // The dashboard comes from this very machine; splitting it further would only add requests.
        chunkSizeWarningLimit: 1_500,
        rolldownOptions: {
          input: at('./src-renderer/index.html'),
          // Alone, so that it runs before the chunks that pages share; see there.
          output: { codeSplitting: { groups: [{ name: 'zod-without-eval', test: /zod-without-eval/ }] } },
        },
      },
    },
    main: {
      consumer: 'server',
      resolve: { conditions: ['node'], noExternal: true, external: ['electron', 'better-sqlite3'], builtins: external },
      build: {
        outDir: at('./dist/main'),
        emptyOutDir: true,
        ssr: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: {
            cli: at('./src-main/cli/entry.ts'),
            desktop: at('./src-main/desktop/entry.ts'),
            'core.worker': at('./src-main/desktop/core.worker.ts'),
            'audit.worker': at('./src-main/audit/audit.worker.ts'),
            'mcp-test.worker': at('./src-main/mcp/mcp-test.worker.ts'),
            'skills.worker': at('./src-main/skills/skills.worker.ts'),
            'storage-writer.worker': at('./src-main/storage/storage-writer.worker.ts'),
            'storage-reader.worker': at('./src-main/storage/storage-reader.worker.ts'),
          },
          external,
          output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'client']) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
});
