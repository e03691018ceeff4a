/** Where skills can lie: in Claude Code's own folders and in projects. A place that is not one of these is refused. */
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillPlace, SkillRef } from '../../src-shared/schemas/skills.ts';
import { type ClaudeFolder, claudeFolders } from '../claude-code/claude-folders.ts';
import { spotKey } from './kept-records.ts';

export interface PlaceFolders {
  readonly place: SkillPlace;
  readonly isDefault: boolean;
  readonly skillsFolder: string;
  readonly commandsFolder: string;
  readonly agentsFolder: string;
}

/** One skill's place on the disk, whether or not it is there. */
export interface SkillSpot extends SkillRef {
  readonly skillsFolder: string;
  readonly key: string;
  readonly target: string;
}

export interface SkillPlacesOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Claude Code's further folders, from the settings. */
  readonly furtherFolders: () => readonly string[];
}

export class SkillPlaces {
  readonly #options: SkillPlacesOptions;

  constructor(options: SkillPlacesOptions) {
    this.#options = options;
  }

  claudeFolders(): readonly ClaudeFolder[] {
    return claudeFolders(this.#options.environment, this.#options.furtherFolders());
  }

  users(): readonly PlaceFolders[] {
    return this.claudeFolders().map(({ folder, isDefault, skillsFolder, commandsFolder, agentsFolder }) => ({
      place: { kind: 'user', folder },
      isDefault,
      skillsFolder,
      commandsFolder,
      agentsFolder,
    }));
  }

  /** @throws CONFIG_INVALID for a folder that is none of Claude Code's, and for a project whose path is not absolute. */
  foldersOf(place: SkillPlace): PlaceFolders {
    if (place.kind === 'user') {
      const found = this.users().find((each) => each.place.kind === 'user' && each.place.folder === resolve(place.folder));
      if (found !== undefined) return found;
      throw new AppError('CONFIG_INVALID', `${place.folder} is no folder of Claude Code that is known here; see claude.folders in the settings`, {
        field: 'place',
      });
    }
    if (!isAbsolute(place.project)) throw new AppError('CONFIG_INVALID', `${place.project} is not an absolute path`, { field: 'place' });
    const project = resolve(place.project);
    const folder = join(project, '.claude');
    return {
      place: { kind: 'project', project },
      isDefault: false,
      skillsFolder: join(folder, 'skills'),
      commandsFolder: join(folder, 'commands'),
      agentsFolder: join(folder, 'agents'),
    };
  }

  /** @throws CONFIG_INVALID also for a name that leads elsewhere. */
  spotOf({ place, folderName }: SkillRef): SkillSpot {
    const { skillsFolder, place: known } = this.foldersOf(place);
    if (folderName === '.' || folderName === '..' || /[/\\\0]/.test(folderName)) {
      throw new AppError('CONFIG_INVALID', 'the name of a skill is that of its folder, without a path', { field: 'folderName' });
    }
    return { place: known, folderName, skillsFolder, key: spotKey(skillsFolder, folderName), target: join(skillsFolder, folderName) };
  }
}
