/** The ConnectedApplication object: the Connected Apps of the org, without their consumer keys (identity-and-resources.md 11). */
import type { App } from '../../org/model.ts';
import type { Field } from '../../org/record-fields.ts';
import { type ObjectType, readFields } from './object.ts';

const HOUR = 60 * 60_000;

/** In the order of the Object Reference. What a seed cannot say is null or false. */
const FIELDS: readonly Field<App>[] = [
  { name: 'Id', type: 'Id', value: ({ id }) => id },
  { name: 'Name', type: 'String', value: ({ label }) => label },
  {
    name: 'MobileSessionTimeout',
    type: 'String',
    value: ({ mobilePolicy }) => (mobilePolicy ? String(mobilePolicy.screenLock) : null),
  },
  { name: 'MobileStartUrl', type: 'String', value: () => null },
  { name: 'NamedUserUvidTimeout', type: 'Integer', value: () => null },
  {
    name: 'OptionsAllowAdminApprovedUsersOnly',
    type: 'Boolean',
    value: ({ isAdminApproved }) => isAdminApproved,
  },
  {
    name: 'OptionsHasSessionLevelPolicy',
    type: 'Boolean',
    value: ({ sessionPolicy }) => sessionPolicy.sessionLevel !== undefined,
  },
  {
    // True: the period begins anew with every use (recalled).
    name: 'OptionsRefreshTokenValidityMetric',
    type: 'Boolean',
    value: ({ refreshTokenPolicy }) => refreshTokenPolicy.kind === 'specific_inactivity',
  },
  {
    name: 'OptionsTokenExchangeManageBitEnabled',
    type: 'Boolean',
    value: ({ isTokenExchangeEnabled }) => isTokenExchangeEnabled,
  },
  { name: 'OptionsIsInternal', type: 'Boolean', value: () => false },
  { name: 'OptionsAllowExpiredUvidJWT', type: 'Boolean', value: () => false },
  {
    name: 'OptionsCodeCredentialGuestEnabled',
    type: 'Boolean',
    value: ({ isGuestCodeCredFlowEnabled }) => isGuestCodeCredFlowEnabled,
  },
  { name: 'OptionsFullContentPushNotifications', type: 'Boolean', value: () => false },
  {
    name: 'PinLength',
    type: 'String',
    value: ({ mobilePolicy }) => (mobilePolicy ? String(mobilePolicy.pinLength) : null),
  },
  { name: 'RefreshTokenValidityPeriod', type: 'Integer', value: validityPeriod },
  { name: 'StartUrl', type: 'String', value: () => null },
];

/** Hours (recalled); null where none is set. */
function validityPeriod({ refreshTokenPolicy: policy }: App): number | null {
  return 'period' in policy ? Math.round(policy.period / HOUR) : null;
}

export const connectedApplicationObject: ObjectType = {
  name: 'ConnectedApplication',
  keyPrefix: '0H4',
  fields: FIELDS,
  records: ({ org }) =>
    org.apps.filter(({ kind }) => kind === 'connectedApp').map((app) => readFields(FIELDS, app)),
};
