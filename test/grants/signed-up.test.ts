/** A scratch org has the Connected Apps of the Dev Hub that signed it up: model.md 4.1 and 6, as corrected 2026-11-29. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeedDocument, readSeedText } from '../../src/seed/load.ts';
import { authorize } from '../../src/testing/browser.ts';
import type { Fauxforce, OrgOptions, TestOrg } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { type Answer, app, credentials, members, postToken } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import { assertionXml, BEARER, sign } from '../saml/make.ts';
import { linesOf } from '../seed/helpers.ts';

const fresh = freshServers();

const TEST = 'https://test.salesforce.com';
const SCRATCH = 'https://eager-otter.scratch.my.salesforce.com';
const NOT_APPROVED = `{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}`;
const NOT_PERMITTED =
  '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}';
const UNKNOWN = '{"error":"invalid_client_id","error_description":"client identifier invalid"}';

/** An org made by the demo's acme, which is the Dev Hub. */
function scratchOrg(sf: Fauxforce, org: object = {}, more: Partial<OrgOptions> = {}): Promise<TestOrg> {
  return sf.org({
    org: { name: 'Scratch', myDomain: 'eager-otter', type: 'scratch', signedUpFrom: 'acme', ...org },
    users: [{ username: 'test@scratch.example', profile: 'System Administrator', password: 'correct-horse' }],
    ...more,
  });
}

function postJwt(sf: Fauxforce, host: string, iss = '3MVG9Demo.JWT_Bearer'): Promise<Answer> {
  const exp = Math.floor(sf.clock.now() / 1000) + 180;
  const assertion = makeJwt({ claims: { iss, sub: 'test@scratch.example', aud: TEST, exp } });
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return postToken(sf, { grant_type, assertion }, { host: new URL(host).host });
}

describe("the Dev Hub's Connected App", () => {
  it('gets a token for a user of the scratch org, on test. and on its My Domain', async () => {
    const sf = await fresh();
    const { id, users } = await scratchOrg(sf);
    for (const host of [TEST, SCRATCH]) {
      const { status, body } = await postJwt(sf, host);
      expect(status).toBe(200);
      expect(body).toBe(
        `{"access_token":"${members(body).access_token}","scope":"web openid api","instance_url":"${SCRATCH}","id":"${TEST}/id/${id}/${users.test?.id}","token_type":"Bearer"}`,
      );
    }
  });

  it('gets one by a SAML assertion too', async () => {
    const sf = await fresh();
    await scratchOrg(sf);
    const xml = assertionXml(sf, {
      nameId: 'test@scratch.example',
      audiences: [TEST],
      recipient: `${TEST}/services/oauth2/token`,
    });
    const assertion = Buffer.from(sign(xml)).toString('base64url');
    const answer = await postToken(sf, { grant_type: BEARER, assertion }, { host: 'test.salesforce.com' });
    expect(answer.status).toBe(200);
  });

  it('logs people of the scratch org in, though nobody may approve uninstalled apps there', async () => {
    const sf = await fresh();
    const closed = { profiles: [{ name: 'System Administrator', approveUninstalledConnectedApps: false }] };
    const login = async () => {
      const { client_id } = credentials(sf, 'Web_Server');
      const asked = { response_type: 'code', client_id, redirect_uri: 'http://localhost:3000/callback' };
      const visitor = { username: 'test@scratch.example', password: 'correct-horse' };
      return Object.keys((await authorize(sf.url, asked, visitor)).callback ?? {});
    };
    {
      await using _own = await scratchOrg(sf, { signedUpFrom: undefined }, closed);
      expect(await login()).toEqual([]);
      expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('authorize.app-not-installed');
    }
    await scratchOrg(sf, {}, closed);
    expect(await login()).toContain('code');
  });

  it('obeys the settings of the scratch org', async () => {
    const sf = await fresh();
    await scratchOrg(sf, { settings: { allowUsernamePasswordFlow: false } });
    const form = { username: 'test@scratch.example', password: 'correct-horse' };
    const asked = { grant_type: 'password', ...credentials(sf, 'Username_Password'), ...form };
    expect((await postToken(sf, asked, { host: 'test.salesforce.com' })).status).toBe(400);
    expect(sf.journal.last()?.refusal?.name).toBe('password.flow-disabled');
  });

  it('has no run-as user there', async () => {
    const sf = await fresh();
    await scratchOrg(sf);
    const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
    expect(await postToken(sf, form, { host: new URL(SCRATCH).host })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"no client credentials user enabled"}',
    });
  });

  it('is refused for an org that was not signed up from there, and the fix says what a seed would say', async () => {
    const sf = await fresh();
    await scratchOrg(sf, { signedUpFrom: undefined });
    expect(await postJwt(sf, TEST)).toMatchObject({ status: 400, body: NOT_APPROVED });
    expect(sf.journal.last()?.refusal).toMatchObject({ name: 'user.of-another-org' });
    expect(sf.journal.last()?.refusal?.fix).toContain('org.signedUpFrom');
    expect(await postJwt(sf, SCRATCH)).toMatchObject({ status: 400, body: UNKNOWN });
  });

  it('is refused once the hub is said no longer', async () => {
    const sf = await fresh();
    const { id } = await scratchOrg(sf);
    expect((await postJwt(sf, TEST)).status).toBe(200);
    await lab(sf, 'PATCH', `/orgs/${id}`, { signedUpFrom: null });
    expect(await postJwt(sf, TEST)).toMatchObject({ status: 400, body: NOT_APPROVED });
    await lab(sf, 'PATCH', `/orgs/${id}`, { signedUpFrom: 'Acme' });
    expect((await postJwt(sf, TEST)).status).toBe(200);
  });

  it.each([true, false])(
    'was approved for the administrator by the sign-up (isAdminApproved: %s)',
    async (isAdminApproved) => {
      const sf = await fresh({ demo: { apps: { JWT_Bearer: { isAdminApproved } } } });
      await scratchOrg(sf);
      expect((await postJwt(sf, TEST)).status).toBe(200);
    },
  );

  it('still wants the permitted users of the app, if they are not administrators', async () => {
    const sf = await fresh();
    const users = [{ username: 'test@scratch.example', profile: 'Standard User' }];
    await scratchOrg(sf, {}, { users });
    expect(await postJwt(sf, TEST)).toMatchObject({
      status: 400,
      body: NOT_PERMITTED,
    });
  });
});

