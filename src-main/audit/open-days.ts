/** The databases that are open, and what is done about a file that cannot be used: it is put aside and said, never in the way. */
import { DayDatabase, UnusableDay } from './day-database.ts';
import { dayFile, dayOf, endOfDay, ensureFolder, hasDay, listDays, removeDay, setAside } from './day-files.ts';
import { readRemovedUntil, writeRemovedUntil } from './removed-until.ts';

export class OpenDays {
  readonly #folder: string;
  readonly #onNotice: (message: string) => void;
  readonly #open = new Map<string, DayDatabase>();
  #removedUntilMs: number;

  constructor(folder: string, onNotice: (message: string) => void) {
    this.#folder = folder;
    this.#onNotice = onNotice;
    this.#removedUntilMs = readRemovedUntil(folder);
  }

  /** What began before was taken away. Unix ms. */
  get removedUntilMs(): number {
    return this.#removedUntilMs;
  }

  /** For writing; made when it is not there. @throws what SQLite or the system says. */
  of(ms: number): DayDatabase {
    const day = dayOf(ms);
    const known = this.#open.get(day);
    if (known !== undefined) return known;
    ensureFolder(this.#folder);
    const database = this.#openDay(day);
    this.#open.set(day, database);
    return database;
  }

  /** For questions; null when nothing is kept of that day. */
  existing(day: string): DayDatabase | null {
    return this.#open.get(day) ?? (hasDay(this.#folder, day) ? this.of(Date.parse(`${day}T00:00:00Z`)) : null);
  }

  commit(): void {
    for (const database of this.#open.values()) database.commit();
  }

  rollback(): void {
    for (const database of this.#open.values()) database.rollback();
  }

  close(): void {
    for (const [day, database] of this.#open) {
      this.#open.delete(day);
      database.close();
    }
  }

  /** Closes days that are over. @param used Days that exchanges still write to. */
  closeUnused(nowMs: number, used: ReadonlySet<string>): void {
    for (const [day, database] of this.#open) {
      if (day === dayOf(nowMs) || used.has(day)) continue;
      this.#open.delete(day);
      database.close();
    }
  }

  /** Bytes of all days on the disk. */
  sizeBytes(): number {
    return listDays(this.#folder).reduce((sum, day) => sum + day.sizeBytes, 0);
  }

  remove(day: string, untilMs = endOfDay(day)): void {
    this.#open.get(day)?.close();
    this.#open.delete(day);
    removeDay(this.#folder, day);
    this.#wentUntil(untilMs);
  }

  /** Takes the oldest exchanges of a day away until at most `maxBytes` of its file are in use. */
  shrink(day: string, maxBytes: number): void {
    const lastStartedAtMs = this.existing(day)?.shrinkTo(maxBytes) ?? null;
    if (lastStartedAtMs !== null) this.#wentUntil(lastStartedAtMs + 1);
  }

  #wentUntil(ms: number): void {
    if (ms <= this.#removedUntilMs) return;
    this.#removedUntilMs = ms;
    writeRemovedUntil(this.#folder, ms);
  }

  /** Something that was read or written showed damage: looks for it and puts what is damaged out of the way. */
  putDamagedAside(): void {
    for (const [day, database] of this.#open) {
      if (!database.isDamaged()) continue;
      this.#open.delete(day);
      database.close();
      this.#putAside(day, new UnusableDay('is damaged', true));
    }
  }

  #openDay(day: string): DayDatabase {
    const file = dayFile(this.#folder, day);
    try {
      return new DayDatabase(file, day);
    } catch (error) {
      if (!(error instanceof UnusableDay)) throw error;
      this.#putAside(day, error);
      return new DayDatabase(file, day);
    }
  }

  #putAside(day: string, { isOurs, message }: UnusableDay): void {
    const aside = setAside(this.#folder, day, isOurs, Date.now());
    this.#onNotice(`The audit of ${day} ${message}; it was put aside as ${aside}.`);
  }
}
