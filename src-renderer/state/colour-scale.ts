/**
 * Which shade of a heatmap a value gets. The bounds are quantiles of what is shown, so that one large day does not make all
 * others look alike, rounded to two digits, so that the legend can be read and does not change with every request.
 */

export const SHADES = 5;

export interface ScaleStep {
  /** 1 (least) to SHADES. */
  readonly shade: number;
  /** Smallest value of the step; 0 of the first one, which holds all that is more than nothing. */
  readonly from: number;
}

export interface ColourScale {
  /** From the least to the most; empty when there is no value above 0. */
  readonly steps: readonly ScaleStep[];
  /** 0 for nothing. */
  shadeOf(value: number): number;
}

/** @param isWhole The bounds are counts: not less than 1 apart. */
export function createColourScale(values: readonly number[], { isWhole }: { readonly isWhole: boolean }): ColourScale {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const bounds: number[] = [0];
  for (let part = 1; part < SHADES && sorted.length > 0; part += 1) {
    const quantile = sorted[Math.ceil((sorted.length * part) / SHADES) - 1] ?? 0;
    const next = sorted.find((value) => value > quantile);
    if (next === undefined) break;
    const bound = roundBetween(quantile, next, isWhole);
    if (bound > (bounds.at(-1) ?? 0)) bounds.push(bound);
  }
  const steps = sorted.length === 0 ? [] : bounds.map((from, index) => ({ from, shade: shadeOfStep(index, bounds.length) }));
  return {
    steps,
    shadeOf: (value) => (value <= 0 ? 0 : (steps.findLast(({ from }) => value >= from)?.shade ?? 0)),
  };
}

/** Few steps are spread over all shades, because neighbours are hard to tell apart. A single one is the middle. */
function shadeOfStep(index: number, count: number): number {
  if (count === 1) return Math.ceil(SHADES / 2);
  return 1 + Math.round((index * (SHADES - 1)) / (count - 1));
}

/** The roundest number above `low` and not above `high`: the same values stay apart. */
function roundBetween(low: number, high: number, isWhole: boolean): number {
  const magnitude = Math.floor(Math.log10(high));
  for (let digits = 1 - magnitude; digits <= 12; digits += 1) {
    const factor = 10 ** digits;
    const rounded = Math.floor(high * factor) / factor;
    if (rounded > low && (!isWhole || Number.isInteger(rounded))) return rounded;
  }
  return high;
}
