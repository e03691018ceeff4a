/** What is wrong with an entry, in English: for errors and the command line. The pages have their own words for the codes. */
import type { McpProblem } from './schemas/mcp.ts';

export function mcpProblemWords({ code, values }: McpProblem): string {
  const value = (key: string) => values[key] ?? '';
  switch (code) {
    case 'file-broken':
      return value('line') === '' ? `the file cannot be read: ${value('reason')}` : `line ${value('line')}: ${value('reason')}`;
    case 'not-an-object':
      return 'the entry must be an object { .. }';
    case 'name-invalid':
      return `the name "${value('name')}" may only hold letters a-z, digits, - and _`;
    case 'type-unknown':
      return value('type') === '' ? 'the entry has a "url" but no "type"; add "type": "http" (or "sse")' : `the type ${value('type')} is not known`;
    case 'command-missing':
      return 'there is no "command"';
    case 'url-missing':
      return 'there is no "url"';
    case 'url-invalid':
      return `${value('url')} is not a URL that begins with http:// or https://`;
    case 'key-invalid':
      return value('key') === 'args' ? '"args" must be a list of texts' : `"${value('key')}" must be an object of texts`;
    case 'variable-missing':
      return `not set in the environment: ${value('names')}`;
    case 'input-missing':
      return `not filled in: ${value('ids')}`;
    case 'kept-unreadable':
      return `what is kept of it cannot be read: ${value('reason')}`;
    default:
      return code satisfies never;
  }
}
