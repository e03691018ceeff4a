import { homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, dataPaths } from '../../../../src-main/platform/paths.ts';

describe('dataFolder', () => {
  it('is .code_proxy in the home folder, unless the environment names another', () => {
    expect(dataFolder({})).toBe(join(homedir(), '.code_proxy'));
    expect(dataFolder({ CODE_PROXY_HOME: '' })).toBe(join(homedir(), '.code_proxy'));
    expect(dataFolder({ CODE_PROXY_HOME: 'elsewhere' })).toBe(resolve('elsewhere'));
  });
});

describe('dataPaths', () => {
  it('keeps everything in the folder, under names of its own', () => {
    const folder = resolve('data');
    const names = Object.values(dataPaths(folder)).map((path) => relative(folder, path));
    expect(names.filter((name) => name.startsWith('..'))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    // The app that ours replaces owns these.
    for (const theirs of ['code_proxy.db', 'audit']) expect(names.some((name) => name === theirs || name.startsWith(`${theirs}/`))).toBe(false);
  });
});
