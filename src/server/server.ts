/** Assembles Fastify: the Salesforce plane and the lab plane over one world. */

import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { consolePages } from '../console/console.ts';
import { answerApiHost } from '../identity/api-host.ts';
import { discoveryEndpoints } from '../identity/discovery.ts';
import { identityEndpoints } from '../identity/endpoints.ts';
import { idpEndpoints } from '../idp/endpoints.ts';
import { shown, withoutSecrets } from '../journal/shown.ts';
import { LAB_PREFIX, labEndpoints } from '../lab/api.ts';
import type { LabWorld } from '../lab/lab-world.ts';
import type { Worker } from '../lab/worker.ts';
import { authorizeEndpoint } from '../oauth/authorize/endpoint.ts';
import { answerCodeCredentials } from '../oauth/headless/authorize.ts';
import { headlessEndpoints } from '../oauth/headless/endpoints.ts';
import { introspectEndpoint } from '../oauth/introspect.ts';
import { registerEndpoint } from '../oauth/register/endpoint.ts';
import { revokeEndpoint } from '../oauth/revoke.ts';
import { singleAccessEndpoints } from '../oauth/single-access.ts';
import { tokenEndpoint } from '../oauth/token/endpoint.ts';
import { localOrigin } from '../org/hosts.ts';
import { pageEndpoints } from '../pages/endpoints.ts';
import { refuse } from '../refusals/check.ts';
import type { Trace } from '../refusals/trace.ts';
import { ApiUsage } from '../rest/api-usage.ts';
import { restEndpoints } from '../rest/endpoints.ts';
import { setupEndpoints } from '../setup/endpoint.ts';
import { soapEndpoints } from '../soap/endpoint.ts';
import { readForm } from '../wire/form.ts';
import { edgeHeaders } from '../wire/headers.ts';
import { KnownPaths } from '../wire/known-paths.ts';
import { CONSOLE_PATH } from '../wire/paths.ts';
import { answerBrokenConnection, answerUnroutable, recordBrokenHandshake } from './answer-broken-request.ts';
import { answerBug, answerErrors } from './answer-error.ts';
import { BODY_LIMIT, readFormBodies } from './bodies.ts';
import { answerOneByOne, boundConnections } from './bound-connections.ts';
import { readClientIpHeader } from './client-ip.ts';
import { closeGracefully } from './close-gracefully.ts';
import { answerOtherOrigins } from './cors.ts';
import { openDoor } from './door.ts';
import { keepJournal, openTraces } from './keep-journal.ts';
import { leadToMyDomain } from './lead-to-my-domain.ts';
import { openProxy } from './proxy/proxy.ts';
import { recogniseHost, withoutOrigin } from './recognise-host.ts';
import { refuseUnknownSites, withoutSitePath } from './recognise-site.ts';
import { refuseUnknownHosts } from './refuse-unknown-hosts.ts';
import { releaseHolds } from './release-holds.ts';
import { SalesforceResponse } from './salesforce-response.ts';
import { readSetupForms } from './setup-forms.ts';
import { strikeArmed } from './strike.ts';
import { DEFAULT_FOLDER, Tls } from './tls/tls.ts';
import { wantHttps } from './want-https.ts';

export interface ServerOptions {
  /** Replaces the origin of requests on local hosts in every URL we answer with. */
  readonly baseUrl?: string;
  /** False leaves `x-fauxforce-journal` out of every answer, and links to the inspector out of every page. */
  readonly journalHeader?: boolean;
  /** Wanted on the lab plane from then on. */
  readonly labToken?: string;
  /** Whether a registered callback on a Salesforce host is followed from localhost, and not to its path here. */
  readonly followRealCallbacks?: boolean;
  /** Proxies whose X-Forwarded-For, -Proto and -Host are believed: addresses and CIDR ranges. */
  readonly trustProxy?: readonly string[];
  /** Whether a request may say where it comes from, in x-fauxforce-client-ip. */
  readonly allowClientIpHeader?: boolean;
  /** Folder of the certificate authority that https needs, made by the first client that wants it: `.fauxforce/ca` when left out. */
  readonly ca?: string;
  /** What becomes of calls to other hosts than Salesforce's that come to the server as a proxy: `refuse` when left out. */
  readonly proxyOthers?: 'refuse' | 'tunnel';
  /** Whether http is refused where Salesforce refuses it: at authorize, token and identity endpoints. */
  readonly requireHttps?: boolean;
  /** Told, in a sentence, of what keeps https from working; prints it to stderr when left out. */
  readonly onTrouble?: (sentence: string) => void;
  /** Whether other machines can reach the server: the lab is then closed to those without {@link labToken}. */
  readonly exposed?: boolean;
  /** Told of every mistake of ours that a request ran into; prints it to stderr when left out. */
  readonly onBug?: (error: unknown, trace: Trace) => void;
  /** Which of several processes behind one port it is; undefined where it is the only one. */
  readonly worker?: Worker;
}

/** No route has a schema. Fastify would load its compilers all the same, a third of its own start. */
const withoutCompilers = { buildValidator: () => neverCompiled, buildSerializer: () => neverCompiled };

function neverCompiled(): never {
  throw new TypeError('routes of fauxforce have no schemas');
}

