/** How this command line is run once more, whether it is the built one or the sources. */

/** Program and arguments in front of a verb; null when the script is not known. */
export function cliCommand({ execPath, execArgv, argv }: Pick<NodeJS.Process, 'execPath' | 'execArgv' | 'argv'> = process): readonly string[] | null {
  const script = argv[1];
  return script === undefined ? null : [execPath, ...execArgv, script];
}
