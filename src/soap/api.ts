/** The APIs behind `/services/Soap`, by the word in their path, with their namespaces (identity-and-resources.md 9, soap-data.md 3). */

export interface SoapApi {
  /** As the path has it. */
  readonly word: string;
  readonly title: string;
  /** Of operations and answers. */
  readonly namespace: string;
  /** Of the details of faults. */
  readonly faults: string;
  /** Of the fields of records. */
  readonly sObjects: string;
  /** Whether the type of a record is one for all objects, which says its own (soap-data.md 3.1), or one for each. */
  readonly isGeneric: boolean;
  /** Whether the operations of this folder are its. */
  readonly isServed: boolean;
}

const PARTNER: SoapApi = {
  word: 'u',
  title: 'the partner API',
  namespace: 'urn:partner.soap.sforce.com',
  faults: 'urn:fault.partner.soap.sforce.com',
  sObjects: 'urn:sobject.partner.soap.sforce.com',
  isGeneric: true,
  isServed: true,
};

const APIS: readonly SoapApi[] = [
  PARTNER,
  {
    word: 'c',
    title: 'the enterprise API',
    namespace: 'urn:enterprise.soap.sforce.com',
    faults: 'urn:fault.enterprise.soap.sforce.com',
    sObjects: 'urn:sobject.enterprise.soap.sforce.com',
    isGeneric: false,
    isServed: true,
  },
  {
    word: 'm',
    title: 'the Metadata API',
    namespace: 'http://soap.sforce.com/2006/04/metadata',
    faults: 'http://soap.sforce.com/2006/04/metadata',
    sObjects: 'http://soap.sforce.com/2006/04/metadata',
    isGeneric: false,
    isServed: false,
  },
  {
    word: 'T',
    title: 'the Tooling API over SOAP',
    namespace: 'urn:tooling.soap.sforce.com',
    faults: 'urn:fault.tooling.soap.sforce.com',
    sObjects: 'urn:sobject.tooling.soap.sforce.com',
    isGeneric: false,
    isServed: false,
  },
  {
    word: 's',
    title: 'the Apex API',
    namespace: 'http://soap.sforce.com/2006/08/apex',
    faults: 'http://soap.sforce.com/2006/08/apex',
    sObjects: 'http://soap.sforce.com/2006/08/apex',
    isGeneric: false,
    isServed: false,
  },
];

/** @param word of a path: `u` in /services/Soap/u/64.0 */
export function apiNamed(word: string): SoapApi | undefined {
  return APIS.find((api) => api.word === word);
}

/** The API that a path names, the partner API where it names none. */
export function apiOfPath(path: string): SoapApi {
  return apiNamed(path.split('/')[3] ?? '') ?? PARTNER;
}
