/** Other hosts through the port as a forward proxy, and requests in absolute form (design 5.5). */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { exchange } from './exchange.ts';

let ca: string;
let sf: Fauxforce;
let refusing: Fauxforce;
beforeAll(async () => {
  ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca, proxyOthers: 'tunnel' });
  refusing = await startFauxforce({ ca });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  await refusing[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true });
});
beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'])
    for (const spelling of [name, name.toLowerCase()]) vi.stubEnv(spelling, undefined);
});
afterEach(() => vi.unstubAllEnvs());

const portOf = (server: Server | HttpServer) => (server.address() as AddressInfo).port;

async function listening<Kind extends Server | HttpServer>(server: Kind): Promise<Kind> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

/** Says back what it is told. */
const echo = () => listening(createServer((socket) => socket.on('error', () => undefined).pipe(socket)));

const web = (answer: RequestListener) => listening(createHttpServer(answer));

const CONNECT = (authority: string, more = '') =>
  `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${more}\r\n`;
const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

async function tunnel({ url }: Fauxforce, authority: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined).write(CONNECT(authority));
  const [data] = await once(socket, 'data');
  expect(String(data)).toBe(ESTABLISHED);
  return socket;
}

describe('a tunnel to another host', () => {
  test('hands on what both say', async () => {
    const socket = await tunnel(sf, `localhost:${portOf(await echo())}`);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    socket.end(' and good-bye');
    expect(await text(socket)).toBe(' and good-bye');
  });

  test('hands on what came with the request', async () => {
    const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
    socket.end(`${CONNECT(`127.0.0.1:${portOf(await echo())}`)}early`);
    expect(await text(socket)).toBe(`${ESTABLISHED}early`);
  });

  test('ends for the client when the host is gone', async () => {
    const others: Socket[] = [];
    const server = await listening(
      createServer((socket) => others.push(socket.on('error', () => undefined))),
    );
    const socket = await tunnel(sf, `127.0.0.1:${portOf(server)}`);
    others[0]?.resetAndDestroy();
    socket.resume();
    await once(socket, 'close');
  });

  test('ends for the host when the client is gone', async () => {
    const gone = Promise.withResolvers<void>();
    const server = await listening(
      createServer((socket) =>
        socket
          .on('error', () => undefined)
          .on('close', gone.resolve)
          .resume(),
      ),
    );
    (await tunnel(sf, `127.0.0.1:${portOf(server)}`)).resetAndDestroy();
    await gone.promise;
  });

  test('ends when the server closes', async () => {
    const own = await startFauxforce({ ca, proxyOthers: 'tunnel' });
    const socket = await tunnel(own, `127.0.0.1:${portOf(await echo())}`);
    socket.resume();
    await Promise.all([once(socket, 'close'), own[Symbol.asyncDispose]()]);
  });

  test.each([
    '169.254.169.254:80',
    '2852039166:80',
    '0xa9.254.169.254:80',
    '169.254.0.1:443',
    '[::ffff:169.254.169.254]:80',
    '[fe80::1]:443',
    '[fd00:ec2::254]:80',
    '[64:ff9b::a9fe:a9fe]:80',
    '100.100.100.200:80',
    '[fd00:ec2::23]:80',
    '[fd00:ec2:ffff::1]:80',
    '[fd00:42::42]:80',
    '[fd20:ce::254]:80',
    '[::a9fe:a9fe]:80',
    '[::169.254.0.1]:80',
    '[::100.100.100.200]:80',
    '[::168.63.129.16]:80',
    '[::192.0.0.192]:80',
    '[64:ff9b::169.254.0.1]:80',
    '[64:ff9b::100.100.100.200]:80',
    '[64:ff9b::168.63.129.16]:80',
    '[64:ff9b::192.0.0.192]:80',
    '[64:ff9b:1::a9fe:a9fe]:80',
    '[64:ff9b:1:ffff::1]:80',
  ])('to %s is not made', async (authority) => {
    const answer = await exchange(sf.url, CONNECT(authority));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toMatch(
      /\r\n\r\n\S+ leads to this server itself, or to an address of the machine's own network link: nobody is led there\n$/,
    );
    expect(sf.journal.last()).toMatchObject({ method: 'CONNECT', via: 'proxy', status: 403 });
  });

  test.each(['localhost', '127.0.0.1', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    'to this server itself, as %s, is not made',
    async (host) => {
      const answer = await exchange(sf.url, CONNECT(`${host}:${new URL(sf.url).port}`));
      expect(answer).toMatch(/^HTTP\/1\.1 403 .*leads to this server itself/s);
    },
  );

  test('to a port where nobody listens is told', async () => {
    const server = await echo();
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const answer = await exchange(sf.url, CONNECT(`127.0.0.1:${port}`));
    expect(answer).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    const reason = `127.0.0.1:${port} cannot be reached (ECONNREFUSED)`;
    expect(answer.endsWith(`\r\n\r\n${reason}\n`)).toBe(true);
    expect(sf.journal.last()).toMatchObject({
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      via: 'proxy',
      status: 502,
      refusal: {
        name: 'proxy.unreachable',
        why: `the proxy was asked for a host that is not Salesforce's, and did not reach it: ${reason}`,
      },
    });
  });

  test.each(['login.salesforce.com', 'LOGIN.salesforce.com.'])(
    'to %s ends here all the same',
    async (host) => {
      const socket = await tunnel(sf, `${host}:443`);
      const certificate = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
      const secure = connectSecurely({ socket, servername: 'login.salesforce.com', ca: certificate });
      secure.write(
        'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: login.salesforce.com\r\nConnection: close\r\n\r\n',
      );
      expect(await text(secure)).toContain('"issuer":"https://login.salesforce.com"');
    },
  );

  test('is one of 256 at the most', async () => {
    const own = await startFauxforce({ ca, proxyOthers: 'tunnel' });
    const port = portOf(
      await listening(createServer((socket) => socket.on('error', () => undefined).resume())),
    );
    const open = await Promise.all(Array.from({ length: 256 }, () => tunnel(own, `127.0.0.1:${port}`)));
    expect(await exchange(own.url, CONNECT(`127.0.0.1:${port}`))).toMatch(
      /^HTTP\/1\.1 503 Service Unavailable\r\n.*\r\n\r\nso many connections to other hosts are open that there is room for none: close some\n$/s,
    );
    expect(own.journal.last()).toMatchObject({ status: 503, refusal: { name: 'proxy.refused' } });
    open[0]?.destroy();
    await expect.poll(() => exchange(own.url, CONNECT('127.0.0.1:1'))).toMatch(/^HTTP\/1\.1 502 /);
    await own[Symbol.asyncDispose]();
  });
});

describe('where the caller has a proxy', () => {
  /** Answers every tunnel with what it was asked. */
  async function upstream(status = 200) {
    const asked: { url: string | undefined; password: string | undefined }[] = [];
    const server = await web((_request, response) => response.end());
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push({ url: request.url, password: request.headers['proxy-authorization'] });
      socket
        .on('error', () => undefined)
        .end(`HTTP/1.1 ${status} Whatever\r\n\r\n${status === 200 ? 'from there' : ''}`);
    });
    return { asked, port: portOf(server) };
  }

  test('a tunnel goes on to that one, with its password', async () => {
    const { asked, port } = await upstream();
    vi.stubEnv('HTTPS_PROXY', `http://ada:s%C3%A9cret@127.0.0.1:${port}`);
    expect(await exchange(sf.url, CONNECT('example.org:443'))).toBe(`${ESTABLISHED}from there`);
    expect(asked).toEqual([
      { url: 'example.org:443', password: `Basic ${Buffer.from('ada:sécret').toString('base64')}` },
    ]);
  });

  test.each(['*', '127.0.0.1', 'x.example,127.0.0.1:PORT'])('not where NO_PROXY has %s', async (noProxy) => {
    const { asked, port } = await upstream();
    const target = portOf(await echo());
    vi.stubEnv('https_proxy', `127.0.0.1:${port}`);
    vi.stubEnv('NO_PROXY', noProxy.replace('PORT', String(target)));
    (await tunnel(sf, `127.0.0.1:${target}`)).destroy();
    expect(asked).toEqual([]);
  });

  test.each(['acme.example', '.acme.example', '*.acme.example', 'ACME.example:443'])(
    'NO_PROXY %s stands for what is below it',
    async (noProxy) => {
      const { asked, port } = await upstream();
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
      vi.stubEnv('NO_PROXY', noProxy);
      await exchange(sf.url, CONNECT('notacme.example:443'));
      expect(asked.map(({ url }) => url)).toEqual(['notacme.example:443']);
      expect(await exchange(sf.url, CONNECT('build.acme.example:443'))).toMatch(/^HTTP\/1\.1 50[24] /);
      expect(asked).toHaveLength(1);
    },
  );

  test('Salesforce is never asked of it', async () => {
    const { asked, port } = await upstream();
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    (await tunnel(sf, 'login.salesforce.com:443')).destroy();
    expect(asked).toEqual([]);
  });

  test('nor an address that nobody is led to', async () => {
    const { asked, port } = await upstream();
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    expect(await exchange(sf.url, CONNECT('169.254.169.254:80'))).toMatch(/^HTTP\/1\.1 403 /);
    expect(asked).toEqual([]);
  });

  test.each([
    '[fd00:42::43]:80',
    '[fd00:ec3::254]:80',
    '[::8.8.8.8]:80',
    '[64:ff9b::8.8.8.8]:80',
    '[64:ff9b:2::1]:80',
  ])('while %s, beside such, is asked of it', async (authority) => {
    const { asked, port } = await upstream(407);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    expect(await exchange(sf.url, CONNECT(authority))).toMatch(/^HTTP\/1\.1 502 /);
    expect(asked).toHaveLength(1);
  });

  test('what it refuses is told', async () => {
    const { port } = await upstream(407);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    const answer = await exchange(sf.url, CONNECT('example.org:443'));
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).toContain(
      'example.org:443 cannot be reached: the proxy that HTTPS_PROXY names answered 407\n',
    );
  });

  test('one that is this server is not asked', async () => {
    vi.stubEnv('HTTPS_PROXY', sf.url);
    expect(await exchange(sf.url, CONNECT('example.org:443'))).toMatch(
      /^HTTP\/1\.1 403 .*leads to this server itself/s,
    );
  });

  test('one that is none is told', async () => {
    vi.stubEnv('HTTPS_PROXY', 'socks5://127.0.0.1:1080');
    expect(await exchange(sf.url, CONNECT('example.org:443'))).toContain(
      'HTTPS_PROXY names no http or https proxy: only such can be asked for other hosts\n',
    );
  });
});

