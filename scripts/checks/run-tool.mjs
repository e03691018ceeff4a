/** Runs an installed tool by its script, so that no shell and no .cmd file is involved on any system. */
import { spawn } from 'node:child_process';
import { finding } from './finding.mjs';

/**
 * @param {string} root
 * @param {string} script  Path of the tool's script from the project root.
 * @param {string[]} args
 * @returns {Promise<import('./finding.mjs').Finding[]>} What the tool printed as one finding when it failed; else none.
 */
export function runTool(root, script, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => done([finding(script, `could not be started: ${error.message}`)]));
    child.on('close', (code) => {
      done(
        code === 0 ? [] : [finding([script, ...args].join(' '), `failed with exit code ${code}:\n${Buffer.concat(output).toString('utf8').trim()}`)],
      );
    });
  });
}
