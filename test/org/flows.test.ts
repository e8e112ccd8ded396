/** One record for each flow, and what else knows them agrees with it. */
import { describe, expect, test } from 'vitest';
import { grantsByType } from '../../src/oauth/token/grants/index.ts';
import { appFlows, flows, loginSubTypeOf } from '../../src/org/flows.ts';

describe('flows', () => {
  test('every grant of the token endpoint is a grant type of its flow, and of no other', () => {
    const recorded = Object.entries(flows).flatMap(([flow, { grantTypes = {} }]) =>
      Object.keys(grantTypes).map((type) => [type, flow]),
    );
    const known = [...grantsByType.values()].map(({ type, flow }) => [type, flow]);
    expect(recorded.toSorted()).toEqual(known.toSorted());
  });

  test('every grant is part of what people call a flow, but those that go on from a token and single sign-on', () => {
    const told = new Set(Object.values(appFlows).flatMap(({ asks }) => asks as readonly string[]));
    const untold = Object.entries(flows).filter(([flow, { grantTypes }]) => grantTypes && !told.has(flow));
    expect(untold.map(([flow]) => flow)).toEqual(['refresh', 'sso']);
  });

  test('LoginSubType is what the Object Reference lists, and nothing for assertions, devices and unknown grant types', () => {
    expect(loginSubTypeOf('authorization_code')).toBe('OauthWebServer');
    expect(loginSubTypeOf('refresh_token')).toBe('OauthRefreshToken');
    expect(loginSubTypeOf('password')).toBe('OauthUsernamePassword');
    expect(loginSubTypeOf('client_credentials')).toBe('OauthClientCredentials');
    expect(loginSubTypeOf('hybrid_auth_code')).toBe('OauthHybridWebServer');
    expect(loginSubTypeOf('hybrid_refresh')).toBe('OauthHybridRefreshToken');
    expect(loginSubTypeOf('urn:ietf:params:oauth:grant-type:token-exchange')).toBe('OauthTokenExchange');
    expect(loginSubTypeOf('urn:ietf:params:oauth:grant-type:hybrid-token-exchange')).toBe(
      'OauthHybridTokenExchange',
    );
    for (const type of [
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'device',
      'assertion',
      '',
      '__proto__',
    ])
      expect(loginSubTypeOf(type)).toBeUndefined();
  });
});
