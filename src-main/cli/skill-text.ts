/** How skills look in a terminal: the list, one of them, backups, updates and what an installation did. */
import type { SkillDiff, SkillJob, SkillUpdate } from '../../src-shared/schemas/skill-job.ts';
import type { SkillBackup, SkillList, SkillPlace, SkillRef, SkillSource, SkillText, SkillView } from '../../src-shared/schemas/skills.ts';
import { bytes, count, relativeTime } from './amounts.ts';
import { problemText } from './skill-words.ts';
import { renderFields, renderTable } from './table.ts';
import type { TextStyle } from './text-style.ts';

const MAX_DESCRIPTION = 70;
const SHORT_COMMIT = 10;

export function skillTable(style: TextStyle, { items, places }: SkillList): string {
  const troubles = places.flatMap(({ problem }) => (problem === null ? [] : [style.paint('warning', problemText(problem))]));
  if (items.length === 0) return [...troubles, 'No skills. "code-proxy skill install owner/repo" gets some.'].join('\n');
  const table = renderTable(
    style,
    [
      { title: 'NAME', cell: (item) => style.paint(item.isEnabled ? 'strong' : 'faint', shownName(item)) },
      { title: '', cell: (item) => stateCell(style, item) },
      { title: 'PLACE', cell: ({ place }) => placeText(place) },
      { title: 'SIZE', align: 'right', cell: ({ sizeBytes }) => bytes(sizeBytes) },
      { title: 'SOURCE', cell: ({ source }) => sourceText(source) },
      {
        title: 'DESCRIPTION',
        wraps: true,
        cell: ({ description, problems }) => cut(problems[0] === undefined ? (description ?? '–') : problemText(problems[0])),
      },
    ],
    items,
  );
  return [...troubles, table].join('\n');
}

/** As Claude Code shows a name that differs from the folder's. */
function shownName({ folderName, name }: SkillView): string {
  return name === null || name === folderName ? folderName : `${folderName} (${name})`;
}

function stateCell(style: TextStyle, { isEnabled, problems, hasLocalChanges }: SkillView): string {
  if (problems.length > 0) return style.paint('bad', 'broken');
  if (!isEnabled) return style.paint('faint', 'off');
  return hasLocalChanges ? style.paint('warning', 'on, changed here') : style.paint('good', 'on');
}

export function skillDetails(style: TextStyle, view: SkillView, text: SkillText, nowMs: number): string {
  const fields: [string, string][] = [
    ['state', stateCell(style, view)],
    ['folder', view.path],
    ['description', view.description ?? '–'],
    ['tools', view.allowedTools.length === 0 ? '–' : view.allowedTools.join(', ')],
    ['called by', view.isHiddenFromModel ? `you only, as /${view.folderName}` : 'Claude Code, and by you'],
    ['size', `${bytes(view.sizeBytes)} in ${count(view.fileCount)} files`],
    ['source', sourceText(view.source)],
    ['installed', relativeTime(view.installedAtMs, nowMs)],
    ...view.problems.map((problem): [string, string] => ['problem', style.paint('bad', problemText(problem))]),
  ];
  const files = text.files.map(
    ({ path, sizeBytes, isExecutable }) => `${path}  ${style.paint('faint', `${bytes(sizeBytes)}${isExecutable ? ', executable' : ''}`)}`,
  );
  return [style.paint('strong', shownName(view)), renderFields(style, [...fields, ['files', files.join('\n') || '–']]), '', text.body.trimEnd()].join(
    '\n',
  );
}

export function backupTable(style: TextStyle, items: readonly SkillBackup[], nowMs: number): string {
  if (items.length === 0) return 'No backups.';
  return renderTable(
    style,
    [
      { title: 'BACKUP', cell: ({ id }) => style.paint('strong', id) },
      { title: 'SKILL', cell: ({ folderName }) => style.paint('plain', folderName) },
      { title: 'PLACE', cell: ({ place }) => placeText(place) },
      { title: 'WHY', cell: ({ reason }) => reason },
      { title: 'WHEN', cell: ({ createdAtMs }) => relativeTime(createdAtMs, nowMs) },
      { title: 'SIZE', align: 'right', cell: ({ sizeBytes }) => bytes(sizeBytes) },
    ],
    items,
  );
}

const STATES = { current: 'up to date', available: 'update', gone: 'no longer in its source', failed: 'could not be checked' } as const;

export function updateTable(style: TextStyle, updates: readonly SkillUpdate[]): string {
  if (updates.length === 0) return 'No skill was installed from a source that can be looked up.';
  return renderTable(
    style,
    [
      { title: 'NAME', cell: ({ ref }) => style.paint('strong', ref.folderName) },
      { title: 'PLACE', cell: ({ ref }) => placeText(ref.place) },
      { title: 'STATE', cell: ({ state }) => style.paint(state === 'current' ? 'good' : state === 'available' ? 'warning' : 'bad', STATES[state]) },
      { title: 'FILES', align: 'right', cell: ({ changedFiles }) => (changedFiles === 0 ? '–' : count(changedFiles)) },
      { title: '', cell: ({ problem, hasLocalChanges }) => (problem === null ? (hasLocalChanges ? 'changed here' : '') : problemText(problem)) },
    ],
    updates,
  );
}

export function installText(style: TextStyle, { results }: Pick<SkillJob, 'results'>): string {
  const lines = results.map(({ folderName, problem }) =>
    problem === null
      ? `${style.paint('good', 'installed')} ${style.paint('strong', folderName)}`
      : `${style.paint('bad', 'failed')} ${folderName}: ${problemText(problem)}`,
  );
  return [...lines, ...(results.some(({ problem }) => problem === null) ? ['Claude Code sees it in its next session.'] : [])].join('\n');
}

export function diffText(style: TextStyle, diffs: readonly (SkillDiff & { readonly ref: SkillRef })[]): string {
  if (diffs.length === 0) return 'Nothing to update.';
  return diffs
    .map(({ ref, files, isCut }) =>
      [style.paint('strong', ref.folderName), ...files.map(fileText), ...(isCut ? ['further files are not shown'] : [])].join('\n'),
    )
    .join('\n\n');
}

function fileText({ path, change, text, beforeBytes, afterBytes }: SkillDiff['files'][number]): string {
  return text === null ? `${change} ${path} (${bytes(beforeBytes)} → ${bytes(afterBytes)})` : `${change} ${path}\n${text.trimEnd()}`;
}

function placeText(place: SkillPlace): string {
  return place.kind === 'user' ? place.folder : `project ${place.project}`;
}

export function sourceText(source: SkillSource | null): string {
  if (source === null) return '–';
  if (source.kind === 'zip') return source.name;
  if (source.kind === 'folder') return source.folder;
  return `${source.owner}/${source.repo}@${source.ref ?? source.commit.slice(0, SHORT_COMMIT)}`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION - 1)}…` : line;
}
