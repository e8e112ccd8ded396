/** python3-saml as service provider, and signxml, which verifies both signatures with neither xmlsec nor xml-crypto. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceProviderId } from '../../src/org/service-provider.ts';
import { Browser } from '../../src/testing/browser.ts';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada } from '../clients/helpers/visit.ts';
import { formOf } from '../idp/helpers.ts';
import { isThere } from './language.ts';
import { startScript } from './run-python.ts';

let served: Served;
beforeAll(async () => {
  const saml = {
    entityUrl: 'https://sp.acme.example',
    acsUrl: 'http://localhost:3000/saml/acs',
    sloUrl: 'http://localhost:3000/saml/out',
  };
  served = await Served.start({ apps: { Service_Provider: { saml } } });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

/** What a browser brings to the app that sent it to a URL, or, without one, where the org starts. */
async function responseFor(url: string | undefined, browser = new Browser()): Promise<string> {
  const { sf } = served;
  const app = sf.apps.Service_Provider;
  // By the name that the client knows it by: it is the issuer.
  const origin = sf.url.replace('127.0.0.1', 'localhost');
  const started = app && `${origin}/idp/login?app=${serviceProviderId(app)}`;
  const { fields } = formOf(await browser.visit(url ?? started ?? '', ada));
  return fields.SAMLResponse ?? '';
}

async function script(rest: readonly string[]) {
  const { lines } = await served.settingsFor('python3-saml');
  return startScript(
    served,
    'python3-saml',
    [
      'from onelogin.saml2.auth import OneLogin_Saml2_Auth',
      'from lab import tell',
      ...lines,
      "settings['sp']['singleLogoutService'] = {'url': 'http://localhost:3000/saml/out'}",
      "settings['idp']['singleLogoutService'] = {'url': idp['idp']['singleSignOnService']['url'].replace('/idp/endpoint/HttpRedirect', '/services/auth/idp/saml2/logout')}",
      'def auth(path, get={}, post={}):',
      "    return OneLogin_Saml2_Auth({'https': 'off', 'http_host': 'localhost:3000', 'script_name': path, 'get_data': get, 'post_data': post}, settings)",
      ...rest,
    ],
    'saml',
  );
}

const TAKE = [
  "came = auth('/saml/acs', post={'SAMLResponse': input()})",
  'came.process_response(request_id=asked)',
  'tell(errors=came.get_errors(), reason=came.get_last_error_reason(), name=came.get_nameid(), attributes=came.get_attributes())',
];

describe.skipIf(!isThere('Python'))('python3-saml', () => {
  it('logs in, asked for by redirect', runs('python3-saml', 'SAML'), async () => {
    const client = await script([
      "start = auth('/')",
      "print('away', start.login(return_to='/deep'))",
      'asked = start.get_last_request_id()',
      ...TAKE,
    ]);
    client.tell(await responseFor(await client.said(/^away (.*)$/m)));
    const { told, stderr } = await client.ended();
    expect(told, stderr).toMatchObject([
      {
        errors: [],
        name: 'ada@acme.example',
        attributes: { username: ['ada@acme.example'], is_portal_user: ['false'] },
      },
    ]);
  });

  it('is started by the org, and refuses what was tampered with', runs('python3-saml', 'SAML'), async () => {
    const right = await script(['asked = None', ...TAKE]);
    const response = await responseFor(undefined);
    right.tell(response);
    expect((await right.ended()).told).toMatchObject([{ errors: [], name: 'ada@acme.example' }]);
    const wrong = await script(['asked = None', ...TAKE]);
    const xml = Buffer.from(response, 'base64').toString();
    wrong.tell(Buffer.from(xml.replaceAll('>ada@acme', '>eve@acme')).toString('base64'));
    expect((await wrong.ended()).told).toMatchObject([{ errors: ['invalid_response'] }]);
  });

  it('logs out', runs('python3-saml', 'SAML logout'), async () => {
    const client = await script([
      'asked = None',
      ...TAKE,
      "print('away', came.logout(name_id=came.get_nameid(), session_index=came.get_session_index(), nq=None))",
      'out = came.get_last_request_id()',
      'from urllib.parse import urlsplit, parse_qsl',
      "heard = auth('/saml/out', get=dict(parse_qsl(urlsplit(input()).query)))",
      'heard.process_slo(request_id=out)',
      'tell(errors=heard.get_errors(), reason=heard.get_last_error_reason())',
    ]);
    const browser = new Browser();
    client.tell(await responseFor(undefined, browser));
    const walk = await browser.open(await client.said(/^away (.*)$/m));
    client.tell(walk.callback === undefined ? walk.text : walk.location);
    const { told, stderr } = await client.ended();
    expect(told.at(-1), stderr).toEqual({ errors: [], reason: null });
  });
});

describe.skipIf(!isThere('Python'))('signxml', () => {
  const VERIFY = [
    'import base64, os, urllib.request',
    'from lxml import etree',
    'from signxml import XMLVerifier',
    'from lab import tell',
    "metadata = etree.fromstring(urllib.request.urlopen(os.environ['FAUXFORCE_URL'] + '/.well-known/samlidp.xml').read())",
    "certificate = metadata.findtext('.//{*}X509Certificate')",
    'root = etree.fromstring(base64.b64decode(input()))',
    'def verified(element):',
    '    try:',
    "        signed = XMLVerifier().verify(element, x509_cert=certificate, id_attribute='ID').signed_xml",
    '        return etree.QName(signed).localname',
    '    except Exception as error:',
    '        return type(error).__name__',
    "tell(response=verified(root), assertion=verified(root.find('{*}Assertion')))",
  ];

  it('verifies both signatures, and neither of a response that was changed', async () => {
    const response = await responseFor(undefined);
    const right = await startScript(served, 'python3-saml', VERIFY, 'saml');
    right.tell(response);
    const { told, stderr } = await right.ended();
    expect(told, stderr).toEqual([{ response: 'Response', assertion: 'Assertion' }]);
    const wrong = await startScript(served, 'python3-saml', VERIFY, 'saml');
    const xml = Buffer.from(response, 'base64').toString();
    wrong.tell(Buffer.from(xml.replaceAll('>ada@acme', '>eve@acme')).toString('base64'));
    expect((await wrong.ended()).told).toEqual([{ response: 'InvalidDigest', assertion: 'InvalidDigest' }]);
  });
});