const absolute = (url: string, more = '') =>
  `GET ${url} HTTP/1.1\r\nHost: ignored\r\nConnection: close\r\n${more}\r\n`;

describe('a request in absolute form', () => {
  test('to another host is handed on, and so is the answer', async () => {
    const server = await web(async (request, response) => {
      const { method, url, rawHeaders } = request;
      response.writeHead(201, 'Made', ['X-One', '1', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
      response.end(JSON.stringify({ method, url, rawHeaders, body: await text(request) }));
    });
    const host = `127.0.0.1:${portOf(server)}`;
    const answer = await exchange(
      sf.url,
      `POST http://${host}/a/b?c=%41 HTTP/1.1\r\nHost: ignored\r\nX-Two: 2\r\nProxy-Authorization: Basic x\r\nX-Hop: 3\r\nConnection: close, x-hop\r\nContent-Length: 4\r\n\r\nbody`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201 Made\r\n/);
    expect(answer).toContain('X-One: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n');
    expect(answer).toContain('"method":"POST","url":"/a/b?c=%41"');
    expect(answer).toContain(
      `["Host","${host}","Via","1.1 fauxforce","X-Two","2","Content-Length","4","Connection"`,
    );
    expect(answer).toContain('"body":"body"');
    expect(sf.journal.entries().filter(({ path }) => path.endsWith('/a/b'))).toEqual([]);
  });

  test('in chunks, by a client that waits to be told to go on', async () => {
    const server = await web(async (request, response) => response.end(await text(request)));
    const answer = await exchange(
      sf.url,
      `PUT http://127.0.0.1:${portOf(server)}/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('abc');
  });

  const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const CHUNK = `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`;
  test.each([
    ['GET', 'content-length', `Content-Length: ${SMUGGLED.length}`, SMUGGLED],
    ['DELETE', 'Content-Length', `Content-Length: ${SMUGGLED.length}`, SMUGGLED],
    ['GET', 'transfer-encoding', 'Transfer-Encoding: chunked', CHUNK],
    ['DELETE', 'Transfer-Encoding, Host', 'Transfer-Encoding: chunked', CHUNK],
    ['POST', 'content-length', `Content-Length: ${SMUGGLED.length}`, SMUGGLED],
  ])('%s keeps its body though Connection names %s', async (method, named, framing, body) => {
    const seen: unknown[] = [];
    const server = await web(async (request, response) => {
      const { url, rawHeaders } = request;
      const names = rawHeaders.filter((_word, i) => i % 2 === 0);
      const framings = names.filter((name) => /^(content-length|transfer-encoding|host)$/i.test(name));
      seen.push([request.method, url, framings, await text(request)]);
      response.end();
    });
    const origin = `http://127.0.0.1:${portOf(server)}`;
    await exchange(
      sf.url,
      `${method} ${origin}/a HTTP/1.1\r\nHost: x\r\nConnection: close, ${named}\r\n${framing}\r\n\r\n${body}`,
    );
    expect(seen).toEqual([[method, '/a', ['Host', framing.replace(/:.*/, '')], SMUGGLED]]);
  });

  test('by a client of HTTP/1.0 is not answered in chunks', async () => {
    const server = await web((_request, response) => {
      response.write('one ');
      response.end('two');
    });
    const answer = await exchange(
      sf.url,
      `GET http://127.0.0.1:${portOf(server)}/ HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`,
    );
    expect(answer).not.toMatch(/transfer-encoding/i);
    expect(answer.endsWith('\r\n\r\none two')).toBe(true);
  });

  test('goes on to the proxy of the caller', async () => {
    const seen: (string | undefined)[] = [];
    const server = await web((request, response) => {
      seen.push(request.url, request.headers.host, request.headers['proxy-authorization']);
      response.end('from there');
    });
    vi.stubEnv('http_proxy', `http://ada:x@127.0.0.1:${portOf(server)}`);
    expect(await exchange(sf.url, absolute('http://example.org/a'))).toContain('from there');
    expect(seen).toEqual(['http://example.org/a', 'example.org', 'Basic YWRhOng=']);
  });

  test('that is given up takes its connection along', async () => {
    const gone = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const server = await web((request) => {
      request.socket.on('close', gone.resolve);
      begun.resolve();
    });
    const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
    socket.write(absolute(`http://127.0.0.1:${portOf(server)}/`));
    await begun.promise;
    socket.resetAndDestroy();
    await gone.promise;
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data/', 403, /nobody is led there\n$/],
    ['http://127.0.0.1:1/', 502, /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\n$/],
    ['https://example.org/', 400, /https of example\.org is asked for with CONNECT\n$/],
  ])('to %s is answered in one sentence', async (url, status, sentence) => {
    const answer = await exchange(sf.url, absolute(url));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(sentence);
    expect(sf.journal.last()).toMatchObject({
      method: 'GET',
      path: url,
      via: 'proxy',
      status,
      refusal: { name: status === 502 ? 'proxy.unreachable' : 'proxy.refused' },
    });
  });

  test('to another host is refused where nobody asked for others', async () => {
    const answer = await exchange(refusing.url, absolute('http://example.org/services/oauth2/token?a=b'));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toMatch(
      /\r\n\r\nexample\.org is no host of Salesforce's: only its names end here, [^\n]*\n$/,
    );
    expect(refusing.journal.last()).toMatchObject({
      method: 'GET',
      path: 'http://example.org/services/oauth2/token',
      via: 'proxy',
      status: 403,
    });
  });

  test('with this very port is to another name of this server', async () => {
    const { port } = new URL(refusing.url);
    for (const one of [refusing, sf]) {
      const own = new URL(one.url).port;
      const answer = await exchange(
        one.url,
        absolute(`http://fauxforce:${own}/.well-known/openid-configuration`),
      );
      expect(answer).toContain(`"issuer":"http://fauxforce:${own}"`);
    }
    expect(
      await exchange(refusing.url, absolute('http://localhost/.well-known/openid-configuration')),
    ).toContain('"issuer":"http://localhost"');
    expect(port).not.toBe('80');
  });

  test('to the origin that answers carry is to this server', async () => {
    await using own = await startFauxforce({ ca, baseUrl: 'http://sf.acme.example' });
    expect(
      await exchange(own.url, absolute('http://sf.acme.example/.well-known/openid-configuration')),
    ).toContain('"issuer":"http://sf.acme.example"');
  });

  test('wants the lab token where other machines reach the server', async () => {
    await using own = await startFauxforce({
      ca,
      exposed: true,
      labToken: 'Lab0Token',
      proxyOthers: 'tunnel',
    });
    for (const url of ['http://login.salesforce.com/', 'http://127.0.0.1:1/']) {
      expect(await exchange(own.url, absolute(url))).toMatch(
        /^HTTP\/1\.1 407 Proxy Authentication Required\r\n.*Proxy-Authenticate: Basic realm="fauxforce"\r\n/s,
      );
    }
    const password = `Proxy-Authorization: Basic ${Buffer.from('x:Lab0Token').toString('base64')}\r\n`;
    expect(await exchange(own.url, absolute('http://127.0.0.1:1/', password))).toMatch(/^HTTP\/1\.1 502 /);
  });
});

describe('the journal', () => {
  test('says what came to the server as a proxy', async () => {
    const certificate = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
    const socket = await tunnel(sf, 'login.salesforce.com:443');
    const secure = connectSecurely({ socket, servername: 'login.salesforce.com', ca: certificate });
    secure.write('GET /id/keys HTTP/1.1\r\nHost: login.salesforce.com\r\nConnection: close\r\n\r\n');
    await text(secure);
    expect(sf.journal.last()).toMatchObject({ path: '/id/keys', via: 'proxy' });
    await exchange(sf.url, absolute('http://login.salesforce.com/id/keys'));
    expect(sf.journal.last()).toMatchObject({ path: '/id/keys', via: 'proxy' });
    await fetch(`${sf.url}/id/keys`);
    expect(sf.journal.last()).not.toHaveProperty('via');
  });

  test('says so of a handshake in a tunnel that failed', async () => {
    const socket = await tunnel(sf, 'login.salesforce.com:443');
    socket.end(Buffer.from('16030100f1', 'hex'));
    socket.resume();
    await once(socket, 'close');
    await expect
      .poll(() => sf.journal.last())
      .toMatchObject({ via: 'proxy', refusal: { name: 'request.malformed' } });
  });
});
