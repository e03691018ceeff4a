/** Names for the unit conversions that the code uses, so that a number in the code says what it is. */
export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;
export const BYTES_PER_KIB = 1_024;
export const BYTES_PER_MIB = 1_048_576;
export const MICRO_USD_PER_USD = 1_000_000;
