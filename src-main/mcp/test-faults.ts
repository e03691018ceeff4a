/** Faults of a test that are not the SDK's. */

/** A server sent more than is taken. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  override readonly message = 'the server sent more than is taken';
}

/** The folder that a program shall be started in is not there; the message is its path. */
export class FolderMissing extends Error {
  override readonly name = 'FolderMissing';
}
