import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOrder, hashOrdered } from '../../src/wire/hash-order.ts';

const words = (text: string) => text.split(/[\s,]+/);

/** Vectors of token.md 17 and identity-and-resources.md 0.1: written down from real answers. */
describe('HashMap order', () => {
  it('orders the members of a token answer as observed', () => {
    expect(
      hashOrder(
        words(
          'id_token token_format refresh_token api_instance_url access_token issued_at id scope signature instance_url token_type',
        ).sort((a, b) => Number(b === 'issued_at') - Number(a === 'issued_at')),
      ),
    ).toEqual(
      words(
        'access_token, refresh_token, signature, token_format, scope, id_token, instance_url, id, token_type, issued_at, api_instance_url',
      ),
    );
  });

  it('doubles the table at the thirteenth member', () => {
    expect(
      hashOrder(
        words(
          'issued_at id_token token_format refresh_token api_instance_url access_token id scope signature instance_url token_type sfdc_community_url sfdc_community_id',
        ),
      ),
    ).toEqual(
      words(
        'sfdc_community_url, signature, id_token, instance_url, token_type, issued_at, api_instance_url, access_token, refresh_token, sfdc_community_id, token_format, scope, id',
      ),
    );
  });

  it.each([
    ['api refresh_token web', 'refresh_token web api'],
    ['openid full api web', 'web openid api full'],
    ['id api web', 'web id api'],
    ['api refresh_token full', 'refresh_token api full'],
    ['openid web', 'web openid'],
    ['openid refresh_token', 'refresh_token openid'],
    ['refresh_token full', 'refresh_token full'],
    ['api id refresh_token', 'refresh_token api id'],
    ['cdp_query_api cdp_ingest_api api cdp_profile_api', 'cdp_query_api cdp_ingest_api api cdp_profile_api'],
    [
      'profile email address web phone api id openid refresh_token',
      'refresh_token address web phone openid profile api id email',
    ],
    ['sfap_api refresh_token api', 'refresh_token sfap_api api'],
  ])('writes the scopes %s as %s', (asked, answered) => {
    expect(hashOrder(words(asked)).join(' ')).toBe(answered);
  });

  it('orders the answer of an app with every metadata scope as observed', () => {
    const observed =
      'cdp_ingest_api custom_permissions cdp_segment_api content cdp_api interaction_api chatbot_api cdp_identityresolution_api wave_api cdp_calculated_insight_api einstein_gpt_api web api id eclair_api pardot_api lightning visualforce cdp_query_api sfap_api openid cdp_profile_api refresh_token pwdless_login_api user_registration_api chatter_api forgot_password full';
    const ordered = hashOrder(words(observed));
    expect([...ordered].sort()).toEqual(words(observed).sort());
    // Where buckets hold one word, the order does not depend on the one asked in.
    expect(ordered.slice(0, 5)).toEqual(words(observed).slice(0, 5));
  });

  it('is a permutation, and keeps the order given inside a bucket', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), (keys) => {
        const ordered = hashOrder(keys);
        expect([...ordered].sort()).toEqual([...keys].sort());
        expect(hashOrder(ordered)).toEqual(ordered);
      }),
    );
  });

  it('leaves undefined members out', () => {
    expect(JSON.stringify(hashOrdered({ token_type: 'Bearer', id: undefined, access_token: 'x' }))).toBe(
      '{"access_token":"x","token_type":"Bearer"}',
    );
  });
});
