/** SAML in a project: samlConfig of apps, and single sign-on configurations of the org (model.md 1.5). */

import { ignored, text, toldOnce } from './app-elements.ts';
import { certificate, mapping } from './app-fields.ts';
import { type Elements, usable } from './elements.ts';
import { choiceField, isOn, textField } from './fields.ts';
import { type Located, located } from './located.ts';
import type { Report } from './report.ts';
import type { OrgFacts } from './settings.ts';
import type { Element } from './xml.ts';

export const SAML_CONFIG: Elements = {
  acsUrl: text,
  certificate: text,
  encryptionCertificate: text,
  encryptionType: text,
  entityUrl: text,
  issuer: text,
  samlIdpSLOBindingEnum: text,
  samlNameIdFormat: text,
  samlSigningAlgoType: text,
  samlSloUrl: text,
  samlSubjectCustomAttr: text,
  samlSubjectType: text,
};

const sameNames = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));
const BINDINGS = sameNames('RedirectBinding', 'PostBinding');

/** The doc page spells the last two otherwise than files do. */
const SUBJECT_TYPES = {
  ...sameNames('Username', 'FederationId', 'UserId', 'PersistentId', 'CustomAttribute'),
  PersistentID: 'PersistentId',
  CustomAttr: 'CustomAttribute',
};

export function samlConfig(config: Element | undefined, report: Report): Located | undefined {
  return mapping(
    {
      entityUrl: textField(config?.child('entityUrl')),
      acsUrl: textField(config?.child('acsUrl')),
      subjectType: choiceField(config?.child('samlSubjectType'), SUBJECT_TYPES, report),
      subjectCustomAttr: textField(config?.child('samlSubjectCustomAttr')),
      nameIdFormat: choiceField(
        config?.child('samlNameIdFormat'),
        sameNames('Unspecified', 'EmailAddress', 'Persistent', 'Transient'),
        report,
      ),
      issuer: textField(config?.child('issuer')),
      signingAlgoType: choiceField(config?.child('samlSigningAlgoType'), sameNames('SHA256', 'SHA1'), report),
      certificate: certificate(config?.child('certificate'), report),
      encryptionCertificate: certificate(config?.child('encryptionCertificate'), report),
      encryptionType: choiceField(config?.child('encryptionType'), sameNames('AES_128', 'AES_256'), report),
      sloUrl: textField(config?.child('samlSloUrl')),
      sloBinding: choiceField(config?.child('samlIdpSLOBindingEnum'), BINDINGS, report),
    },
    config,
  );
}

const NOT_HERE = ignored('fauxforce does not have it');

const SSO_CONFIG: Elements = {
  attributeName: NOT_HERE,
  attributeNameIdFormat: NOT_HERE,
  decryptionCertificate: NOT_HERE,
  errorUrl: NOT_HERE,
  executionUserId: NOT_HERE,
  fullName: text,
  identityLocation: text,
  identityMapping: text,
  issuer: text,
  loginUrl: text,
  logoutUrl: NOT_HERE,
  name: text,
  oauthTokenEndpoint: text,
  redirectBinding: text,
  requestSignatureMethod: toldOnce('requests are signed with SHA-256'),
  requestSigningCertId: toldOnce('requests are signed with the certificate of the identity provider'),
  salesforceLoginUrl: text,
  samlEntityId: toldOnce('the org is called by its My Domain'),
  samlJitHandlerId: NOT_HERE,
  samlVersion: text,
  singleLogoutBinding: text,
  singleLogoutUrl: text,
  useConfigRequestMethod: text,
  useSameDigestAlgoForSigning: text,
  userProvisioning: NOT_HERE,
  validationCert: text,
};

/** @returns undefined when it cannot be used, which is reported */
export function readSamlSso(file: Element, name: string, report: Report): Partial<OrgFacts> | undefined {
  const root = usable(file, SSO_CONFIG, report);
  if (root.textOf('identityLocation') === 'Attribute') {
    report.skip(
      root.place,
      `SAML single sign-on '${name}' takes the user from an attribute: only the subject is read here`,
    );
    return undefined;
  }
  const redirects = root.child('redirectBinding');
  const fields = {
    issuer: textField(root.child('issuer')),
    certificate: certificate(root.child('validationCert'), report),
    identityMapping: choiceField(
      root.child('identityMapping'),
      sameNames('Username', 'FederationId'),
      report,
    ),
    name: textField(root.child('name')),
    loginUrl: textField(root.child('loginUrl')),
    requestBinding:
      redirects && located(isOn(redirects, true) ? 'RedirectBinding' : 'PostBinding', redirects.at),
    sloUrl: textField(root.child('singleLogoutUrl')),
    sloBinding: choiceField(root.child('singleLogoutBinding'), BINDINGS, report),
  };
  return { org: {}, settings: { samlSso: located(fields, root.at) } };
}
