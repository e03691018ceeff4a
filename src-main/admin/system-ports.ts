/** What the admin router needs for the parts that reach into the operating system: the data key's home and the service. */
import type { KeyPlace, SecretsStatus } from '../../src-shared/schemas/secrets.ts';
import type { ServiceLog, ServiceOptions, ServicePlan, ServiceStatus } from '../../src-shared/schemas/service.ts';

export interface SecretsService {
  status(): Promise<SecretsStatus>;
  /**
   * Moves the data key; does nothing when it lives there alone already. NOT_SUPPORTED_HERE when the keychain cannot be used
   * here, KEY_UNAVAILABLE when the key cannot be opened or does not arrive whole; then the old home is as it was.
   */
  move(to: KeyPlace): Promise<SecretsStatus>;
}

/** The service of the operating system for this data folder. SERVICE_FAILED when the system refuses; NOT_SUPPORTED_HERE. */
export interface OsService {
  status(): Promise<ServiceStatus>;
  /** What install would write and run. Changes nothing. */
  plan(options: ServiceOptions): Promise<ServicePlan>;
  /** Writes the definition and starts the service, anew when it is there already. */
  install(options: ServiceOptions): Promise<ServiceStatus>;
  /** Stops it in order and takes away all that install wrote. */
  uninstall(): Promise<ServiceStatus>;
  start(): Promise<ServiceStatus>;
  stop(): Promise<ServiceStatus>;
  logs(lines: number): Promise<ServiceLog>;
}