it('an External Client App of the Dev Hub is not copied', async () => {
  const sf = await fresh({ demo: { apps: { JWT_Bearer: { kind: 'externalClientApp' } } } });
  await scratchOrg(sf);
  const body =
    '{"error":"app_not_found","error_description":"External client app is not installed in this org"}';
  expect(await postJwt(sf, TEST)).toMatchObject({ status: 400, body });
  expect(await postJwt(sf, SCRATCH)).toMatchObject({ status: 400, body });
});

it("a sandbox has its production org's apps, and what they demand of its users", async () => {
  const sf = await fresh();
  const user = { username: 'test@scratch.example', profile: 'System Administrator' };
  const sandbox = { type: 'sandbox', myDomain: 'acme--dev' };
  const permissionSets = [{ name: 'Order_Integration' }];
  {
    await using _own = await scratchOrg(sf, sandbox, { permissionSets });
    expect(await postJwt(sf, TEST)).toMatchObject({ status: 400, body: NOT_PERMITTED });
  }
  const users = [{ ...user, permissionSets: ['Order_Integration'] }];
  await scratchOrg(sf, sandbox, { permissionSets, users });
  expect((await postJwt(sf, TEST)).status).toBe(200);
});

describe('a seed names the Dev Hub', () => {
  const HUB = 'org: { name: Acme Hub, myDomain: hub, id: 00D5g000004AcmeEAC }\n---\n';
  const scratch = (from: string, type = 'scratch') =>
    `${HUB}org: { name: Scratch, type: ${type}, signedUpFrom: ${from} }`;

  it.each(['Acme Hub', 'hub', 'HUB', '00D5g000004Acme', '00D5g000004AcmeEAC'])('%s', (from) => {
    const [, org] = readSeedText(scratch(from), 'seed.yaml').orgs;
    expect(org?.signedUpFrom).toBe('00D5g000004AcmeEAC');
  });

  it('that is not seeded, by its id only', () => {
    const org = readSeedDocument({ org: { type: 'scratch', signedUpFrom: '00D5g000004AcmeEAC' } });
    expect(org.signedUpFrom).toBe('00D5g000004AcmeEAC');
  });

  it.each([
    [
      'Acme Hubb',
      'scratch',
      "seed.yaml:3:52 signedUpFrom of org 'Scratch': no org 'Acme Hubb' is seeded: did you mean 'Acme Hub'?",
    ],
    [
      'nobody',
      'scratch',
      "seed.yaml:3:52 signedUpFrom of org 'Scratch': no org 'nobody' is seeded: give its id, its name or its My Domain",
    ],
    ['Scratch', 'scratch', "seed.yaml:3:52 signedUpFrom of org 'Scratch': an org is not made from itself"],
    [
      'hub',
      'developer',
      "seed.yaml:3:54 signedUpFrom of org 'Scratch': only a scratch org or sandbox is made from another org: set type, or leave this out",
    ],
  ])('and is told that %s of a %s org cannot be', (from, type, line) => {
    expect(linesOf(() => readSeedText(scratch(from, type), 'seed.yaml'))).toEqual([line]);
  });

  it('in another file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signed-up-'));
    writeFileSync(join(folder, 'a.yaml'), 'org: { name: Scratch, type: scratch, signedUpFrom: Acme Hub }');
    writeFileSync(join(folder, 'b.yaml'), 'org: { name: Acme Hub }');
    const sf = await fresh({ seed: folder });
    const [scratch, hub] = sf.orgs;
    expect(scratch?.signedUpFrom).toBe(hub?.id);
  });

  it('and the lab says what is wrong with one', async () => {
    const sf = await fresh();
    const answer = await lab<{ error: string }>(sf, 'POST', '/orgs', {
      org: { type: 'scratch', signedUpFrom: 'acmee' },
    });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.error).toContain("no org 'acmee' is seeded: did you mean 'Acme'?");
    expect(app(sf, 'JWT_Bearer').orgId).toBe(sf.orgs[0]?.id);
  });
});
