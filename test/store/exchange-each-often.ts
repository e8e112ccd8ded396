import type { Store } from '../../src/store/port.ts';
import { anAccessToken, aRefreshToken, NEW_YEAR } from './records.ts';

/** @returns how many exchanges were answered */
export async function exchangeEachOften(store: Store, codes: readonly number[]): Promise<number> {
  let won = 0;
  for (const code of codes) {
    const attempts = Array.from({ length: 5 }, () =>
      store.tokens.exchangeCode(code, NEW_YEAR, anAccessToken(), aRefreshToken()),
    );
    won += (await Promise.all(attempts)).filter((issued) => issued !== undefined).length;
  }
  return won;
}
