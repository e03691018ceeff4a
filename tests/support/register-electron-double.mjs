/** For `node --import`: gives the built desktop bundle the Electron double wherever it asks for `electron`. */
import { registerHooks } from 'node:module';

const double = new URL('./electron-double.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context)),
});
