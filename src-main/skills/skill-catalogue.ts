/** Which skills there are: what lies in all places, joined with what we know of it. */
import { join, resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillExtra, SkillList, SkillPlaceView, SkillText, SkillView } from '../../src-shared/schemas/skills.ts';
import { sameNameKey } from './entry-path.ts';
import { type Disabled, type Installed, KEPT_SKILL, spotKey } from './kept-records.ts';
import type { SkillKeeping } from './skill-keeping.ts';
import type { PlaceFolders, SkillPlaces, SkillSpot } from './skill-places.ts';
import type { SkillStore } from './skill-store.ts';
import type { SkillTasks } from './skill-thread.ts';
import type { FoundSkillRecord } from './tasks.ts';

export interface SkillCatalogueOptions {
  readonly places: SkillPlaces;
  readonly keeping: SkillKeeping;
  readonly store: SkillStore;
  readonly tasks: SkillTasks;
  /** Absolute paths of the projects that Claude Code knows. */
  readonly knownProjects: () => Promise<readonly string[]>;
}

interface Known {
  readonly installed: ReadonlyMap<string, Installed>;
  readonly disabled: ReadonlyMap<string, Disabled>;
}

const MAX_PROJECTS = 300;

export class SkillCatalogue {
  readonly #options: SkillCatalogueOptions;

  constructor(options: SkillCatalogueOptions) {
    this.#options = options;
  }

  async list(projects: readonly string[]): Promise<SkillList> {
    const known = await this.#known();
    const folders = await this.#places(projects, known);
    const listed = await this.#options.tasks.run(
      'list',
      folders.map(({ skillsFolder }) => ({ skillsFolder, hashed: namesIn(skillsFolder, known.installed) })),
    );
    const asked = new Set(projects.map((project) => resolve(project)));
    const places: SkillPlaceView[] = [];
    const items: SkillView[] = [];
    for (const [at, folder] of folders.entries()) {
      const { exists, problem, skills } = listed[at] ?? { exists: false, problem: null, skills: [] };
      const disabled = await this.#disabledIn(folder, known, new Set(skills.map(({ folderName }) => folderName)));
      const views = [...skills.map((skill) => viewOf(folder, skill, known, true)), ...disabled];
      const isAsked = folder.place.kind === 'user' || asked.has(folder.place.project);
      if (!isAsked && !exists && views.length === 0) continue;
      places.push({ place: folder.place, skillsFolder: folder.skillsFolder, isDefault: folder.isDefault, exists, problem });
      items.push(...views.toSorted((a, b) => (a.folderName < b.folderName ? -1 : 1)));
    }
    return { places, items };
  }

  /** SKILL_NOT_FOUND */
  async view(spot: SkillSpot): Promise<SkillView> {
    const there = await this.find(spot);
    const [found] = await this.#options.tasks.run('look', [there.path]);
    if (found === undefined) throw notFound(spot);
    const installed = await this.#options.keeping.installed(spot.key);
    const known: Known = { installed: new Map(installed === null ? [] : [[spot.key, installed]]), disabled: new Map() };
    return viewOf(this.#options.places.foldersOf(spot.place), { ...found, folderName: spot.folderName }, known, there.isEnabled);
  }

  /** Hash of what was installed; null: not by us. */
  async installedHash(spot: SkillSpot): Promise<string | null> {
    return (await this.#options.keeping.installed(spot.key))?.contentHash ?? null;
  }

  async read(spot: SkillSpot): Promise<SkillText> {
    const there = await this.find(spot);
    return this.#options.tasks.run('read', { folder: there.path });
  }

  async extras(projects: readonly string[]): Promise<readonly SkillExtra[]> {
    const folders = await this.#places(projects, await this.#known());
    const wanted = folders.flatMap((folder) => [
      { kind: 'command' as const, place: folder.place, folder: folder.commandsFolder },
      { kind: 'agent' as const, place: folder.place, folder: folder.agentsFolder },
    ]);
    const found = await this.#options.tasks.run(
      'extras',
      wanted.map(({ folder }) => folder),
    );
    return wanted.flatMap(({ kind, place }, at) => (found[at] ?? []).map((extra) => ({ kind, place, ...extra })));
  }

  /** Where it lies now. SKILL_NOT_FOUND */
  async find(spot: SkillSpot): Promise<{ readonly path: string; readonly isEnabled: boolean }> {
    const there = await this.#options.store.locate(spot);
    if (there === null) throw notFound(spot);
    return there;
  }

  async #known(): Promise<Known> {
    const [installed, disabled] = await Promise.all([this.#options.keeping.allInstalled(), this.#options.keeping.allDisabled()]);
    return { installed, disabled };
  }

  /** Each skills folder once: the home's `.claude` may be a project's, too. */
  async #places(projects: readonly string[], { installed, disabled }: Known): Promise<readonly PlaceFolders[]> {
    const { places, knownProjects } = this.#options;
    const kept = [...installed.values(), ...disabled.values()].flatMap(({ place }) => (place.kind === 'project' ? [place.project] : []));
    const all = [...new Set([...projects, ...kept, ...(await knownProjects())].map((project) => resolve(project)))].slice(0, MAX_PROJECTS);
    const folders = [...places.users(), ...all.map((project) => places.foldersOf({ kind: 'project', project }))];
    const seen = new Set<string>();
    return folders.filter(({ skillsFolder }) => !seen.has(skillsFolder) && seen.add(skillsFolder));
  }

  /** An enabled one hides a disabled one of the same name. */
  async #disabledIn(folder: PlaceFolders, known: Known, enabled: ReadonlySet<string>): Promise<readonly SkillView[]> {
    const { keeping, tasks } = this.#options;
    const here = [...known.disabled].filter(([, record]) => record.skillsFolder === folder.skillsFolder && !enabled.has(record.folderName));
    if (here.length === 0) return [];
    const found = await tasks.run(
      'look',
      here.map(([key]) => join(keeping.folders.disabledFolder(key), KEPT_SKILL)),
    );
    return found.flatMap((skill, at) => {
      const record = here[at]?.[1];
      return record === undefined ? [] : [viewOf(folder, { ...skill, folderName: record.folderName }, known, false)];
    });
  }
}

function viewOf({ place, skillsFolder }: PlaceFolders, skill: FoundSkillRecord, known: Known, isEnabled: boolean): SkillView {
  const installed = known.installed.get(spotKey(skillsFolder, skill.folderName));
  // A link was not made by us, whatever was there before.
  const ours = skill.isLink ? undefined : installed;
  return {
    ...skill,
    place,
    isEnabled,
    source: ours?.source ?? null,
    installedAtMs: ours?.installedAtMs ?? null,
    hasLocalChanges: ours !== undefined && skill.contentHash !== ours.contentHash,
  };
}

function namesIn(skillsFolder: string, installed: ReadonlyMap<string, Installed>): string[] {
  return [...installed.values()].filter((record) => record.skillsFolder === skillsFolder).map(({ folderName }) => folderName);
}

/** Places that have a skill of a name that some file system takes for this one. */
export function placesWith(folderName: string, items: readonly SkillView[]): SkillView['place'][] {
  const key = sameNameKey(folderName);
  return items.filter((item) => sameNameKey(item.folderName) === key).map(({ place }) => place);
}

function notFound({ folderName, skillsFolder }: SkillSpot): AppError {
  return new AppError('SKILL_NOT_FOUND', `there is no skill ${folderName} in ${skillsFolder}`);
}
