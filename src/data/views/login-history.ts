/** The LoginHistory object, as far as the journal goes back (identity-and-resources.md 11). */
import { type HistoricLogIn, loginHistory } from '../../journal/login-history.ts';
import { derivedId } from '../../org/ids.ts';
import type { Field } from '../../org/record-fields.ts';
import { type ObjectType, readFields, restInstant } from './object.ts';
import { ownUserId } from './own-rows.ts';

/** In the order of the Object Reference; what no request says is null. */
const FIELDS: readonly Field<HistoricLogIn>[] = [
  { name: 'Id', type: 'Id', value: ({ id }) => derivedId('0Ya', id) },
  { name: 'ApiType', type: 'String', value: ({ apiType }) => apiType },
  { name: 'ApiVersion', type: 'String', value: ({ apiVersion }) => apiVersion },
  { name: 'Application', type: 'String', value: ({ application }) => application },
  { name: 'AuthContextClassRef', type: 'String', value: () => null },
  { name: 'AuthMethodReference', type: 'String', value: () => null },
  { name: 'AuthenticationServiceId', type: 'Id', value: () => null },
  { name: 'Browser', type: 'String', value: () => null },
  { name: 'CipherSuite', type: 'String', value: () => null },
  { name: 'ClientVersion', type: 'String', value: () => null },
  { name: 'CountryIso', type: 'String', value: () => null },
  { name: 'LoginGeoId', type: 'Id', value: () => null },
  { name: 'LoginSubType', type: 'String', value: ({ loginSubType }) => loginSubType },
  { name: 'LoginTime', type: 'Datetime', value: ({ at }) => restInstant(Date.parse(at)) },
  { name: 'LoginType', type: 'String', value: ({ loginType }) => loginType },
  { name: 'LoginUrl', type: 'String', value: () => null },
  { name: 'NetworkId', type: 'Id', value: () => null },
  { name: 'OptionsIsGet', type: 'Boolean', value: ({ method }) => method === 'GET' },
  { name: 'OptionsIsPost', type: 'Boolean', value: ({ method }) => method === 'POST' },
  { name: 'Platform', type: 'String', value: () => null },
  { name: 'SourceIp', type: 'String', value: ({ sourceIp }) => sourceIp },
  { name: 'Status', type: 'String', value: ({ status }) => status },
  { name: 'TlsProtocol', type: 'String', value: () => null },
  { name: 'UserId', type: 'Id', value: ({ userId }) => userId },
];

export const loginHistoryObject: ObjectType = {
  name: 'LoginHistory',
  keyPrefix: '0Ya',
  fields: FIELDS,
  async records(reader) {
    const { userId } = ownUserId(reader, 'manageUsers');
    const { journal, orgs } = reader.world;
    await journal.follow();
    return loginHistory(journal.entries(), orgs)
      .filter((logIn) => logIn.orgId === reader.org.id && (userId === undefined || logIn.userId === userId))
      .map((logIn) => readFields(FIELDS, logIn));
  },
};
