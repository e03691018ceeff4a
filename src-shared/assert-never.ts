/** Makes the compiler prove that a switch over a closed union is exhaustive; throws if data ever gets past a schema. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
