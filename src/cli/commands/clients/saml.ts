/** SAML service providers, by what their packages document: where the org's metadata is, and what the app is called (setup-pages.md A.2). */

import { id15 } from '../../../org/ids.ts';
import type { App } from '../../../org/model.ts';
import type { AppSaml } from '../../../org/saml.ts';
import { serviceProviderId } from '../../../org/service-provider.ts';
import { CommandError } from '../../failure.ts';
import type { Client, ServerFacts } from './client.ts';

interface Provider {
  readonly app: App;
  readonly saml: AppSaml;
  /** What the org calls itself. */
  readonly idp: string;
  readonly metadata: string;
  readonly redirect: string;
  readonly logOut: string;
  readonly notes: readonly string[];
}

function providerOf({ url, org }: ServerFacts): Provider {
  const app = org.apps.find(({ saml }) => saml !== undefined);
  if (!app?.saml) throw new CommandError('the seed has no app with saml');
  return {
    app,
    saml: app.saml,
    idp: app.saml.issuer ?? url,
    metadata: `${url}/.well-known/samlidp/${app.name}.xml`,
    redirect: `${url}/idp/endpoint/HttpRedirect`,
    logOut: `${url}/services/auth/idp/saml2/logout`,
    notes: [
      `The app is ${app.name}: its Entity Id and ACS URL in the seed must be those of the client.`,
      `Who logs in has one of its profiles or permission sets: ${[...app.profiles, ...app.permissionSets].join(', ') || 'there are none'}.`,
      ...(app.saml.certificate === undefined
        ? []
        : ['The app has a certificate: give the client its key, and have it sign requests.']),
      `${url}/idp/login?app=${id15(serviceProviderId(app))} starts a log-in from Salesforce.`,
    ],
  };
}

const CERTIFICATE = 'The certificate is the X509Certificate of the metadata; the org keeps it.';

export const samlClients: readonly Client[] = [
  {
    names: ['node-saml', '@node-saml/node-saml', 'passport-saml', '@node-saml/passport-saml'],
    title: '@node-saml/node-saml and passport-saml',
    caVariable: 'NODE_EXTRA_CA_CERTS',
    setup: (server) => {
      const { saml, idp, metadata, redirect, logOut, notes } = providerOf(server);
      return {
        lines: [
          `const metadata = await (await fetch('${metadata}')).text();`,
          'const saml = new SAML({',
          `  issuer: '${saml.entityUrl}',`,
          `  audience: '${saml.entityUrl}',`,
          `  callbackUrl: '${saml.acsUrl}',`,
          `  entryPoint: '${redirect}',`,
          `  logoutUrl: '${logOut}',`,
          `  idpIssuer: '${idp}',`,
          '  idpCert: /<ds:X509Certificate>([^<]*)</.exec(metadata)[1],',
          '  wantAuthnResponseSigned: true,',
          '  identifierFormat: null,',
          '});',
        ],
        notes: [
          'By POST it deflates requests, which Salesforce does not take: skipRequestCompression turns that off.',
          'It signs a blank in RelayState as %20 and sends it as +: with Verify Request Signatures, keep blanks out.',
          ...notes,
        ],
      };
    },
  },
  {
    names: ['python3-saml', 'onelogin'],
    title: 'python3-saml',
    caVariable: 'REQUESTS_CA_BUNDLE',
    setup: (server) => {
      const { saml, metadata, notes } = providerOf(server);
      return {
        lines: [
          'from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser',
          `idp = OneLogin_Saml2_IdPMetadataParser.parse_remote('${metadata}')`,
          "settings = {'strict': True, 'sp': {",
          `    'entityId': '${saml.entityUrl}',`,
          `    'assertionConsumerService': {'url': '${saml.acsUrl}'},`,
          "    'NameIDFormat': 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',",
          "}, 'security': {'wantMessagesSigned': True, 'wantAssertionsSigned': True, 'requestedAuthnContext': False},",
          "'idp': idp['idp']}",
        ],
        notes,
      };
    },
  },
  {
    names: ['spring-security-saml', 'spring-saml', 'spring-security-saml2-service-provider'],
    title: 'Spring Security SAML 2.0',
    caVariable: 'JAVA_TOOL_OPTIONS',
    setup: (server) => {
      const { saml, metadata, notes } = providerOf(server);
      const at = 'spring.security.saml2.relyingparty.registration.salesforce';
      return {
        lines: [
          `${at}.entity-id=${saml.entityUrl}`,
          `${at}.acs.location=${saml.acsUrl}`,
          `${at}.assertingparty.metadata-uri=${metadata}`,
        ],
        notes: [
          'Its own ACS URL is {baseUrl}/login/saml2/sso/salesforce, its Single Logout URL {baseUrl}/logout/saml2/slo: that wants singlelogout.url and signing.credentials of the registration.',
          'It signs requests only where metadata ask for it, which those of Salesforce do not: leave Verify Request Signatures off.',
          ...notes,
        ],
      };
    },
  },
  {
    names: ['omniauth-saml'],
    title: 'omniauth-saml',
    caVariable: 'SSL_CERT_FILE',
    setup: (server) => {
      const { saml, metadata, notes } = providerOf(server);
      return {
        lines: [
          'idp = OneLogin::RubySaml::IdpMetadataParser.new',
          `provider :saml, idp.parse_remote_to_hash('${metadata}').merge(`,
          `  sp_entity_id: '${saml.entityUrl}',`,
          `  assertion_consumer_service_url: '${saml.acsUrl}',`,
          "  name_identifier_format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'",
          ')',
        ],
        notes,
      };
    },
  },
  {
    names: ['mod_auth_mellon', 'mellon', 'libapache2-mod-auth-mellon'],
    title: 'mod_auth_mellon for Apache',
    setup: (server) => {
      const { saml, metadata, notes } = providerOf(server);
      return {
        lines: [
          `curl -o idp.xml ${metadata}`,
          '<Location />',
          '  MellonEnable auth',
          '  MellonEndpointPath /mellon',
          `  MellonSPentityId "${saml.entityUrl}"`,
          '  MellonSPPrivateKeyFile sp.key',
          '  MellonSPCertFile sp.crt',
          '  MellonIdPMetadataFile idp.xml',
          '</Location>',
        ],
        notes: [
          'Its ACS URL is /mellon/postResponse, its Single Logout URL /mellon/logout.',
          CERTIFICATE,
          ...notes,
        ],
      };
    },
  },
];
