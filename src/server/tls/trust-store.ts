/** A trust store for Java (PKCS #12, RFC 7292). It holds certificates alone, so nothing in it is encrypted or sealed. */
import 'reflect-metadata';
import { ContentInfo, id_data } from '@peculiar/asn1-cms';
import {
  AuthenticatedSafe,
  CertBag,
  id_certBag,
  id_x509Certificate,
  PFX,
  PKCS12Attribute,
  SafeBag,
  SafeContents,
} from '@peculiar/asn1-pfx';
import {
  AsnBmpStringConverter,
  AsnObjectIdentifierConverter,
  AsnSerializer,
  OctetString,
} from '@peculiar/asn1-schema';
import { PemConverter } from '@peculiar/x509';
import { rootsHere } from './bundle.ts';

/** The name of an entry (PKCS #9). */
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
/** Java takes a certificate for trusted only where this says for what: keytool counts no entries without it. */
const TRUSTED_KEY_USAGE = '2.16.840.1.113894.746875.1.1';
const ANY_USAGE = AsnObjectIdentifierConverter.toASN('2.5.29.37.0').toBER();

/** Of the root certificates and an authority of ours, always in the same bytes. */
export function trustStoreWith(certificate: string): Buffer {
  const ours = bagOf('fauxforce', certificate);
  const roots = rootsHere().map((root, i) => bagOf(`root ${i + 1}`, root));
  const safe = new AuthenticatedSafe([asData(new SafeContents([ours, ...roots]))]);
  const store = new PFX({ authSafe: asData(safe) });
  // Nobody vouches for it: whoever may write to the folder may also make another authority.
  Reflect.deleteProperty(store, 'macData');
  return Buffer.from(AsnSerializer.serialize(store));
}

function asData(content: object): ContentInfo {
  return new ContentInfo({ contentType: id_data, content: asOctets(AsnSerializer.serialize(content)) });
}

function bagOf(name: string, certificate: string): SafeBag {
  const [der] = PemConverter.decode(certificate);
  if (der === undefined) throw new TypeError('a certificate is not PEM');
  const bag = new CertBag({ certId: id_x509Certificate, certValue: asOctets(der) });
  return new SafeBag({
    bagId: id_certBag,
    bagValue: AsnSerializer.serialize(bag),
    bagAttributes: [
      attribute(FRIENDLY_NAME, AsnBmpStringConverter.toASN(name).toBER()),
      attribute(TRUSTED_KEY_USAGE, ANY_USAGE),
    ],
  });
}

/** Its constructor forgets what it is given. */
function attribute(type: string, value: ArrayBuffer): PKCS12Attribute {
  return Object.assign(new PKCS12Attribute(), { attrId: type, attrValues: [value] });
}

function asOctets(bytes: ArrayBuffer): ArrayBuffer {
  return AsnSerializer.serialize(new OctetString(bytes));
}
