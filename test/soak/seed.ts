/** The seed of a run: the demo org with many users, and limits that a run does not reach. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { App, Org } from '../../src/org/model.ts';
import { demoOrgs } from '../../src/seed/demo.ts';

const USERS = 150;
export const PASSWORD = 'correct-horse';
export const SECURITY_TOKEN = 'Tok3n';
export const ORG = '00D5g000004AcmeEAC';

const demoFolder = fileURLToPath(new URL('../../seed/', import.meta.url));
const [demo] = (await demoOrgs()) as [Org];

export const usernames: readonly string[] = Array.from({ length: USERS }, (_, i) => `soak${i}@acme.example`);

/** Limits that no run reaches. */
const LIMITS = { loginsPerHour: 1_000_000, dailyApiRequests: 1_000_000_000 };

/**
 * @param limits of the org
 * @returns the file
 */
export function writeSeed(folder: string, limits: object = LIMITS): string {
  const document = parse(readFileSync(join(demoFolder, 'demo.yaml'), 'utf8'));
  Object.assign(document.org.settings, limits);
  for (const username of usernames)
    document.users.push({
      username,
      email: username,
      password: PASSWORD,
      securityToken: SECURITY_TOKEN,
      lastName: 'Soak',
      profile: 'System Administrator',
      permissionSets: ['Order Integration'],
    });
  copyFileSync(join(demoFolder, 'demo.crt'), join(folder, 'demo.crt'));
  const file = join(folder, 'seed.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

export interface SoakApp {
  readonly key: string;
  readonly callback: string;
  readonly credentials: { readonly client_id: string; readonly client_secret: string };
}

/** An app of the demo org. */
export function appOf(name: string): SoakApp {
  const {
    consumerKey: key,
    consumerSecret: secret,
    callbackUrls,
  } = demo.apps.find((one) => one.name === name) as App;
  return {
    key,
    callback: callbackUrls[0] ?? '',
    credentials: { client_id: key, client_secret: secret },
  };
}
