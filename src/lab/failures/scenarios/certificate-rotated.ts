/** Scenario: Setup replaces the certificate of an app. */
import { PLATFORM_CLI } from '../../../org/platform-cli.ts';
import type { EventScenario } from './scenario.ts';

export const certificateRotated: EventScenario = {
  story:
    "The app's certificate is replaced in Setup: assertions signed with the old key are refused until PATCH gives the app a certificate again.",
  refusals: ['jwt.signature', 'saml.signature'],
  async happen(world, { trace: { clientId } }) {
    const app = world.orgs.app(clientId ?? '');
    const org = app && world.orgs.org(app.orgId);
    if (!org || app.consumerKey === PLATFORM_CLI) return;
    const change = {
      section: 'apps',
      name: app.name,
      fields: { certificate: REPLACEMENT },
      path: [],
    } as const;
    await world.image.change(org, [change]);
  },
};

/** A certificate whose private key was thrown away. */
export const REPLACEMENT = `-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUQ4Srmau6txRSLMQ2OBpduXf0S9wwDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRUmVwbGFjZWQgaW4gU2V0dXAwIBcNMjYxMTIzMDkyNjU3
WhgPMjEyNjEwMzAwOTI2NTdaMBwxGjAYBgNVBAMMEVJlcGxhY2VkIGluIFNldHVw
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA09KUXTESr2a+uFvosTBF
drea82Npih2X45yPWppIbS7+RQMCgfCh0uxhwIUUzAIQ06GlZIjjefTTNz3ktfXC
HHmgpxt3rR/jtdlGdZ/fCUiTLR1Y0iCwnxsT08ecey/LGDozSrTfwCcu1jV1RkFd
HPWPh/9htNC+RthoBnhVs2/23luoyK/aUpvaNI8PE5Azlh6GnP3bW5Bt7J1GwPII
JVjc+6BUcGyINU8rBfGPhX4Udo8JONeIPBTrvCs4KVCdLoF0eR613H7wrsZIHg5B
NnBP+s763byjNwg8fDyPqbYkT4qg3byVKH5BleKiK2dfpjJcLc4fCBQVyBB8tCxj
HQIDAQABo1MwUTAdBgNVHQ4EFgQUQdGyNTv1mpkBWLM6I1EkpVDyO8UwHwYDVR0j
BBgwFoAUQdGyNTv1mpkBWLM6I1EkpVDyO8UwDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEAgMb28LFqvb3h7YWTo/5cZCSmzceNP1lu5yddjo2u1ugA
Lm/mDVHlgYMn72e6zWDIBuem5v+xQPiw873uVst8cP8Fw9t97bzvgGNTKJHQZcH5
hB8LQfSaSD9AJQS2xvG4km1vOzCZ/2Z14FP9RHU0+iEwq7FDAt4ErAXbGbaQo1R3
1/pjJbM41/4EjllEhyHJcwSlFCY1NhmkeM/5AVc2Sc7IYkra4kKbPf4fm/ElaDeQ
pdn62j1Zw3iAzdIO+7fN5UwIbWJ2IW7Ee+d5rtfngiBftTVVWPRITfvzBgt1q3h2
p+Qy1dek+JuX/4d9cj/VIH4TeerWe3YHfnmhvJZAZw==
-----END CERTIFICATE-----
`;
