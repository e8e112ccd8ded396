/**
 * The table of when each app was first seen. An app may have millions of tokens, so ending them does not update each: the app's
 * row has the number of its last ended token, and tokens join it. Whoever issues a token holds the same lock, so that none is under
 * way with a lower number.
 */
import type { AppSighting, AppSightings } from '../apps.ts';
import type { OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

interface Known {
  readonly consumerKey: string;
  readonly secretHash: Buffer;
  readonly firstSeenAt: number;
}

export class AppSightingTable implements OnSql<AppSightings> {
  async record(sql: Sql, apps: readonly AppSighting[], at: number): Promise<number[]> {
    const keys = apps.map(({ consumerKey }) => consumerKey);
    const found = await sql.all<Known>`select consumer_key, secret_hash, first_seen_at from app_record
      where consumer_key = any(${keys}::text[])`;
    const known = new Map(found.map((app) => [app.consumerKey, app]));
    const news: AppSighting[] = [];
    for (const app of apps) {
      const before = known.get(app.consumerKey);
      if (before) await this.#see(sql, app, before, at);
      else news.push(app);
      known.set(app.consumerKey, { ...app, firstSeenAt: before?.firstSeenAt ?? at });
    }
    await append(sql, news, at);
    const blocked = news.filter(({ isBlocked }) => isBlocked).map(({ consumerKey }) => consumerKey);
    if (blocked.length > 0) await endTokens(sql, blocked);
    return keys.map((key) => known.get(key)?.firstSeenAt ?? at);
  }

  async #see(
    sql: Sql,
    { consumerKey, secretHash, isBlocked }: AppSighting,
    before: Known,
    at: number,
  ): Promise<void> {
    const isRotated = !before.secretHash.equals(secretHash);
    if (isRotated) {
      await sql.run`update app_record set secret_hash = ${secretHash} where consumer_key = ${consumerKey}`;
      await sql.run`update approval set revoked_at = ${at} where consumer_key = ${consumerKey} and revoked_at is null`;
    }
    if (isRotated || isBlocked) await endTokens(sql, [consumerKey]);
  }
}

async function append(sql: Sql, apps: readonly AppSighting[], at: number): Promise<void> {
  if (apps.length === 0) return;
  await sql.run`insert into app_record (consumer_key, secret_hash, first_seen_at)
    select key, hash, ${at}::double precision from unnest(${apps.map(({ consumerKey }) => consumerKey)}::text[],
      ${apps.map(({ secretHash }) => secretHash)}::bytea[]) as given (key, hash)
    on conflict (consumer_key) do nothing`;
}

async function endTokens(sql: Sql, consumerKeys: readonly string[]): Promise<void> {
  await sql.run`update app_record set last_ended_token = (select coalesce(max(id), 0) from access_token)
    where consumer_key = any(${consumerKeys}::text[])`;
}
