/** Our certificate authority in a folder (design 5.5): made when it is first needed, and never overwritten. */
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ground/clock.ts';
import { makeFolder } from '../../ground/folder.ts';
import { filesOf } from './authority-files.ts';
import { bundleWith } from './bundle.ts';
import { isBelow, LOCALHOST, SALESFORCE_SUFFIXES } from './names.ts';
import { readWhole, writeUnlessThere, writeWhole } from './whole-file.ts';
import { fits, flawOfAuthority, makeAuthority, namesOf, type Pair } from './x509.ts';

/** An authority that cannot be used: one sentence, with what to do. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError';
}

export interface Authority extends Pair {
  /** What is wrong with it, or was with the one that was there before: a sentence. */
  readonly told: string | undefined;
}

/**
 * The authority of a folder; makes one, for its owner alone, where there is none that can be used. What cannot be used is renamed
 * aside.
 *
 * @param names of hosts beyond Salesforce's and this machine's
 * @throws AuthorityError
 */
export function authorityIn(folder: string, names: readonly string[], clock: Clock): Promise<Authority> {
  return explained(folder, async () => {
    const flaw = await flawOf(folder, clock);
    if (flaw === undefined) {
      const pair = readPair(folder);
      return { ...pair, told: lackOf(folder, pair, names) };
    }
    const told = flaw === NONE ? undefined : unusable(folder, flaw, moveAside(folder, clock));
    return { ...(await make(folder, names, clock)), told };
  });
}

/** Another one in the place of that which is there. @throws AuthorityError */
export function renewAuthority(folder: string, names: readonly string[], clock: Clock): Promise<Authority> {
  return explained(folder, async () => {
    const told = isPresent(folder) ? renewed(folder, moveAside(folder, clock)) : undefined;
    return { ...(await make(folder, names, clock)), told };
  });
}

/** @throws AuthorityError in the place of what the work throws */
export async function explained<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    throw new AuthorityError(
      `The certificate authority in ${folder} cannot be made or read (${message}): let this user write there, or name another folder with --ca.`,
    );
  }
}

function lackOf(folder: string, { certificate }: Pair, names: readonly string[]): string | undefined {
  const known = namesOf(certificate);
  const lacking = names.find((name) => !isBelow(name, known));
  if (lacking === undefined) return undefined;
  return `The certificate authority in ${folder} may not vouch for ${lacking}: fauxforce certs --renew --name ${lacking} makes another, which must be trusted anew.`;
}

const NONE = 'there is none';
/** Milliseconds that another process may take from the first file to the second. */
const PATIENCE = 1_000;

async function flawOf(folder: string, clock: Clock): Promise<string | undefined> {
  const { certificate, key } = filesOf(folder);
  for (let waited = 0; existsSync(certificate) !== existsSync(key); waited += 20) {
    if (waited >= PATIENCE) return `${existsSync(key) ? 'ca.pem' : 'ca.key'} is missing`;
    await setTimeout(20);
  }
  return existsSync(key) ? flawOfPair(readPair(folder), clock) : NONE;
}

function readPair(folder: string): Pair {
  const { certificate, key } = filesOf(folder);
  return { certificate: readWhole(certificate).toString(), key: readWhole(key).toString() };
}

function flawOfPair(pair: Pair, clock: Clock): string | undefined {
  return (
    flawOfAuthority(pair.certificate, clock.now()) ??
    (fits(pair) ? undefined : 'ca.key is not the key of ca.pem')
  );
}

/** @returns what is now behind the names of what is kept */
function moveAside(folder: string, clock: Clock): string {
  const { certificate, key } = filesOf(folder);
  const suffix = `.old-${Math.floor(clock.now())}`;
  for (const file of [certificate, key]) if (existsSync(file)) renameSync(file, file + suffix);
  return suffix;
}

function unusable(folder: string, flaw: string, suffix: string): string {
  return `The certificate authority in ${folder} could not be used: ${flaw}. It is kept there as *${suffix}, and a new one is made, which must be trusted anew.`;
}

function isPresent(folder: string): boolean {
  const { certificate, key } = filesOf(folder);
  return existsSync(certificate) || existsSync(key);
}

function renewed(folder: string, suffix: string): string {
  return `The certificate authority that was in ${folder} is kept there as *${suffix}. A server that runs goes on with it: start it again.`;
}

/** Of processes that make one at once, one has its way: a link is made once. */
async function make(folder: string, names: readonly string[], clock: Clock): Promise<Pair> {
  makeFolder(folder);
  const made = await makeAuthority([...SALESFORCE_SUFFIXES, LOCALHOST, ...names], clock.now());
  const files = filesOf(folder);
  // Projects keep .fauxforce beside their sources: a key must not be committed with them.
  // Where the folder is one of other things too, what stands there is its owner's.
  writeUnlessThere(join(folder, '.gitignore'), '*\n');
  const draft = `${files.key}.${process.pid}`;
  writeFileSync(draft, made.key, { mode: 0o600 });
  try {
    linkSync(draft, files.key);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await flawOf(folder, clock);
    return readPair(folder);
  } finally {
    rmSync(draft, { force: true });
  }
  writeWhole(files.certificate, made.certificate);
  writeWhole(files.bundle, bundleWith(made.certificate));
  return made;
}
