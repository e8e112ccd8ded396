/** Makes the world a server runs in: the store is opened, the orgs are read, with the apps and users that registered later, the journal is brought back. */

import { makeSeedRecords } from '../data/given/seed-records.ts';
import { LabClock } from '../ground/clock.ts';
import { SystemEntropy } from '../ground/entropy.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalBounds } from '../journal/ring.ts';
import { Failures } from '../lab/failures/failures.ts';
import { KeptSnapshots } from '../lab/kept-snapshots.ts';
import type { LabWorld } from '../lab/lab-world.ts';
import { SharedLab } from '../lab/shared-lab.ts';
import { grantsByType } from '../oauth/token/grants/index.ts';
import type { Org } from '../org/model.ts';
import { openStore } from '../store/open.ts';
import { type Store, StoreUnavailable } from '../store/port.ts';
import { FormlessTokens } from '../world/formless-tokens.ts';
import { HeldSecrets } from '../world/held-secrets.ts';
import { keysOf } from '../world/keys.ts';
import { secretsAmong } from '../world/known-secrets.ts';
import { LaterRecords } from '../world/later-records.ts';
import { OrgImage } from '../world/org-image.ts';
import { TokenCodec } from '../world/token-codec.ts';
import { UserCodes } from '../world/user-codes.ts';
import type { World } from '../world/world.ts';

/**
 * @param location a file, or `:memory:`
 * @throws SeedError when the seed's records cannot be made, StoreError when the store cannot be opened, StoreUnavailable when there is
 *   no room in it
 */
export async function openWorld(
  orgs: readonly Org[],
  location: string,
  bounds: JournalBounds = {},
): Promise<LabWorld> {
  const store = await openStore(location);
  try {
    return await worldOn(store, orgs, bounds);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function worldOn(store: Store, orgs: readonly Org[], bounds: JournalBounds): Promise<LabWorld> {
  const clock = new LabClock();
  const entropy = new SystemEntropy();
  const failures: Failures = new Failures(grantsByType.keys(), (change) => sharedLab.change(change));
  const sharedLab = new SharedLab(store, clock, failures);
  const laterRecords = new LaterRecords();
  const onGone = (orgId: string) => {
    laterRecords.forget(orgId);
    sharedLab.now(() => {
      clock.forget(orgId);
      failures.disarmAll(orgId);
    });
  };
  let journal: Journal | undefined;
  // Whoever wants to read the journal of all processes asks for it as they tell each other of a change.
  const onNews = () => {
    journal?.writeSoon();
    return sharedLab.follow();
  };
  const image = new OrgImage(orgs, { store, clock, entropy, onGone, onNews });
  await sharedLab.follow();
  await image.load();
  const key = keysOf(store);
  const codec = new TokenCodec(key, entropy);
  const userCodes = new UserCodes(key);
  const formlessTokens = new FormlessTokens(key, codec, userCodes);
  const held = new HeldSecrets(() => image.directory);
  journal = new Journal(clock, store, bounds, {
    among: (texts) => new Set(secretsAmong(texts, image.directory).keys()),
    within: (json) => {
      const text = inUtf8(json);
      const found = held.within(text);
      for (const token of formlessTokens.within(text)) found.set(token, token);
      return found;
    },
  });
  await journal.load();
  const world = {
    get orgs() {
      return image.directory;
    },
    image,
    store,
    key,
    codec,
    userCodes,
    formlessTokens,
    clock,
    advance: (orgId: string, milliseconds: number) =>
      sharedLab.change(() => clock.ofOrg(orgId).advance(milliseconds)),
    entropy,
    journal,
    failures,
    sharedLab,
    snapshots: new KeptSnapshots(store.snapshots),
    laterRecords,
  };
  await makeSeedRecords(world);
  return world;
}

/** For the texts that are searched, one after the other: memory of its own would cost each as much as the search. */
const shared = Buffer.alloc(64 * 1024);
const MOST_BYTES_EACH = 3;

function inUtf8(text: string): Buffer {
  if (text.length * MOST_BYTES_EACH > shared.length) return Buffer.from(text);
  return shared.subarray(0, shared.write(text));
}

/** Commits what is pending and closes the store. If the store cannot take it, that was reported when its problem began. */
export async function closeWorld(world: World): Promise<void> {
  try {
    await world.journal.close();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  } finally {
    await world.store.close();
  }
}
