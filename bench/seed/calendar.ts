/** Decides how many exchanges begin in each quarter of an hour: working hours, weekends, holidays, quiet and busy days, growth. */
import type { Random } from '../../src-main/demo/seeded-random.ts';
import { BUCKET_MS, utcDayStartMs } from '../../src-main/storage/usage-bucket.ts';
import { logNormal } from './chance.ts';

export interface BusyQuarter {
  readonly startMs: number;
  readonly exchanges: number;
  /** Part of the history that is over, 0 to 1. */
  readonly progress: number;
}

/** Per hour of UTC, as of people in Central Europe with some overnight jobs. */
const HOURS = [1, 1, 0.6, 0.4, 0.4, 1, 4, 11, 20, 24, 22, 14, 15, 22, 24, 20, 13, 8, 6, 7, 8, 6, 4, 2];
const WEEKEND_FACTOR = 0.18;
const HOLIDAY_FACTOR = 0.1;
/** Chance that a holiday of about a week begins on a day. */
const HOLIDAY_CHANCE = 0.008;
const HOLIDAY_DAYS = 7;
/** At the end there is this much more traffic than at the beginning. */
const GROWTH = 3;

/** @param untilMs  Nothing begins later. The quarters come in their order; together they hold exactly `exchanges`. */
export function* busyQuarters(options: {
  readonly random: Random;
  readonly exchanges: number;
  readonly days: number;
  readonly untilMs: number;
}): Generator<BusyQuarter> {
  const { random, exchanges, days, untilMs } = options;
  const firstDayMs = utcDayStartMs(untilMs) - (days - 1) * DAY_MS;
  const dayWeights = weightsOfDays(random, days, firstDayMs);
  const quarters = Math.floor((untilMs - firstDayMs) / BUCKET_MS);
  const weights = new Float64Array(quarters);
  for (let index = 0; index < quarters; index += 1) {
    const hour = HOURS[Math.floor((index % QUARTERS_A_DAY) / 4)] ?? 0;
    weights[index] = (dayWeights[Math.floor(index / QUARTERS_A_DAY)] ?? 0) * hour * logNormal(random, 1, 0.5);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let due = 0;
  let given = 0;
  for (const [index, weight] of weights.entries()) {
    due += (weight / total) * exchanges;
    // What rounding leaves over goes to the next quarter, and to the last one at the end.
    const count = index === quarters - 1 ? exchanges - given : Math.floor(due) - given;
    given += count;
    if (count > 0) yield { startMs: firstDayMs + index * BUCKET_MS, exchanges: count, progress: index / quarters };
  }
}

const DAY_MS = 86_400_000;
const QUARTERS_A_DAY = DAY_MS / BUCKET_MS;

function weightsOfDays(random: Random, days: number, firstDayMs: number): readonly number[] {
  let holidayLeft = 0;
  return Array.from({ length: days }, (_, day) => {
    if (holidayLeft > 0) holidayLeft -= 1;
    else if (random() < HOLIDAY_CHANCE) holidayLeft = HOLIDAY_DAYS;
    const weekday = new Date(firstDayMs + day * DAY_MS).getUTCDay();
    const weekend = weekday === 0 || weekday === 6 ? WEEKEND_FACTOR : 1;
    const holiday = holidayLeft > 0 ? HOLIDAY_FACTOR : 1;
    return (1 + (GROWTH - 1) * (day / days)) * weekend * holiday * logNormal(random, 1, 0.35);
  });
}
