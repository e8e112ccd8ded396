/** `Enable SAML` of Web App Settings: an app as service provider (setup-pages.md A.1). */
import { myDomainHostOf } from '../../org/hosts.ts';
import { certificateFile, isThere } from '../forms/certificate.ts';
import type { Control } from '../forms/control.ts';
import { fixed, gate, select, text } from '../forms/controls.ts';

const NAMEID = 'urn:oasis:names:tc:SAML:';

const same = (...values: string[]) => values.map((value) => ({ value, label: value }));

export const samlSettings: Control = gate('samlIsOn', 'Enable SAML', {
  isOn: (fields) => isThere(fields, 'saml'),
  write: (write, isOn) => !isOn && write('saml', null),
  covers: ['saml'],
  inner: [
    text('saml.entityUrl', 'Entity Id', { isRequired: true, empty: '' }),
    text('saml.acsUrl', 'ACS URL', { isRequired: true, empty: '' }),
    gate('samlSloIsOn', 'Enable Single Logout', {
      isOn: (fields) => isThere(fields, 'saml.sloUrl'),
      write: (write, isOn) => !isOn && write('saml.sloUrl', null),
      inner: [
        text('saml.sloUrl', 'Single Logout URL', { isRequired: true, empty: '' }),
        select('saml.sloBinding', 'Single Logout Binding', [
          { value: 'RedirectBinding', label: 'HTTP Redirect' },
          { value: 'PostBinding', label: 'HTTP POST' },
        ]),
      ],
    }),
    select(
      'saml.subjectType',
      'Subject Type',
      [
        { value: 'Username', label: 'Username' },
        { value: 'FederationId', label: 'Federation ID' },
        { value: 'UserId', label: 'User ID' },
        { value: 'PersistentId', label: 'Persistent ID' },
        { value: 'CustomAttribute', label: 'Custom Attribute' },
      ],
      { isRequired: true },
    ),
    text('saml.subjectCustomAttr', 'Custom Attribute', {
      help: 'With that subject type: a field of User, or a key of the custom attributes.',
    }),
    select(
      'saml.nameIdFormat',
      'Name ID Format',
      [
        { value: 'Unspecified', label: `${NAMEID}1.1:nameid-format:unspecified` },
        { value: 'EmailAddress', label: `${NAMEID}1.1:nameid-format:emailAddress` },
        { value: 'Persistent', label: `${NAMEID}2.0:nameid-format:persistent` },
        { value: 'Transient', label: `${NAMEID}2.0:nameid-format:transient` },
      ],
      { isRequired: true },
    ),
    text('saml.issuer', 'Issuer', { help: 'Empty: the My Domain or site that is called.' }),
    fixed(
      'idpCertificate',
      'IdP Certificate',
      (_fields, { org }) => `Default IdP Certificate of ${myDomainHostOf(org)}`,
    ),
    gate('samlVerifyIsOn', 'Verify Request Signatures', {
      isOn: (fields) => isThere(fields, 'saml.certificate'),
      write: (write, isOn) => !isOn && write('saml.certificate', null),
      inner: [certificateFile('saml.certificate', 'Request Certificate')],
    }),
    gate('samlEncryptIsOn', 'Encrypt SAML Response', {
      isOn: (fields) => isThere(fields, 'saml.encryptionCertificate'),
      write: (write, isOn) => !isOn && write('saml.encryptionCertificate', null),
      inner: [
        certificateFile('saml.encryptionCertificate', 'Encryption Certificate'),
        select('saml.encryptionType', 'Block Encryption Algorithm', [
          { value: 'AES_128', label: 'AES-128' },
          { value: 'AES_256', label: 'AES-256' },
        ]),
      ],
    }),
    select('saml.signingAlgoType', 'Signing Algorithm for SAML Messages', same('SHA256', 'SHA1')),
  ],
});
