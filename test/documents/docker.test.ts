/** docs/docker.md: what the compose file passes on, and that a base URL makes one issuer of two names. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemOfLocation } from '../../src/store/location.ts';
import { Browser } from '../../src/testing/browser.ts';
import { startServer } from '../cli/run.ts';
import { freePort } from '../helpers/free-port.ts';
import { makeJwt } from '../helpers/jwt.ts';

const ROOT = new URL('../../', import.meta.url);

test('the compose file passes on the variables of the page', async () => {
  const { services } = parse(await readFile(new URL('docker/compose.yaml', ROOT), 'utf8'));
  const page = await readFile(new URL('docs/docker.md', ROOT), 'utf8');
  const told = Array.from(page.matchAll(/^\| `(FAUXFORCE_\w+)` \|/gm), ([, name]) => name);
  expect(Object.keys(services.fauxforce.environment).sort()).toEqual(told.sort());
  for (const [name, value] of Object.entries(services.fauxforce.environment))
    expect(value).toBe(`\${${name}:-}`);
});

test('the compose file of replicas has two on one database, behind one port', async () => {
  const { services, configs } = parse(await readFile(new URL('docker/compose.replicas.yaml', ROOT), 'utf8'), {
    merge: true,
  });
  expect(services.one).toEqual(services.two);
  expect(problemOfLocation(services.one.environment.FAUXFORCE_STORE)).toBeUndefined();
  expect(configs.proxy.content).toContain('server one:7332; server two:7332;');
  expect(services.proxy.ports).toEqual(['127.0.0.1:7332:80']);
});

test('with a base URL a back end that says fauxforce:7332 and a browser at localhost see one issuer', async () => {
  const port = await freePort();
  const localhost = `http://localhost:${port}`;
  await startServer({ args: ['--port', String(port), '--base-url', localhost, '--store', ':memory:'] });
  const call = (path: string, form?: Record<string, string>) => asFauxforce(localhost, path, form);

  expect(await call('/.well-known/openid-configuration')).toMatchObject({
    issuer: localhost,
    authorization_endpoint: `${localhost}/services/oauth2/authorize`,
  });
  const redirect_uri = 'http://localhost:3000/callback';
  const client_id = '3MVG9Demo.Web_Server';
  const asked = { response_type: 'code', client_id, redirect_uri, scope: 'openid api' };
  const { callback } = await new Browser().authorize(localhost, asked, {
    username: 'ada@acme.example',
    password: 'correct-horse',
  });
  const answer = await call('/services/oauth2/token', {
    grant_type: 'authorization_code',
    client_id,
    client_secret: 'DEMO0WEB0SERVER00000000000000000',
    redirect_uri,
    code: callback?.code ?? '',
  });
  const [, claims = ''] = String(answer.id_token).split('.');
  const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  expect([answer.instance_url, iss]).toEqual([localhost, localhost]);
  expect((await call('/id/keys')).keys).toEqual(
    expect.arrayContaining([expect.objectContaining({ kty: 'RSA' })]),
  );

  const exp = Math.floor(Date.now() / 1000) + 180;
  const assertion = makeJwt({
    claims: { iss: '3MVG9Demo.JWT_Bearer', sub: 'ada@acme.example', aud: localhost, exp },
  });
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  expect((await call('/services/oauth2/token', { grant_type, assertion })).instance_url).toBe(localhost);
});

/** As a service of the same compose file calls. */
function asFauxforce(
  url: string,
  path: string,
  form?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const body = form && new URLSearchParams(form).toString();
  const headers = {
    host: 'fauxforce:7332',
    ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