/** Milliseconds a client may take to send a request. */
const REQUEST_TIMEOUT = 30_000;
/** Milliseconds after which those that took longer are noticed. */
const CHECKED_EVERY = 2_000;

export async function buildServer(world: LabWorld, options: ServerOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({
    http: {
      ServerResponse: SalesforceResponse,
      headersTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: CHECKED_EVERY,
      // Refused where the host is read: Node would answer by itself, and nobody be told.
      requireHostHeader: false,
    },
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    logger: false,
    schemaController: { compilersFactory: withoutCompilers },
    trustProxy: options.trustProxy ? [...options.trustProxy] : false,
    forceCloseConnections: 'idle',
    // Fastify would refuse by itself what comes on kept connections while the server closes, and nobody be told.
    return503OnClosing: false,
    rewriteUrl: (request) => withoutSitePath(world, request, withoutOrigin(request)),
    frameworkErrors: (error, request, reply) => answerUnroutable(world, error, request, reply),
    clientErrorHandler: (error, socket) => answerBrokenConnection(world, error, socket),
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 2_000,
      querystringParser: (text) => readForm(text) as never,
    },
  });
  const onBug = options.onBug ?? printBug;
  app.setErrorHandler(answerBug(onBug));
  world.journal.onMistake(onBug);
  const usage = new ApiUsage(world);
  // The last hook comes first: by then all requests are answered.
  app.addHook('onClose', () => usage.flush());
  closeGracefully(app);
  const tls = tlsOf(world, options);
  const tunnelled = new WeakSet<Socket>();
  const enter = openDoor(
    app,
    (socket) => tls.shakeHands(socket),
    (error, isTunnel) => recordBrokenHandshake(world, error, isTunnel),
    (socket) => tunnelled.add(socket),
  );
  boundConnections(app);
  openTraces(app, world);
  wantHttps(app, options.requireHttps ?? false);
  openProxy(app, world, { ...options, enter, tunnelled });
  app.addHook('onRequest', (_request, _reply, done) => {
    const wait = world.image.refresh();
    if (wait) wait.then(() => done(), done);
    else done();
  });
  if (options.allowClientIpHeader) readClientIpHeader(app);
  recogniseHost(app, options.baseUrl);
  await app.register(async (plane) => salesforcePlane(plane, world, { ...options, onBug, usage }));
  const labPlane = async (plane: FastifyInstance) => {
    answerOneByOne(plane);
    await labEndpoints(plane, world, { ...options, certificate: () => tls.certificate() });
  };
  await app.register(labPlane, { prefix: LAB_PREFIX });
  await app.register(async (plane) => consolePages(plane, world, options), { prefix: CONSOLE_PATH });
  return app;
}

function tlsOf(
  world: LabWorld,
  { ca = DEFAULT_FOLDER, baseUrl, onTrouble = console.error }: ServerOptions,
): Tls {
  const names = baseUrl === undefined ? [] : [new URL(baseUrl).hostname.replace(/^\[|\]$/g, '')];
  return new Tls({ folder: ca, names, onTrouble, clock: { now: () => world.clock.untold() } });
}

async function salesforcePlane(
  app: FastifyInstance,
  world: LabWorld,
  {
    followRealCallbacks = false,
    journalHeader = true,
    labToken,
    exposed = false,
    onBug = printBug,
    usage,
  }: ServerOptions & { readonly usage: ApiUsage },
): Promise<void> {
  keepJournal(app, world, journalHeader);
  app.decorate('explains', journalHeader && (labToken !== undefined || !exposed));
  readFormBodies(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(edgeHeaders(localOrigin(request.calledHost) === undefined));
    done();
  });
  strikeArmed(app, world);
  releaseHolds(app);
  refuseUnknownHosts(app, world);
  answerApiHost(app);
  leadToMyDomain(app);
  refuseUnknownSites(app, world);
  answerOtherOrigins(app, world);
  answerErrors(app);
  const known = new KnownPaths();
  app.addHook('onRoute', (route) => {
    if (!route.config?.isSetup) known.add(route);
  });
  app.setNotFoundHandler((request, reply) => {
    const { method } = request;
    const { path } = request.trace;
    const allowed = known.methodsOf(path);
    if (allowed) {
      reply.header('Allow', allowed);
      refuse(request, 'request.method', { method, allowed });
    }
    refuse(request, 'page.not-found', { path });
  });
  authorizeEndpoint(app, world, followRealCallbacks, answerCodeCredentials);
  tokenEndpoint(app, world);
  headlessEndpoints(app, world);
  revokeEndpoint(app, world);
  registerEndpoint(app, world);
  singleAccessEndpoints(app, world);
  introspectEndpoint(app, world);
  idpEndpoints(app, world);
  pageEndpoints(app, world, followRealCallbacks);
  app.register(async (setup) => {
    readSetupForms(setup);
    setupEndpoints(setup, world);
  });
  identityEndpoints(app, world);
  discoveryEndpoints(app, world);
  world.image.whenGone((orgId) => usage.forget(orgId));
  const report = (error: unknown) => onBug(error, world.journal.open('JOB', '/services/data/jobs'));
  restEndpoints(app, world, usage, report);
  soapEndpoints(app, world, usage);
}

function printBug(error: unknown, trace: Trace): void {
  console.error(
    `${trace.method} ${withoutSecrets(shown(trace.path))} ran into a mistake of fauxforce:`,
    error,
  );
}
