/** Records of a seed that are made when somebody first asks for records of their org: no start waits for them. */

interface Later {
  readonly make: () => Promise<void>;
  /** Under way, for everybody who asks meanwhile. */
  made: Promise<void> | undefined;
}

export class LaterRecords {
  readonly #orgs = new Map<string, Later>();

  /** @param make makes those that are not there */
  add(orgId: string, make: () => Promise<void>): void {
    this.#orgs.set(orgId, { make, made: undefined });
  }

  /** To be awaited before the org's records are looked at; undefined when there is nothing to wait for. */
  made(orgId: string): Promise<void> | undefined {
    const later = this.#orgs.get(orgId);
    if (!later) return undefined;
    later.made ??= this.#make(orgId, later);
    return later.made;
  }

  async all(): Promise<void> {
    for (const orgId of [...this.#orgs.keys()]) await this.made(orgId);
  }

  /** The org is gone, or has other records. */
  forget(orgId: string): void {
    this.#orgs.delete(orgId);
  }

  clear(): void {
    this.#orgs.clear();
  }

  /** What could not be made is tried again by the next who asks. */
  async #make(orgId: string, later: Later): Promise<void> {
    try {
      await later.make();
      if (this.#orgs.get(orgId) === later) this.#orgs.delete(orgId);
    } catch (error) {
      later.made = undefined;
      throw error;
    }
  }
}
