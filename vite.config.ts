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
const builtins = [/^node:/, ...builtinModules];
const external = ['electron', 'better-sqlite3'];

const copyMigrations: Plugin = {
  name: 'copy-migrations',
  applyToEnvironment: (environment) => environment.name === 'main',
  closeBundle: () => cpSync(at('./src-main/storage/sql'), at('./dist/main/sql'), { recursive: true }),
};

const NODE_HTTP = '\0node-http';
const HTTP_NAMES = ['Agent', 'IncomingMessage', 'createServer', 'request', 'validateHeaderName', 'validateHeaderValue'];

/**
 * An ECMAScript import of `node:http` reads all its exports, among them `WebSocket`, and so loads the whole `fetch` that is built into
 * Node: 13 MB and a tenth of the start (decision 0193). A name that is missing here fails the build.
 */
const httpWithoutFetch: Plugin = {
  name: 'http-without-fetch',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'main',
  resolveId: {
    filter: { id: /^node:http$/ },
    handler: (id, _importer, { kind }) => (kind === 'import-statement' ? NODE_HTTP : { id, external: true }),
  },
  load: {
    filter: { id: new RegExp(`^${NODE_HTTP}$`) },
    handler: () => `export const { ${HTTP_NAMES.join(', ')} } = process.getBuiltinModule('node:http');`,
  },
};

export default defineConfig({
  root: at('./src-renderer'),
  base: '/',
  publicDir: false,
  plugins: [react(), tailwindcss(), copyMigrations, httpWithoutFetch],
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
      resolve: { conditions: ['node'], noExternal: true, external: ['electron', 'better-sqlite3'], builtins: [...external, ...builtins] },
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
            'texts.worker': at('./src-main/claude-code/texts.worker.ts'),
            'storage-writer.worker': at('./src-main/storage/storage-writer.worker.ts'),
            'storage-reader.worker': at('./src-main/storage/storage-reader.worker.ts'),
          },
          // What is listed as external is never asked for; the plugin decides about this one.
          external: [...external, ...builtinModules, /^node:(?!http$)/],
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
