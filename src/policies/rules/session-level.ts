import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  required: string;
  level: string;
  policyAction: string;
}

export const sessionLevelSuffices: Policy<AccessFacts, Values> = {
  name: 'session level',
  demands:
    'An app with `sessionLevel: HIGH_ASSURANCE` is used in a session with a second factor: `RaiseSessionLevel` asks for one where a user is there, `Block` does not.',
  isSet: requiresHighAssurance,
  holds: ({ isHighAssurance }) => isHighAssurance === true,
  values: ({ app, isHighAssurance }) => ({
    app: app.label,
    required: app.sessionPolicy.sessionLevel ?? 'none',
    level: isHighAssurance === true ? 'HIGH_ASSURANCE' : 'STANDARD',
    policyAction: app.sessionPolicy.policyAction ?? 'none',
  }),
};

/** The level means something only with an action (model.md 1.4). */
export function requiresHighAssurance({ app: { sessionPolicy } }: Pick<AccessFacts, 'app'>): boolean {
  return sessionPolicy.sessionLevel === 'HIGH_ASSURANCE' && sessionPolicy.policyAction !== undefined;
}

/** Whether the user is to be asked for a second factor. */
export function mayBeRaised(facts: AccessFacts): boolean {
  return (
    requiresHighAssurance(facts) &&
    facts.isHighAssurance !== true &&
    facts.app.sessionPolicy.policyAction === 'RaiseSessionLevel'
  );
}
