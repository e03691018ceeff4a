/** Says in words why a server could not listen, and which option of the command line helps. One for both listeners. */
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from './error-code.ts';

export interface ListenTarget {
  readonly port: number;
  readonly host: string;
  /** Command-line option that chooses the port. */
  readonly option: string;
  /** Setting that holds the port. */
  readonly field: string;
}

/** PORT_IN_USE, PORT_RESERVED or ADDRESS_NOT_LOCAL; INTERNAL for what the system seldom says. */
export function listenError(cause: unknown, { port, host, option, field }: ListenTarget): AppError {
  const code = errorCodeOf(cause);
  const choosePort = `choose another one with ${option}`;
  switch (code) {
    case 'EADDRINUSE':
      return new AppError('PORT_IN_USE', `port ${port} is already used by another program – ${choosePort}`, { cause, field, repair: 'choose-port' });
    // Windows keeps ranges for itself, Linux the ports below 1024.
    case 'EACCES':
    case 'EPERM':
      return new AppError('PORT_RESERVED', `port ${port} is reserved by the system – ${choosePort}`, { cause, field, repair: 'choose-port' });
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
    case 'ENOTFOUND':
      return new AppError('ADDRESS_NOT_LOCAL', `${host} is not an address of this computer – use 127.0.0.1, or one that it has`, {
        cause,
        field: field.replace(/\.port$/, '.host'),
        repair: 'open-settings',
      });
    default:
      return new AppError('INTERNAL', `cannot listen on ${host}, port ${port} (${code ?? String(cause)})`, { cause });
  }
}
