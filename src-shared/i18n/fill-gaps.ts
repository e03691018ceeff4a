/** Fills the gaps of a sentence where no translation library does: on the command line and in reports. */

/** @param values  By the name of the gap, `{{name}}`; a gap without a value is left empty. */
export function fillGaps(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
