/** The scenarios that can be armed by name. */
import { certificateRotated } from './certificate-rotated.ts';
import { expiredMidCall } from './expired-mid-call.ts';
import { loginRateExceeded } from './login-rate-exceeded.ts';
import { orgMaintenance } from './org-maintenance.ts';
import { refreshRotationRace } from './refresh-rotation-race.ts';
import { revokedByAdmin } from './revoked-by-admin.ts';
import type { EventScenario, Scenario } from './scenario.ts';
import { sixthLoginEvictsFirst } from './sixth-login-evicts-first.ts';
import { tokenRequestAlreadyBeingProcessed } from './token-request-already-being-processed.ts';

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'refresh-rotation-race': refreshRotationRace,
  'token-request-already-being-processed': tokenRequestAlreadyBeingProcessed,
  'expired-mid-call': expiredMidCall,
  'revoked-by-admin': revokedByAdmin,
  'sixth-login-evicts-first': sixthLoginEvictsFirst,
  'org-maintenance': orgMaintenance,
  'login-rate-exceeded': loginRateExceeded,
  'certificate-rotated': certificateRotated,
};

/** @param name of a scenario in which something happens to the org */
export function eventScenario(name: string): EventScenario {
  const scenario = SCENARIOS[name];
  if (!scenario || !('refusals' in scenario)) throw new TypeError(`nothing happens by the name of ${name}`);
  return scenario;
}
